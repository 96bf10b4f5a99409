//! Where the history is: odd names, other schemas, search paths, session settings.

use ingrain::{Code, Migrations, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, ran};

use crate::assert_says;

fn chain(bed: &Testbed) -> Migrations {
    bed.chain(&[
        (
            "1_a",
            "CREATE TABLE a (v text); INSERT INTO a VALUES ('it''s \\')",
            "DROP TABLE a",
        ),
        (
            "2_b",
            "CREATE TABLE b (id integer)",
            "DROP TABLE b; -- it's \\",
        ),
    ])
}

#[test]
fn the_history_may_have_any_name() {
    on_both(|bed| {
        for name in [
            "My History",
            "it's",
            "say \"log\"",
            "select",
            "naïve.🐘",
            "a\\b",
            "%s_",
        ] {
            bed.execute("DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b");
            let migrator = chain(bed).migrator().history_table(name);
            // Another history there is a stranger's table.
            let migrator = migrator.unmanaged(ingrain::Unmanaged::Allow);
            assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2], "{name}");
            assert!(bed.run(&migrator).unwrap().is_empty());
            assert_eq!(ran(&bed.down(&migrator, Target::Down(1)).unwrap()), [2]);
            assert_eq!(bed.status(&migrator).unwrap().pending().len(), 1);
            let quoted = name.replace('"', "\"\"");
            assert_eq!(
                bed.rows(&format!("SELECT count(*) FROM \"{quoted}\"")),
                ["3"]
            );
        }
    });
}

#[test]
fn a_name_that_cannot_be_kept_is_refused() {
    on_both(|bed| {
        let empty = bed.dump();
        let long = "x".repeat(64);
        for name in ["", long.as_str(), "a\0b"] {
            let migrator = chain(bed).migrator().history_table(name);
            assert_says(
                &bed.run(&migrator).unwrap_err(),
                Code::Settings,
                &["1 to 63 bytes"],
            );
            assert_says(&bed.status(&migrator).unwrap_err(), Code::Settings, &[]);
        }
        for why in ["", "  \n", "a\0b"] {
            let error = bed.environment(&chain(bed).migrator(), why).unwrap_err();
            assert_eq!(error.code(), Code::Settings);
        }
        assert_eq!(bed.dump(), empty);
    });
}

#[test]
fn the_history_may_be_in_a_schema_of_its_own() {
    on_postgres(|bed| {
        bed.execute("CREATE SCHEMA \"my \"\"schema\"");
        let migrator = chain(bed).migrator().history_schema("my \"schema");
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2]);
        assert!(bed.run(&migrator).unwrap().is_empty());
        let found = bed.rows("SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information)' ORDER BY 2");
        assert_eq!(
            found,
            ["public | a", "public | b", "my \"schema | ingrain_history"]
        );

        let nowhere = chain(bed).migrator().history_schema("nowhere");
        let nowhere = nowhere.unmanaged(ingrain::Unmanaged::Allow);
        let error = bed.run(&nowhere).unwrap_err();
        assert_says(
            &error,
            Code::Database,
            &["schema \"nowhere\" does not exist"],
        );
    });
}

