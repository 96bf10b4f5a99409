//! What the texts tell.

use super::{BOTH, check, check_folder};
use crate::Folder;

const POSTGRES: (&str, &str) = ("ingrain.toml", "dialects = ['postgres']");
const DOWN: (&str, &str) = ("1_a.down.sql", "SELECT 1;");

#[test]
fn a_script_without_a_statement_is_said_once_for_both_dialects() {
    check(
        &[
            BOTH,
            ("1_a.up.sql", "-- later\n;"),
            ("1_a.down.sql", "/* x */"),
        ],
        &[
            (
                7,
                "1_a.down.sql",
                "this down script holds no statement",
                "say `-- ingrain: irreversible",
            ),
            (
                7,
                "1_a.up.sql",
                "this up script holds no statement",
                "`SELECT 1;` if there is nothing",
            ),
        ],
    );
    check(
        &[("1_a.up.sql", ""), DOWN],
        &[(
            7,
            "1_a.up.sql",
            "this up script holds no statement",
            "write what it is to do",
        )],
    );
}

#[test]
fn directives() {
    let directive = |line: &str, code: u16, title: &str, help: &str| {
        let script = format!("-- ingrain: {line}\nSELECT 1;");
        check(
            &[BOTH, ("1_a.up.sql", &script), DOWN],
            &[(code, "1_a.up.sql", title, help)],
        );
    };
    let unknown = "unknown directive `no-transactions`";
    directive(
        "no-transactions",
        10,
        unknown,
        "did you mean `no-transaction`?",
    );
    directive(
        "lock-timeout soon",
        11,
        "takes a time such as `500ms`",
        "`-- ingrain: lock-timeout 5s`",
    );
    let both = "says `irreversible`, but it has a down script";
    directive("irreversible \"gone\"", 11, both, "delete the directive");
    let down = "-- ingrain: breaking\nSELECT 1;";
    check(
        &[("1_a.up.sql", "SELECT 1;"), ("1_a.down.sql", down)],
        &[(
            11,
            "1_a.down.sql",
            "`breaking` is said of a down script",
            "say it in the up script",
        )],
    );
    let late = "SELECT 1;\n-- ingrain: no-transaction\n";
    check(
        &[("1_a.up.sql", late), DOWN],
        &[(
            11,
            "1_a.up.sql",
            "stands after the first statement",
            "move it into the comment",
        )],
    );
    let off = "-- ingrain: foreign-keys off\nSELECT 1;";
    check(
        &[
            BOTH,
            ("1_a.postgres.up.sql", off),
            ("1_a.sqlite.up.sql", off),
            DOWN,
        ],
        &[(
            11,
            "1_a.postgres.up.sql",
            "is for SQLite",
            "delete the line",
        )],
    );
}

/// It would be no mistake under the other dialect, whose words these are not.
#[test]
fn without_ingrain_toml_a_statement_of_one_dialect_is_a_mistake_all_the_same() {
    let help = "say `-- ingrain: no-transaction`";
    let expected = (16, "1_a.up.sql", "`CREATE INDEX CONCURRENTLY` cannot", help);
    let up = ("1_a.up.sql", "CREATE INDEX CONCURRENTLY i ON t (a);");
    check(&[up, ("1_a.down.sql", "SELECT 1;")], &[expected]);
    let missing = (6, "1_a.up.sql", "no down script", "write `1_a.down.sql`");
    check(&[up], &[missing, expected]);
    let rebuild =
        "PRAGMA foreign_keys = OFF;\nCREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;";
    let help = "say `-- ingrain: foreign-keys off`";
    let expected = (16, "1_a.up.sql", "`PRAGMA foreign_keys` cannot", help);
    check(
        &[("1_a.up.sql", rebuild), ("1_a.down.sql", "SELECT 1;")],
        &[expected],
    );
}

