//! Names and texts that would do harm if they reached SQL unquoted, or under another encoding.

use ingrain::{Code, Dialect, Target, Unmanaged};
use ingrain_end_to_end::testbed::{on_both, on_postgres, ran};

use super::chain;
use crate::assert_says;

/// Names that would do something if they were not quoted, or not in every statement.
#[test]
fn a_name_is_never_read_as_sql() {
    let longest = "x".repeat(63);
    let wide = "あ".repeat(21);
    let names = [
        "x\"; DROP TABLE precious; --",
        "x'; DROP TABLE precious; --",
        "x\\'; DROP TABLE precious; --",
        "/* x",
        "-- x",
        "a.b",
        "$$",
        "$1",
        "?1",
        ":x",
        "x\ny",
        "\u{202e}x\u{200b}",
        "user",
        "table",
        "NULL",
        longest.as_str(),
        wide.as_str(),
    ];
    on_both(|bed| {
        bed.execute("CREATE TABLE precious (id integer); INSERT INTO precious VALUES (7)");
        for name in names {
            let schemas = bed.pick(vec![None], vec![None, Some(name)]);
            for schema in schemas {
                bed.execute("DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b");
                let quoted = format!("\"{}\"", name.replace('"', "\"\""));
                let mut migrator = chain(bed).migrator().history_table(name);
                migrator = migrator.unmanaged(Unmanaged::Allow);
                let mut table = quoted.clone();
                if let Some(schema) = schema {
                    bed.execute(&format!("CREATE SCHEMA {quoted}"));
                    migrator = migrator.history_schema(schema);
                    table = format!("{quoted}.{quoted}");
                }
                assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2], "{name:?}");
                assert!(bed.run(&migrator).unwrap().is_empty());
                bed.environment(&migrator, "it's \\").unwrap();
                assert_eq!(ran(&bed.redo(&migrator, Target::Base).unwrap()).len(), 4);
                assert!(bed.status(&migrator).unwrap().is_current());
                assert_eq!(bed.rows(&format!("SELECT count(*) FROM {table}")), ["7"]);
                assert_eq!(bed.rows("SELECT id FROM precious"), ["7"], "{name:?}");
            }
        }
    });
}

/// The start-up check reads columns that a stranger's table has not got.
#[test]
fn a_table_that_is_the_users_is_not_taken_for_a_history() {
    on_both(|bed| {
        bed.execute("CREATE TABLE precious (id integer); INSERT INTO precious VALUES (7); CREATE VIEW seen AS SELECT * FROM precious");
        let before = bed.dump();
        let own = ["precious", "seen", "PRECIOUS"];
        let systems = bed.pick(
            ["sqlite_master", "sqlite_sequence"],
            ["pg_class", "pg_tables"],
        );
        for name in own.into_iter().chain(systems) {
            for unmanaged in [Unmanaged::Refuse, Unmanaged::Allow] {
                let migrator = chain(bed)
                    .migrator()
                    .history_table(name)
                    .unmanaged(unmanaged);
                let result = bed.run(&migrator);
                // To Postgres, which is told the name in quotes, it is another one.
                if name == "PRECIOUS" && bed.dialect() == Dialect::Postgres {
                    if unmanaged == Unmanaged::Allow {
                        assert_eq!(ran(&result.unwrap()), [1, 2]);
                        bed.execute("DROP TABLE \"PRECIOUS\"; DROP TABLE a; DROP TABLE b");
                    }
                } else {
                    let error = result.unwrap_err();
                    let refused = [Code::Database, Code::Unmanaged].contains(&error.code());
                    assert!(refused && error.to_string().contains("help: "), "{error}");
                }
                assert_eq!(bed.dump(), before, "{name}");
            }
        }
    });
}

/// What is sent is UTF-8, and the server would read it as something else: an umlaut as two letters, and in
/// some encodings the backslash that makes a quote harmless as the second half of a character.
#[test]
fn a_connection_that_speaks_another_encoding_is_refused_before_anything_is_written() {
    on_postgres(|bed| {
        let down = "DROP TABLE a; -- あ\\' naïve";
        let chain = bed.chain(&[("1_naïve_あ'", "CREATE TABLE a (id integer)", down)]);
        let migrator = chain
            .migrator()
            .application("あ\\', 'x'); DROP TABLE a; --");
        let empty = bed.dump();
        for encoding in ["SJIS", "LATIN1", "GBK", "BIG5"] {
            let mut session = bed.session();
            session.execute(&format!(
                "SET backslash_quote = on; SET client_encoding = '{encoding}'"
            ));
            for error in [
                session.run(&migrator).unwrap_err(),
                session.status(&migrator).unwrap_err(),
                session.environment(&migrator, "staging").unwrap_err(),
            ] {
                let said = format!("`client_encoding` is {encoding}");
                assert_says(
                    &error,
                    Code::Settings,
                    &[&said, "SET client_encoding = 'UTF8'"],
                );
            }
            assert_eq!(bed.dump(), empty);
            session.execute("SET client_encoding = 'UTF8'");
            assert!(session.status(&migrator).unwrap().refusal().is_none());
        }
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1]);
        let row = bed.history("description, down_sql, left(applied_by, 27)");
        assert_eq!(
            row,
            [format!(
                "naïve_あ' | {down} | あ\\', 'x'); DROP TABLE a; --"
            )]
        );
    });
}

/// A script may change the encoding for those after it; schema dumps do.
#[test]
fn a_script_that_sets_the_encoding_does_not_spoil_the_history() {
    on_postgres(|bed| {
        for head in ["", "-- ingrain: no-transaction\n"] {
            let bed = bed.another();
            let up = format!("{head}SET client_encoding = 'LATIN1';\nCREATE TABLE a (v text);");
            let migrator = bed
                .chain(&[
                    ("1_naïve", &up, "DROP TABLE a; -- naïve"),
                    ("2_café", "INSERT INTO a VALUES ('é')", "DELETE FROM a -- é"),
                ])
                .migrator();
            let mut session = bed.session();
            assert_eq!(ran(&session.run(&migrator).unwrap()), [1, 2]);
            assert!(session.status(&migrator).unwrap().is_current());
            assert_eq!(session.rows("SHOW client_encoding"), ["UTF8"]);
            let kept = bed.rows("SELECT description, down_sql FROM ingrain_history WHERE event = 'applied' ORDER BY seq");
            assert_eq!(
                kept,
                [
                    "naïve | DROP TABLE a; -- naïve",
                    "café | DELETE FROM a -- é"
                ]
            );
            assert_eq!(bed.rows("SELECT v FROM a"), ["é"]);
        }
    });
}