#[test]
fn strings_with_backslashes_mean_the_same_whatever_the_session_has_set() {
    on_postgres(|bed| {
        let mut session = bed.session();
        session.execute("SET standard_conforming_strings = off; SET backslash_quote = off; SET escape_string_warning = off");
        let chain = bed.chain(&[(
            "1_it's",
            "CREATE TABLE a (id integer)",
            "DROP TABLE a; -- it's \\",
        )]);
        let own = chain
            .migrator()
            .history_table("a\\b'c")
            .application("o'journal \\");
        assert_eq!(ran(&session.run(&own).unwrap()), [1]);
        assert!(session.run(&own).unwrap().is_empty());
        assert!(session.status(&own).unwrap().is_current());
        let row = bed.rows("SELECT down_sql, left(applied_by, 11) FROM \"a\\b'c\"");
        assert_eq!(row, ["DROP TABLE a; -- it's \\ | o'journal \\"]);
        assert_eq!(ran(&session.down(&own, Target::Base).unwrap()), [1]);
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
        let row = bed.history("description, down_sql, left(applied_by, 31)");
        assert_eq!(
            row,
            [format!(
                "naïve_あ' | {down} | あ\\', 'x'); DROP TABLE a; -- (pid"
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

/// As the heads of schema dumps do: `SELECT pg_catalog.set_config('search_path', '', false)`.
#[test]
fn a_migration_that_sets_the_search_path_does_not_lose_the_history() {
    for set in [
        "SET search_path = app",
        "SELECT pg_catalog.set_config('search_path', '', false)",
    ] {
        on_postgres(|bed| {
            bed.execute("CREATE SCHEMA app");
            let up = format!("{set};\nCREATE TABLE app.a (id integer);");
            let migrations = bed.chain(&[
                ("1_a", &up, "DROP TABLE app.a"),
                ("2_b", "SELECT 1", "SELECT 1"),
            ]);
            let migrator = migrations.migrator();
            let mut session = bed.session();
            assert_eq!(ran(&session.run(&migrator).unwrap()), [1, 2]);
            assert_eq!(bed.history("version"), ["1", "2"]);
            // A new connection finds it, and so does the one that ran.
            assert!(bed.run(&migrator).unwrap().is_empty());
            assert!(session.status(&migrator).unwrap().is_current(), "{set}");
            assert!(session.run(&migrator).unwrap().is_empty());
            let histories = "SELECT count(*) FROM pg_tables WHERE tablename = 'ingrain_history'";
            assert_eq!(bed.rows(histories), ["1"]);
        });
    }
}

/// SQLite looks a name up in every database that is attached, and in the temporary one first.
#[test]
fn another_database_of_the_same_connection_does_not_answer() {
    on_sqlite(|copy| {
        copy.run(&chain(copy).migrator()).unwrap();
        let before = copy.dump();
        let attach = format!("ATTACH '{}' AS copy", copy.place());
        for attach in [
            attach.as_str(),
            "CREATE TEMP TABLE ingrain_history AS SELECT 1 AS seq, 'applied' AS event, 'sha256:0' AS chain",
        ] {
            on_sqlite(|bed| {
                let migrator = chain(bed).migrator();
                let mut session = bed.session();
                session.execute(attach);
                assert_eq!(session.status(&migrator).unwrap().pending().len(), 2);
                assert_eq!(ran(&session.run(&migrator).unwrap()), [1, 2], "{attach}");
                assert!(session.run(&migrator).unwrap().is_empty());
                assert_eq!(
                    bed.history("event, version"),
                    ["applied | 1", "applied | 2"]
                );
                assert_eq!(bed.rows("SELECT v FROM a"), ["it's \\"]);
                assert_eq!(ran(&session.down(&migrator, Target::Down(1)).unwrap()), [2]);
                assert!(!bed.status(&migrator).unwrap().is_current());
            });
        }
        assert_eq!(copy.dump(), before);
    });
}

/// To SQLite names that differ in case only are one name.
#[test]
fn on_sqlite_the_historys_name_is_found_in_any_case() {
    on_sqlite(|bed| {
        bed.run(&chain(bed).migrator()).unwrap();
        let longer = bed.chain(&[
            (
                "1_a",
                "CREATE TABLE a (v text); INSERT INTO a VALUES ('it''s \\')",
                "DROP TABLE a",
            ),
            (
                "2_b",
                "CREATE TABLE b (id integer)",
                "DROP TABLE b; -- it's \\",
            ),
            ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
        ]);
        let migrator = longer.migrator().history_table("Ingrain_HISTORY");
        assert_eq!(bed.status(&migrator).unwrap().pending().len(), 1);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [3]);
        assert_eq!(bed.history("version"), ["1", "2", "3"]);
    });
}
