//! Offline scripts fail and change nothing on a database that they were not made for.

use std::thread;

use ingrain::{Code, Command, Consent, Dialect, Migrations, Migrator, Target, Unmanaged};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite, to, version};

use crate::{assert_says, until};

fn letters(bed: &Testbed, second: &str) -> Migrations {
    bed.chain(&[
        ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
        ("2_b", second, "DROP TABLE b"),
        ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
    ])
}

const B: &str = "CREATE TABLE b (id integer)";

/// The script fails with these words, and the database is as before.
#[track_caller]
fn assert_stopped(bed: &Testbed, sql: &str, words: &str) {
    let before = bed.dump();
    let said = bed.script(sql).unwrap_err();
    assert!(said.contains(words), "{said}");
    assert_eq!(bed.dump(), before);
}

#[test]
fn a_history_that_ends_elsewhere() {
    on_both(|bed| {
        let migrator = letters(bed, B).migrator();
        let sql = |from: Target, to: Target| migrator.offline_sql(bed.dialect(), from, to).unwrap();
        let all = sql(Target::Base, Target::Head);
        // There is no history: not even a table of that name.
        assert_stopped(bed, &sql(to(1), Target::Head), "ingrain_history");
        bed.up(&migrator, to(2)).unwrap();
        assert_stopped(bed, &all, "not at base of this chain");
        assert_stopped(
            bed,
            &sql(to(1), Target::Head),
            "not at version 1 of this chain",
        );
        assert_stopped(
            bed,
            &sql(Target::Head, to(1)),
            "not at version 3 of this chain",
        );
        // Another past behind the same version.
        let other = letters(bed, "CREATE TABLE b (id bigint)").migrator();
        let other = other
            .offline_sql(bed.dialect(), to(2), Target::Head)
            .unwrap();
        assert_stopped(bed, &other, "not at version 2 of this chain");
        let right = sql(to(2), Target::Head);
        bed.script(&right).unwrap();
        assert_stopped(bed, &right, "not at version 2 of this chain");
        // All reverted is base again.
        bed.down(&migrator, Target::Base).unwrap();
        bed.script(&all).unwrap();
    });
}

#[test]
fn a_script_that_is_part_way() {
    on_both(|bed| {
        let broken =
            "-- ingrain: no-transaction\nCREATE TABLE b (id integer);\nSELECT * FROM absent;";
        let chain = letters(bed, broken).migrator();
        assert!(bed.run(&chain).is_err());
        let sql = chain
            .offline_sql(bed.dialect(), to(1), Target::Head)
            .unwrap();
        assert_stopped(bed, &sql, "not at version 1 of this chain");
    });
}

#[test]
fn tables_without_a_history() {
    on_both(|bed| {
        bed.execute("CREATE TABLE stranger (id integer)");
        let migrator = letters(bed, B).migrator();
        let sql = migrator
            .offline_sql(bed.dialect(), Target::Base, Target::Head)
            .unwrap();
        assert_stopped(bed, &sql, "no history of migrations (ING0107)");
        let allowed = migrator.clone().unmanaged(Unmanaged::Allow);
        let sql = allowed
            .offline_sql(bed.dialect(), Target::Base, Target::Head)
            .unwrap();
        bed.script(&sql).unwrap();
        assert!(bed.run(&migrator).unwrap().is_empty());
    });
}

#[test]
fn a_database_that_is_stamped_as_production() {
    on_both(|bed| {
        let migrator = letters(bed, B).migrator();
        bed.run(&migrator).unwrap();
        bed.environment(&migrator, " Prod-eu").unwrap();
        let down = migrator.offline_sql(bed.dialect(), to(3), to(1)).unwrap();
        assert_stopped(bed, &down, "stamped as production");
        let consenting = migrator.clone().consent(Consent::Given);
        let down = consenting.offline_sql(bed.dialect(), to(3), to(1)).unwrap();
        bed.script(&down).unwrap();
        // Upwards it is not asked, and stamped otherwise it is free.
        let up = migrator.offline_sql(bed.dialect(), to(1), to(3)).unwrap();
        bed.script(&up).unwrap();
        bed.environment(&consenting, "staging").unwrap();
        let down = migrator
            .offline_sql(bed.dialect(), to(3), Target::Base)
            .unwrap();
        bed.script(&down).unwrap();
    });
}

