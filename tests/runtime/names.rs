//! Where the history is: odd names, other schemas, search paths, session settings.

mod hostile;

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
        let wide = "あ".repeat(22);
        for name in ["", long.as_str(), wide.as_str(), "a\0b"] {
            if bed.dialect() == ingrain::Dialect::Postgres {
                let migrator = chain(bed).migrator().history_schema(name);
                let error = bed.run(&migrator).unwrap_err();
                assert_says(&error, Code::Settings, &["1 to 63 bytes"]);
            }
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
