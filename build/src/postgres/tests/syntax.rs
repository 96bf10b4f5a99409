//! Scripts that do not parse: what is said, where, and what to do.

use ingrain_core::{Style, render};

use super::{at, findings, folder};

const CORRECT: &str = "correct the statement; Postgres would refuse it too";

/// Of each finding the line, the column, and the title.
fn check(script: &str, expected: &[(usize, usize, &str)]) {
    let found = findings(&folder(script));
    let found: Vec<_> = found
        .iter()
        .map(|finding| {
            let (rule, line, column) = at(finding);
            assert_eq!(rule, "syntax-error", "{script}");
            (line, column, finding.diagnostic.title())
        })
        .collect();
    assert_eq!(found, expected, "{script}");
}

#[test]
fn the_first_word_that_cannot_stand_there_is_pointed_at() {
    for (script, expected) in [
        ("SELECT * FORM t;", (1, 10, "expected `,`, found `FORM`")),
        (
            "CRAETE TABLE t (a int);",
            (1, 1, "no statement of Postgres begins with `CRAETE`"),
        ),
        (
            "CREATE TABEL t (a int);",
            (1, 1, "no statement of Postgres begins with `CREATE TABEL`"),
        ),
        (
            "CREATE TABLE t (a int,);",
            (1, 22, "unexpected trailing comma"),
        ),
        (
            "CREATE TABLE t (a int,\n    b text,\n);",
            (2, 11, "unexpected trailing comma"),
        ),
        (
            "CREATE TABLE t (\n    a int\n    b int\n);",
            (3, 5, "expected `,`, found `b`"),
        ),
        (
            "ALTER TABLE t ADD COLUM b int;",
            (1, 27, "unexpected `int`"),
        ),
        (
            "UPDATE t SET a = 1 WERE b;",
            (1, 20, "expected `,`, found `WERE`"),
        ),
        (
            "INSERT INTO t VALUES (1),;",
            (1, 26, "expected row after comma, found `;`"),
        ),
        (
            "CREATE INDEX i ON t (a) WHERE",
            (1, 25, "expected an expression, found the end of the script"),
        ),
        ("SELECT a FROM t)\n-- the end", (1, 16, "unexpected `)`")),
        (
            "SELECT 'a' 'b';",
            (
                1,
                12,
                "expected new line or comma between string literals, found `'b'`",
            ),
        ),
        ("SELECT (1;\nSELECT 2);", (1, 10, "expected `,`, found `;`")),
    ] {
        check(script, &[expected]);
    }
}

#[test]
fn what_nobody_sees_or_wants_to_read_is_named() {
    check(
        "\u{a0}",
        &[(
            1,
            1,
            "no statement of Postgres begins with the character U+00A0",
        )],
    );
    let long = format!("SELECT 1, FROM '{}';", "x".repeat(100));
    let found = findings(&folder(&long));
    assert_eq!(found.len(), 1);
    assert!(found[0].diagnostic.title().len() < 80);
}

#[test]
fn each_statement_is_told_of_once() {
    check(
        "SELEKT 1 FORM t WERE a;\nSELECT 1;\nDROP TABEL t;",
        &[
            (1, 1, "no statement of Postgres begins with `SELEKT`"),
            (3, 1, "no statement of Postgres begins with `DROP TABEL`"),
        ],
    );
}

#[test]
fn bodies_are_read_as_well() {
    let function = |language: &str, body: &str| {
        format!("CREATE FUNCTION f() RETURNS int LANGUAGE {language} AS $$\n{body}\n$$;\nSELECT 1;")
    };
    check(
        &function("sql", "SELECT 1 FORM t;"),
        &[(2, 15, "expected `,`, found `t`")],
    );
    check(
        &function("plpgsql", "BEGIN\n  a := ;\n  RETURN 1;\nEND;"),
        &[(3, 8, "expected an expression, found `;`")],
    );
    check(
        "DO $$ BEGIN PERFORM 1 END $$;",
        &[(1, 27, "expected `;`, found the end of the body")],
    );
    // A statement that the parser does not know is not judged, what follows it is.
    let into = "SELECT 1 INTO a;\n  INSERT INTO t VALUES (1) RETURNING id INTO STRICT b;";
    check(
        &function("plpgsql", &format!("BEGIN\n  {into}\n  RETURN 1;\nEND;")),
        &[],
    );
    check(
        &function("plpgsql", &format!("BEGIN\n  {into}\n  RETURN 1\nEND;")),
        &[(7, 1, "expected `END`, found the end of the body")],
    );
    check(&function("plpython3u", "return 1 +"), &[]);
}

fn helps(script: &str) -> String {
    let found = findings(&folder(script));
    let rendered = render(&found[0].diagnostic, Style::Plain);
    let help = rendered.split("= help: ").nth(1).unwrap_or_default();
    help.trim_end().to_owned()
}

#[test]
fn a_missing_semicolon_is_guessed() {
    let missing =
        |line: usize| format!("end the statement before it with a semicolon, on line {line}");
    for (script, line) in [
        ("CREATE TABLE t (a int)\nCREATE TABLE u (a int);", 1),
        (
            "CREATE TABLE t (a int)\n\n-- then\nINSERT INTO t VALUES (1);",
            1,
        ),
        (
            "SELECT 1;\nINSERT INTO t VALUES (1)\nUPDATE t SET a = 2;",
            2,
        ),
        ("SELECT a FROM t\n\nDELETE FROM t;", 1),
        ("SELECT 1\nSELECT 2;", 1),
        (
            "ALTER TABLE t ADD COLUMN a int\nALTER TABLE t ADD COLUMN b int;",
            1,
        ),
        ("DROP VIEW v\nCREATE VIEW v AS SELECT 1;", 1),
        ("GRANT SELECT ON t TO u\nGRANT SELECT ON v TO u;", 1),
    ] {
        assert_eq!(helps(script), missing(line), "{script}");
    }
    assert_eq!(helps("SELECT * FORM t;"), CORRECT);
    assert_eq!(helps("FLY TO t;"), CORRECT);
}

#[test]
fn what_was_probably_meant_is_said() {
    assert_eq!(helps("CRAETE TABLE t (a int);"), "did you mean `CREATE`?");
    assert_eq!(helps("drop tabel t;"), "did you mean `DROP TABLE`?");
}

#[test]
fn what_does_not_parse_is_not_judged_further() {
    check(
        "DROP TABLE t;\nSELECT 1 +;",
        &[(2, 11, "expected an expression, found `;`")],
    );
}

#[test]
fn it_reads_well() {
    let found = findings(&folder("CREATE TABLE t (a int)\nCREATE TABLE u (a int);"));
    assert_eq!(
        render(&found[0].diagnostic, Style::Plain),
        "error[ING0031]: missing semicolon between statements\n \
        --> m/1_x.up.sql:2:1\n  \
          |\n\
        2 | CREATE TABLE u (a int);\n  \
          | ^^^^^^\n  \
          |\n  \
          = help: end the statement before it with a semicolon, on line 1"
    );
}

#[test]
fn deep_nesting_is_borne() {
    let deep = format!("SELECT {}1{};", "(".repeat(1000), ")".repeat(1000));
    check(&deep, &[]);
}