/// The planner and the script go by one rule, whatever the name and whoever wrote it.
#[test]
fn a_script_takes_the_same_names_for_production_as_a_run() {
    on_both(|bed| {
        let migrator = letters(bed, B).migrator();
        let consenting = migrator.clone().consent(Consent::Given);
        bed.run(&migrator).unwrap();
        let down = migrator.offline_sql(bed.dialect(), to(3), to(2)).unwrap();
        let agree = |name: &str, is_production: bool| {
            let planned = bed.plan(&migrator, Command::Down(to(2)));
            assert_eq!(planned.is_err(), is_production, "{name:?}");
            match is_production {
                true => assert_stopped(bed, &down, "stamped as production"),
                false => {
                    bed.script(&down).unwrap();
                    bed.run(&migrator).unwrap();
                }
            }
        };
        for (name, stored) in [
            ("\nproduction", "production"),
            ("\r\n\u{b}\u{c}\tPROD\n", "PROD"),
            ("\u{a0}\u{3000}Prod-eu\u{2003}", "Prod-eu"),
            ("prod uction", "prod uction"),
            ("non-production", "non-production"),
            ("pröduction", "pröduction"),
            ("'; DROP", "'; DROP"),
        ] {
            bed.environment(&consenting, name).unwrap();
            assert_eq!(bed.history("note").pop().unwrap(), stored);
            agree(name, stored.to_lowercase().starts_with("prod"));
        }
        for name in [
            "",
            " \n",
            "prod\nuction",
            "a\0",
            "\u{feff}production",
            "\u{200b}prod",
        ] {
            let error = bed.environment(&migrator, name).unwrap_err();
            assert_says(&error, Code::Settings, &["environment", "`production`"]);
        }
        for code in [9, 10, 11, 12, 13, 32] {
            bed.environment(&consenting, "staging").unwrap();
            let by_hand = bed.pick(
                format!("char({code}) || 'production'"),
                format!("chr({code}) || 'production'"),
            );
            let last = "seq = (SELECT max(seq) FROM ingrain_history)";
            bed.execute(&format!(
                "UPDATE ingrain_history SET note = {by_hand} WHERE {last}"
            ));
            agree(&by_hand, true);
        }
    });
}

#[test]
fn upwards_it_is_asked_of_scripts_that_lose_data() {
    on_both(|bed| {
        let rule = bed.pick("rows-lost", "ban-drop-table");
        let allow = format!("-- ingrain: allow {rule} \"moved\"\nDROP TABLE a");
        for (up, is_stopped) in [("DROP TABLE a", true), (&allow, false)] {
            bed.execute("DROP TABLE IF EXISTS ingrain_history; DROP TABLE IF EXISTS a");
            let migrator = bed
                .chain(&[
                    ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
                    ("2_gone", up, "CREATE TABLE a (id integer)"),
                ])
                .migrator();
            bed.up(&migrator, to(1)).unwrap();
            bed.environment(&migrator, "production").unwrap();
            let script = |migrator: &Migrator| {
                let sql = migrator.offline_sql(bed.dialect(), to(1), to(2));
                sql.unwrap()
            };
            let meant = match is_stopped {
                true => {
                    assert_stopped(bed, &script(&migrator), "stamped as production");
                    migrator.clone().consent(Consent::Given)
                }
                false => migrator.clone(),
            };
            bed.script(&script(&meant)).unwrap();
            assert!(bed.run(&migrator).unwrap().is_empty());
        }
    });
}

#[test]
fn a_statement_that_fails_takes_its_transaction_back() {
    on_both(|bed| {
        let migrator = letters(
            bed,
            "CREATE TABLE b (id integer); INSERT INTO absent VALUES (1)",
        )
        .migrator();
        let sql = migrator
            .offline_sql(bed.dialect(), Target::Base, Target::Head)
            .unwrap();
        let said = bed.script(&sql).unwrap_err();
        assert!(said.contains("absent"), "{said}");
        // On SQLite they share one transaction, on Postgres each has its own.
        let applied = bed
            .status(&migrator)
            .unwrap()
            .current()
            .map(|version| version.number());
        assert_eq!(applied, bed.pick(None, Some(1)));
    });
}

#[test]
fn a_rebuild_that_leaves_orphans() {
    on_sqlite(|bed| {
        let chain = bed.chain(&[
            (
                "1_a",
                "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (a INTEGER REFERENCES a);\nINSERT INTO a VALUES (1); INSERT INTO b VALUES (1);",
                "DROP TABLE b; DROP TABLE a;",
            ),
            ("2_orphan", "-- ingrain: foreign-keys off\nDELETE FROM a;", "SELECT 1"),
        ]);
        bed.up(&chain.migrator(), to(1)).unwrap();
        let sql = chain
            .migrator()
            .offline_sql(Dialect::Sqlite, to(1), Target::Head)
            .unwrap();
        assert_stopped(bed, &sql, "violate a foreign key");
    });
}

