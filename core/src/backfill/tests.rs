use super::*;
use crate::{Folder, Statement};

fn parsed(argument: &str) -> Backfill<'_> {
    Backfill::parse(argument).expect(argument)
}

fn key(text: &str) -> Key {
    text.parse().expect(text)
}

fn cells(cells: [&str; 3]) -> [Option<String>; 3] {
    cells.map(|cell| Some(cell.to_owned()))
}

fn statement(dialect: Dialect, sql: &str) -> Statement<'_> {
    split(dialect, sql).expect(sql)[0]
}

#[test]
fn the_directive_names_a_key_and_a_size() {
    for (argument, along, rows, pause) in [
        ("notes.id rows 1000", "notes.id", 1000, 0),
        ("notes.id ROWS 1 pause 100ms", "notes.id", 1, 100),
        ("app.notes.id rows 5 pause 2s", "app.notes.id", 5, 2000),
        (
            "\"my.notes\".\"the id\" rows 5",
            "\"my.notes\".\"the id\"",
            5,
            0,
        ),
    ] {
        let backfill = parsed(argument);
        assert_eq!(backfill.along(), along);
        assert_eq!(backfill.rows(), rows);
        assert_eq!(backfill.pause(), Duration::from_millis(pause));
    }
    for argument in [
        "",
        "notes",
        "notes rows 5",
        ".id rows 5",
        "'a'.id rows 5",
        "notes.id; rows 5",
        "`notes`.id rows 5",
        "\"notes.id rows 5",
    ] {
        let error = Backfill::parse(argument).expect_err(argument);
        assert!(error.contains("such as `notes.id`"), "{argument}: {error}");
    }
    for argument in [
        "notes.id",
        "notes. rows 5",
        "notes.id 5",
        "notes.id rows",
        "notes.id rows 0",
        "notes.id rows -1",
        "notes.id rows many",
        "notes.id rows 99999999999",
        "notes.id rows 5 pause",
        "notes.id rows 5 wait 1s",
    ] {
        let error = Backfill::parse(argument).expect_err(argument);
        assert!(
            error.contains("takes `rows` and their number"),
            "{argument}: {error}"
        );
    }
    let error = Backfill::parse("notes.id rows 5 pause 1").expect_err("no unit");
    assert!(error.contains("`pause` takes a time"), "{error}");
}

#[test]
fn a_key_is_a_literal_and_nothing_else() {
    for text in [
        "0",
        "-17",
        "9223372036854775807",
        "1.5",
        "-1.5e+300",
        "1e-7",
        "''",
        "'a''b'",
        "'é\\'",
        "X''",
        "X'00fF'",
    ] {
        assert_eq!(key(text).to_string(), text);
    }
    for text in [
        "", "-", "--1", "1;", "1 ", "abc", "'a'b'", "'a", "'", "'''", "'a' OR 1", "X'0'", "X'zz'",
        "x'00'", "NULL", "1.", ".5", "1e", "'a\0'",
    ] {
        assert!(text.parse::<Key>().is_err(), "{text}");
    }
    assert_eq!(key("'it''s \\'").literal(Dialect::Sqlite), "'it''s \\'");
    assert_eq!(
        key("'it''s \\'").literal(Dialect::Postgres),
        "E'it''s \\\\'"
    );
}

#[test]
fn a_batch_is_put_into_its_statement_and_nowhere_else() {
    let sql =
        "UPDATE notes SET body = '$1' /* $2 */, \"$1\" = 'é' WHERE id > $1 AND -- $1\n id <= $2";
    for dialect in Dialect::ALL {
        let statement = statement(dialect, sql);
        let first = Batch::parse(&cells(["-3", "7", "5"]), None).expect("a batch");
        let filled = first.fill(dialect, &statement);
        let head = "UPDATE notes SET body = '$1' /* $2 */, \"$1\" = 'é' WHERE id ";
        assert_eq!(filled.sql(), format!("{head}>= -3 AND -- $1\n id <= 7"));
        let next = Batch::parse(&cells(["8", "9", "2"]), Some(&key("7"))).expect("a batch");
        let filled = next.fill(dialect, &statement);
        assert_eq!(filled.sql(), format!("{head}> 7 AND -- $1\n id <= 9"));
        assert_eq!((next.last(), next.rows()), (&key("9"), 2));
    }
}