#[test]
fn a_file_that_is_not_text() {
    let with = |bytes: &[u8]| {
        let files = [("1_a.up.sql", bytes), ("1_a.down.sql", b"SELECT 1;")];
        Folder::new(
            "m",
            files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())),
        )
    };
    let latin = "not UTF-8 text: byte 9, on line 1, belongs to no character";
    let help = "`iconv -f LATIN1 -t UTF-8`";
    check_folder(&with(b"SELECT '\xe9';"), &[(13, "1_a.up.sql", latin, help)]);
    let utf16 = "the file is UTF-16 text";
    check_folder(
        &with(b"\xff\xfeS\0"),
        &[(13, "1_a.up.sql", utf16, "`iconv -f UTF-16 -t UTF-8`")],
    );
    let nul = "holds a NUL character, at byte 9, on line 1";
    check_folder(
        &with(b"SELECT '\0';"),
        &[(13, "1_a.up.sql", nul, "save the file as UTF-8")],
    );
}

#[test]
fn what_is_never_closed() {
    let open = |script: &str, title: &str| {
        let expected = [(14, "1_a.up.sql", title, "close it where it is meant to end")];
        check(&[POSTGRES, ("1_a.up.sql", script), DOWN], &expected);
    };
    open("SELECT 'it;", "this string literal is never closed");
    open("SELECT 1 /* x", "this block comment is never closed");
    open(
        "DO $body$ BEGIN END;",
        "this dollar-quoted string is never closed",
    );
}

#[test]
fn a_transaction_inside_one() {
    check(
        &[BOTH, ("1_a.up.sql", "BEGIN;\nSELECT 1;\nCOMMIT;"), DOWN],
        &[
            (
                15,
                "1_a.up.sql",
                "`BEGIN` in a script that already runs",
                "delete it: Ingrain runs",
            ),
            (
                15,
                "1_a.up.sql",
                "`COMMIT` in a script",
                "`-- ingrain: no-transaction`",
            ),
        ],
    );
}

#[test]
fn a_transaction_in_a_script_that_runs_statement_by_statement() {
    let stepwise = "-- ingrain: no-transaction\nBEGIN;\nSELECT 1;\nROLLBACK TO a;";
    let help = "without `-- ingrain: no-transaction`";
    let title = |what: &str| format!("`{what}` in a script that runs statement by statement");
    check(
        &[BOTH, ("1_a.up.sql", stepwise), DOWN],
        &[
            (15, "1_a.up.sql", &title("BEGIN"), help),
            (15, "1_a.up.sql", &title("ROLLBACK"), help),
        ],
    );
    let prepared = "-- ingrain: no-transaction\nCOMMIT PREPARED 'x';";
    check(&[POSTGRES, ("1_a.up.sql", prepared), DOWN], &[]);
}

#[test]
fn what_needs_a_client() {
    let title = "`COPY … FROM stdin` needs rows from a client, and a script has none";
    let expected = [(30, "1_a.up.sql", title, "`pg_dump --inserts`")];
    let copies = [
        "COPY t (a) FROM stdin;",
        "-- ingrain: no-transaction\nCOPY t (a) FROM stdin;",
        "COPY t (a) FROM stdin;\n1\tit's\n\\.\n",
        "COPY t (a) FROM stdin;\n1\t(\n\\.\n",
        "COPY t (a) FROM stdin;\n\\.\n",
    ];
    for copy in copies {
        check(&[POSTGRES, ("1_a.up.sql", copy), DOWN], &expected);
        check(&[("1_a.up.sql", copy), DOWN], &expected);
    }
    let command = "\\connect app\nSELECT 1;\nSELECT 'open";
    let command = [command, "\\connect app\nSELECT 1;"];
    for command in command {
        let title = "`\\connect` is a command of psql, not SQL";
        check(
            &[POSTGRES, ("1_a.up.sql", command), DOWN],
            &[(30, "1_a.up.sql", title, "delete it")],
        );
    }
}