#[test]
fn a_schema_that_the_script_does_not_know_of() {
    on_postgres(|bed| {
        let name = bed.rows("SELECT current_database()").remove(0);
        bed.execute(&format!(
            "CREATE SCHEMA app; ALTER DATABASE {name} SET search_path TO app, public"
        ));
        let migrator = letters(bed, B).migrator();
        let sql = migrator
            .offline_sql(Dialect::Postgres, Target::Base, Target::Head)
            .unwrap();
        assert_stopped(bed, &sql, "make the script with `history_schema`");
        let named = migrator.clone().history_schema("app");
        let sql = named
            .offline_sql(Dialect::Postgres, Target::Base, Target::Head)
            .unwrap();
        bed.script(&sql).unwrap();
        assert!(bed.run(&migrator).unwrap().is_empty());
    });
}

/// What another process is writing to the history is waited for, and then looked at.
#[test]
fn a_row_that_is_being_written() {
    on_postgres(|bed| {
        let migrator = letters(bed, B).migrator();
        bed.up(&migrator, to(1)).unwrap();
        let sql = migrator
            .offline_sql(Dialect::Postgres, to(1), to(2))
            .unwrap();
        let other = bed.session();
        let row = "INSERT INTO ingrain_history (seq, event, chain, applied_at, applied_by, note) \
                   SELECT seq + 1, 'stamped', chain, applied_at, applied_by, 'staging' FROM ingrain_history";
        other.execute(&format!("BEGIN; {row}"));
        let outcome = thread::scope(|scope| {
            let script = scope.spawn(|| bed.script(&sql));
            let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'ingrain_history'::regclass";
            until("the script waits", || bed.rows(waits) == ["1"]);
            other.execute("COMMIT");
            script.join().unwrap()
        });
        assert_eq!(outcome, Ok(()));
        let rows = ["1 | applied", "2 | stamped", "3 | applied"];
        assert_eq!(bed.history("seq, event"), rows);
        assert_eq!(bed.status(&migrator).unwrap().current(), Some(version(2)));
    });
}

/// Whoever leads a script outside transactions has to lead alone.
#[test]
fn another_process_that_migrates() {
    on_postgres(|bed| {
        let up = "-- ingrain: no-transaction\nCREATE TABLE b (id integer);";
        let migrator = letters(bed, up).migrator();
        bed.up(&migrator, to(1)).unwrap();
        let sql = migrator
            .offline_sql(Dialect::Postgres, to(1), to(2))
            .unwrap();
        let lock = sql.split("pg_try_advisory_lock(").nth(1).unwrap();
        let key = lock.split(')').next().unwrap();
        let other = bed.session();
        other.rows(&format!("SELECT pg_advisory_lock({key})"));
        assert_stopped(bed, &sql, "another process is migrating");
        other.rows(&format!("SELECT pg_advisory_unlock({key})"));
        bed.script(&sql).unwrap();
    });
}

#[test]
fn targets_that_make_no_script() {
    static DEMO: Migrations = ingrain::embed!("migrations");
    let sql = |from: Target, to: Target| DEMO.migrator().offline_sql(Dialect::Sqlite, from, to);
    let error = sql(to(99), Target::Head).unwrap_err();
    assert_says(&error, Code::BadTarget, &["there is no version 99"]);
    let error = sql(Target::Base, to(99)).unwrap_err();
    assert_says(&error, Code::BadTarget, &["there is no version 99"]);
    let error = sql(Target::Down(1), Target::Head).unwrap_err();
    assert_says(&error, Code::BadTarget, &["does not lie upwards"]);
    let error = sql(Target::Head, Target::Base).unwrap_err();
    let words = [
        "version 3 cannot be reverted",
        "0003_merge_tag_spellings.up.sql",
    ];
    assert_says(&error, Code::Irreversible, &words);
    let only = chain(&[
        ("ingrain.toml", "dialects = [\"sqlite\"]"),
        ("1_a.up.sql", B),
        ("1_a.down.sql", "DROP TABLE b"),
    ]);
    let error = only
        .migrator()
        .offline_sql(Dialect::Postgres, Target::Base, Target::Head);
    assert_says(&error.unwrap_err(), Code::DialectNotEmbedded, &["postgres"]);
}
