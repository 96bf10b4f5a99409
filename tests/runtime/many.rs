//! Many pending migrations: what goes over the wire does not grow with them.

use ingrain::{Code, Migrations, Transactions};
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, on_postgres, ran, version};

use crate::assert_says;

const MANY: u64 = 150;

/// A chain of this length, in which one migration has another second line.
fn chain(bed: &Testbed, length: u64, other: Option<(u64, &str)>) -> Migrations {
    let scripts: Vec<(String, String, String)> = (1..=length)
        .map(|number| {
            let second = match other {
                Some((faulty, line)) if faulty == number => line,
                _ => "INSERT INTO log VALUES (1);",
            };
            let first = if number == 1 {
                "CREATE TABLE log (id integer);".to_owned()
            } else {
                format!("CREATE TABLE t{number} (id integer);")
            };
            (
                format!("{number}_t{number}"),
                format!("{first}\n{second}"),
                "SELECT 1".to_owned(),
            )
        })
        .collect();
    let scripts: Vec<(&str, &str, &str)> = scripts
        .iter()
        .map(|(name, up, down)| (name.as_str(), up.as_str(), down.as_str()))
        .collect();
    bed.chain(&scripts)
}

#[test]
fn on_postgres_messages_do_not_grow_with_the_chain() {
    let mut counts = Vec::new();
    for length in [10, MANY] {
        on_postgres(|bed| {
            let proxy = bed.postgres().proxy();
            let mut session = Session::open(proxy.url());
            let report = session.run(&chain(bed, length, None).migrator()).unwrap();
            let messages = proxy.take();
            assert_eq!(report.ran().len() as u64, length);
            assert!(messages.len() <= 12, "{} messages", messages.len());
            counts.push(messages.len());
            // The same is asked of a database that has a history.
            let longer = chain(bed, length + MANY, None);
            assert_eq!(
                session.run(&longer.migrator()).unwrap().ran().len() as u64,
                MANY
            );
            let messages = proxy.take();
            assert!(messages.len() <= 12, "{} messages", messages.len());
            counts.push(messages.len());
        });
    }
    println!("messages for 10, 150 more, 150, 150 more: {counts:?}");
}

#[test]
fn every_duration_is_recorded_and_reported() {
    on_both(|bed| {
        let report = bed.run(&chain(bed, MANY, None).migrator()).unwrap();
        assert_eq!(ran(&report), (1..=MANY).collect::<Vec<_>>());
        assert_eq!(report.current(), Some(version(MANY)));
        let recorded: Vec<String> = report
            .ran()
            .iter()
            .map(|ran| format!("{} | {}", ran.version(), ran.duration_ms()))
            .collect();
        assert_eq!(bed.history("version, duration_ms"), recorded);
        assert_eq!(bed.rows("SELECT count(*) FROM log"), ["150"]);
    });
}

#[test]
fn a_duration_is_that_of_its_own_migration() {
    for transactions in [Transactions::Each, Transactions::Together] {
        on_postgres(|bed| {
            let chain = chain(bed, 5, Some((3, "SELECT pg_sleep(0.25);")));
            let migrator = chain.migrator().transactions(transactions);
            let report = bed.run(&migrator).unwrap();
            let took: Vec<u64> = report.ran().iter().map(|ran| ran.duration_ms()).collect();
            assert!((250..5_000).contains(&took[2]), "{took:?}");
            assert!(took[3] < 250 && took[1] < 250, "{took:?}");
        });
    }
}

#[test]
fn on_postgres_an_error_far_down_the_chain_keeps_all_before_it() {
    for fault in [
        "INSERT INTO absent VALUES ('é');",
        "INSERT NONSENSE;",
        "SELECT 1 / 0;",
    ] {
        on_postgres(|bed| {
            let chain = chain(bed, MANY, Some((100, fault)));
            let error = bed.run(&chain.migrator()).unwrap_err();
            let source = format!("2 | {fault}");
            let words = [
                "version 100 (t100) failed",
                "--> migrations/100_t100.up.sql:2:",
                &source,
            ];
            assert_says(&error, Code::StatementFailed, &words);
            let applied: Vec<String> = (1..100)
                .map(|number| format!("{number} | applied | {number}"))
                .collect();
            assert_eq!(bed.history("seq, event, version"), applied);
            assert_eq!(bed.rows("SELECT count(*) FROM log"), ["99"]);
            assert_eq!(
                bed.rows("SELECT to_regclass('t99') IS NULL, to_regclass('t100') IS NULL"),
                ["f | t"]
            );
        });
    }
}

/// The others are on the disk with it, and nobody is told before.
#[test]
fn on_postgres_the_last_of_a_message_waits_for_the_disk() {
    on_postgres(|bed| {
        let waits = "current_setting('synchronous_commit') AS waits";
        let ups = ["a", "b", "c"].map(|table| format!("CREATE TABLE {table} AS SELECT {waits}"));
        let scripts = [
            ("1_a", ups[0].as_str(), "DROP TABLE a"),
            ("2_b", ups[1].as_str(), "DROP TABLE b"),
            ("3_c", ups[2].as_str(), "DROP TABLE c"),
        ];
        bed.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$",
        );
        bed.run(&bed.chain(&scripts).migrator()).unwrap();
        let waits = |table: &str| bed.rows(&format!("SELECT waits FROM {table}"));
        assert_eq!(["a", "b", "c"].map(waits), [["off"], ["off"], ["on"]]);
    });
}