#[test]
fn what_a_database_points_at_is_found_in_the_script() {
    let sql = "UPDATE notes SET a = b WHERE id > $1 AND id <= $2 AND nonsense";
    let statement = statement(Dialect::Postgres, sql);
    let batch = Batch::parse(&cells(["'10000000'", "'20000000'", "5"]), None).expect("a batch");
    let filled = batch.fill(Dialect::Postgres, &statement);
    for word in ["notes", "AND id", "nonsense"] {
        let offset = filled.sql().find(word).expect(word);
        assert_eq!(Some(filled.origin(offset)), sql.find(word), "{word}");
    }
    let inside = filled.sql().find("0000").expect("a key");
    assert_eq!(Some(filled.origin(inside)), sql.find("> $1"));
}

#[test]
fn an_answer_that_is_no_batch_is_not_taken_for_one() {
    assert_eq!(Batch::parse(&[], None), None);
    assert_eq!(Batch::parse(&cells(["1", "1 OR 1", "2"]), None), None);
    assert_eq!(Batch::parse(&[None, None, None], None), None);
    let stuck = Batch::parse(&cells(["5", "5", "1"]), Some(&key("5"))).expect("a batch");
    assert!(!stuck.goes_on());
}

/// The titles of all mistakes in a folder with this script.
fn mistakes(script: &str) -> Vec<String> {
    let script =
        format!("-- ingrain: backfill notes.id rows 10\n-- ingrain: irreversible \"x\"\n{script}");
    let folder = Folder::new("m", [("1_x.up.sql".to_owned(), script.into_bytes())]);
    let found = folder.chains().err().unwrap_or_default();
    found.iter().map(|one| one.title().to_owned()).collect()
}

#[test]
fn the_statement_says_which_rows_are_a_batchs() {
    assert_eq!(
        mistakes("UPDATE notes SET a = 1 WHERE id > $1 AND id <= $2"),
        [""; 0]
    );
    assert_eq!(
        mistakes("DELETE FROM notes n WHERE (n.id)>$1 AND n.id<=$2;"),
        [""; 0]
    );
    let begins = "this statement does not say after which key a batch begins: `$1`";
    let ends = "this statement does not say at which key a batch ends: `$2`";
    for (script, titles) in [
        ("UPDATE notes SET a = '$1 $2'", [begins, ends].as_slice()),
        ("UPDATE notes SET a = 1 WHERE id > $1", &[ends]),
        ("UPDATE notes SET a = 1 WHERE id <= $2", &[begins]),
        (
            "UPDATE notes SET a = 1 WHERE id >= $1 AND id <= $2",
            &["`$1` does not follow `>`"],
        ),
        (
            "UPDATE notes SET a = $1 WHERE id > $1 AND id < $2",
            &["`$1` does not follow `>`", "`$2` does not follow `<=`"],
        ),
        (
            "UPDATE notes SET a = j ->> $1 WHERE id > $1 AND id <= $2",
            &["`$1` does not follow `>`"],
        ),
        (
            "UPDATE notes SET a = 1 WHERE id > $1 AND id <= $2 AND b = $3",
            &["`$3` stands for nothing"],
        ),
        (
            "DELETE FROM notes WHERE id > $1 AND id <= $2; SELECT 1",
            &["a script in batches holds one statement, and this is one more"],
        ),
        (
            "VACUUM",
            &["each batch is a transaction, and this statement cannot run in one"],
        ),
    ] {
        assert_eq!(mistakes(script), titles, "{script}");
    }
}