#[test]
fn what_needs_to_run_outside_one() {
    let index = "CREATE INDEX CONCURRENTLY i ON t (a);";
    let title = "`CREATE INDEX CONCURRENTLY` cannot run in a transaction";
    check(
        &[POSTGRES, ("1_a.up.sql", index), DOWN],
        &[(16, "1_a.up.sql", title, "say `-- ingrain: no-transaction`")],
    );
    let pragma = "PRAGMA foreign_keys = OFF;\nSELECT 1;";
    check(
        &[
            ("ingrain.toml", "dialects = ['sqlite']"),
            ("1_a.up.sql", pragma),
            DOWN,
        ],
        &[(
            16,
            "1_a.up.sql",
            "`PRAGMA foreign_keys` cannot",
            "say `-- ingrain: foreign-keys off`",
        )],
    );
}

#[test]
fn the_configuration() {
    let config = |text: &str, title: &str, help: &str| {
        let files = [("ingrain.toml", text), ("1_a.up.sql", "SELECT 1;"), DOWN];
        check(&files, &[(19, "ingrain.toml", title, help)]);
    };
    config(
        "dialects = ['mysql']",
        "`mysql` is not a dialect",
        "`[\"postgres\"]`",
    );
    config(
        "dialect = ['sqlite']",
        "unknown key `dialect`",
        "did you mean `dialects`?",
    );
    config(
        "colour = 1",
        "unknown key `colour`",
        "the keys are: adopted, dialects",
    );
    config("dialects = [", "not TOML: ", "fix the syntax");
    let bytes = [
        ("ingrain.toml", &b"\xe9"[..]),
        ("1_a.up.sql", b"X"),
        ("1_a.down.sql", b"X"),
    ];
    let folder = Folder::new(
        "m",
        bytes.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())),
    );
    check_folder(
        &folder,
        &[(13, "ingrain.toml", "not UTF-8", "save the file")],
    );
}

#[test]
fn several_mistakes_come_together_files_first_then_lines() {
    check(
        &[
            POSTGRES,
            ("1_a.up.sql", "COMMIT;\n-- ingrain: breaking\nVACUUM;"),
            ("3_c.up.sql", "SELECT '"),
            ("oops.sql", ""),
            ("2_b.down.sql", "SELECT 1"),
        ],
        &[
            (6, "1_a.up.sql", "no down script", "write `1_a.down.sql`"),
            (15, "1_a.up.sql", "`COMMIT`", "delete it"),
            (11, "1_a.up.sql", "after the first statement", "move it"),
            (16, "1_a.up.sql", "`VACUUM`", "no-transaction"),
            (8, "2_b.down.sql", "no up script", "write `2_b.up.sql`"),
            (6, "3_c.up.sql", "no down script", "write `3_c.down.sql`"),
            (14, "3_c.up.sql", "never closed", "close it"),
            (
                3,
                "oops.sql",
                "cannot be understood",
                "`4_what_it_does.up.sql`",
            ),
        ],
    );
}

#[test]
fn a_script_that_is_rust_holds_no_statement() {
    const RUST: &str = "-- Slugs.\n-- ingrain: rust \"1\"\n";
    check(&[BOTH, ("1_a.up.sql", RUST), ("1_a.down.sql", RUST)], &[]);
    check(&[BOTH, ("1_a.up.sql", RUST), DOWN], &[]);
    check(
        &[BOTH, ("1_a.up.sql", "SELECT 1;"), ("1_a.down.sql", RUST)],
        &[],
    );
    let both = format!("{RUST}UPDATE notes SET slug = '';");
    check(
        &[BOTH, ("1_a.up.sql", &both), DOWN],
        &[(
            11,
            "1_a.up.sql",
            "this script says that it is Rust, and holds SQL",
            "put the SQL into a migration of its own",
        )],
    );
    // It has a way back as any other.
    check(
        &[BOTH, ("1_a.up.sql", RUST)],
        &[(6, "1_a.up.sql", "no down script", "write `1_a.down.sql`")],
    );
    let final_one = format!("{RUST}-- ingrain: irreversible \"the titles are gone\"\n");
    check(&[BOTH, ("1_a.up.sql", &final_one)], &[]);
}
