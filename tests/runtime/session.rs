//! What scripts set for their session: theirs while they run, also when they are resumed, and nobody
//! else's.

use std::thread;
use std::time::Duration;

use ingrain::{Code, Migrations, Migrator, Transactions};
use ingrain_end_to_end::testbed::{Testbed, on_postgres, ran};

use crate::{assert_says, until};

/// A number in two tables of one name.
const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE SCHEMA archive; CREATE TABLE notes (n integer); CREATE TABLE archive.notes (n integer);
     INSERT INTO notes VALUES (1); INSERT INTO archive.notes VALUES (1);",
    "DROP SCHEMA archive CASCADE; DROP TABLE notes;",
);
/// Both numbers.
const NUMBERS: &str = "SELECT p.n, a.n FROM public.notes p, archive.notes a";

/// Two ways to say where names are looked up, for the rest of the session.
const PATHS: [&str; 2] = [
    "SET search_path = archive;",
    "SELECT pg_catalog.set_config('search_path', 'archive', false);",
];

/// `then` after the search path was `set`, outside transactions.
fn chain(bed: &Testbed, set: &str, then: &str) -> Migrations {
    let up = format!("-- ingrain: no-transaction\n{set}\n{then}");
    bed.chain(&[
        NOTES,
        ("2_archive", &up, "SELECT 1"),
        ("3_last", "UPDATE notes SET n = n + 100", "SELECT 1"),
    ])
}

fn impatient(migrations: &Migrations, wait: Duration) -> Migrator {
    let migrator = migrations.migrator().wait(wait);
    migrator.lock_timeout(Duration::from_millis(100))
}

/// What the tests lock.
const LOCK: &str = "BEGIN; LOCK TABLE archive.notes IN ACCESS EXCLUSIVE MODE";
const TENFOLD: &str = "UPDATE notes SET n = n * 10;";

#[test]
fn a_script_that_is_resumed_by_a_later_run_finds_its_search_path() {
    for set in PATHS {
        on_postgres(|bed| {
            bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
            let other = bed.session();
            other.execute(LOCK);
            let chain = chain(bed, set, TENFOLD);
            let mut session = bed.session();
            let brief = impatient(&chain, Duration::from_millis(200));
            let error = session.run(&brief).unwrap_err();
            assert_says(&error, Code::TimedOut, &["migrations/2_archive.up.sql:3:"]);
            assert_eq!(session.rows("SHOW search_path"), ["\"$user\", public"]);
            other.execute("COMMIT");
            assert_eq!(bed.rows(NUMBERS), ["1 | 1"]);
            assert_eq!(ran(&bed.run(&chain.migrator()).unwrap()), [2, 3], "{set}");
            assert_eq!(bed.rows(NUMBERS), ["101 | 10"], "{set}");
        });
    }
}

#[test]
fn a_script_that_is_resumed_by_the_same_run_finds_its_search_path() {
    for set in PATHS {
        on_postgres(|bed| {
            bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
            let other = bed.session();
            other.execute(LOCK);
            let migrator = impatient(&chain(bed, set, TENFOLD), Duration::from_secs(20));
            thread::scope(|scope| {
                let run = scope.spawn(|| bed.run(&migrator));
                until("its first statement is done", || {
                    bed.history("event").last().unwrap() == "progressed"
                });
                thread::sleep(Duration::from_millis(350));
                other.execute("COMMIT");
                assert_eq!(ran(&run.join().unwrap().unwrap()), [2, 3]);
            });
            assert_eq!(bed.rows(NUMBERS), ["101 | 10"], "{set}");
        });
    }
}

#[test]
fn a_statement_that_failed_meets_the_table_that_it_was_to_meet() {
    for set in PATHS {
        on_postgres(|bed| {
            let chain = chain(bed, set, "INSERT INTO missing VALUES (7);");
            bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
            bed.execute("CREATE TABLE public.missing (id integer)");
            let mut session = bed.session();
            let words = [
                "migrations/2_archive.up.sql:3:",
                "relation \"missing\" does not exist",
            ];
            // Twice: the second attempt is a resumed one.
            for _ in 0..2 {
                let error = session.run(&chain.migrator()).unwrap_err();
                assert_says(&error, Code::StatementFailed, &words);
            }
            bed.execute("CREATE TABLE archive.missing (id integer)");
            assert_eq!(ran(&session.run(&chain.migrator()).unwrap()), [2, 3]);
            assert_eq!(bed.rows("SELECT id FROM archive.missing"), ["7"]);
            assert!(bed.rows("SELECT id FROM public.missing").is_empty());
            assert_eq!(session.rows("SHOW search_path"), ["\"$user\", public"]);
        });
    }
}

/// A table whose trigger writes into another; then what a restored dump sets, and a row.
fn triggered(bed: &Testbed, directive: &str) -> Migrations {
    let set = format!(
        "{directive}\nSET session_replication_role = replica;\nSET lock_timeout = 0;\nINSERT INTO notes VALUES (2);"
    );
    bed.chain(&[
        (
            "1_notes",
            "CREATE TABLE notes (id integer);
             CREATE TABLE seen (id integer, lock_timeout text);
             CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN
                 INSERT INTO seen VALUES (NEW.id, current_setting('lock_timeout'));
                 RETURN NEW;
             END $$;
             CREATE TRIGGER see AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION see();",
            "SELECT 1",
        ),
        ("2_quietly", &set, "SELECT 1"),
        ("3_aloud", "INSERT INTO notes VALUES (3)", "SELECT 1"),
    ])
}

/// What a session that belongs to the application has set, and has still.
fn keeps_its_settings(bed: &Testbed, migrator: &Migrator) {
    let mut session = bed.session();
    session.execute("SET lock_timeout = 4711; SET statement_timeout = '1min'");
    assert_eq!(ran(&session.run(migrator).unwrap()), [1, 2, 3]);
    assert_eq!(bed.rows("SELECT * FROM notes"), ["2", "3"]);
    assert_eq!(bed.rows("SELECT * FROM seen"), ["3 | 5s"]);
    assert_eq!(session.rows("SHOW session_replication_role"), ["origin"]);
    assert_eq!(session.rows("SHOW lock_timeout"), ["4711ms"]);
    assert_eq!(session.rows("SHOW statement_timeout"), ["1min"]);
}

#[test]
fn what_a_script_sets_is_neither_the_next_ones_nor_the_callers() {
    for transactions in [Transactions::Each, Transactions::Together] {
        on_postgres(|bed| {
            let migrator = triggered(bed, "").migrator();
            keeps_its_settings(bed, &migrator.transactions(transactions));
        });
    }
}

#[test]
fn what_a_script_outside_a_transaction_sets_ends_with_it_too() {
    on_postgres(|bed| {
        let chain = triggered(bed, "-- ingrain: no-transaction");
        keeps_its_settings(bed, &chain.migrator());
    });
}

/// Each is said in other words to be taken back than to be set.
#[test]
fn every_way_to_set_something_can_be_taken_back() {
    const SETS: [(&str, &str); 5] = [
        ("SET NAMES 'LATIN1'", "client_encoding"),
        ("SET SCHEMA 'pg_catalog'", "search_path"),
        ("SET XML OPTION DOCUMENT", "xmloption"),
        ("SET TIME ZONE 'Asia/Tokyo'", "timezone"),
        ("SET SEED TO 0.5", "server_encoding"),
    ];
    for directive in ["", "-- ingrain: no-transaction\n"] {
        on_postgres(|bed| {
            for (number, (set, setting)) in SETS.into_iter().enumerate() {
                let up = format!("{directive}{set};\nSELECT 'naïve';");
                let migrator = bed.chain(&[("1_set", &up, "SELECT 1")]).migrator();
                let migrator = migrator.history_table(format!("history_{number}"));
                let migrator = migrator.unmanaged(ingrain::Unmanaged::Allow);
                let mut session = bed.session();
                let before = session.rows(&format!("SHOW {setting}"));
                assert_eq!(ran(&session.run(&migrator).unwrap()), [1], "{set}");
                assert_eq!(session.rows(&format!("SHOW {setting}")), before, "{set}");
            }
        });
    }
}

/// A table each.
const TABLES: [(&str, &str, &str); 3] = [
    ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a"),
    ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b"),
    ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c"),
];
/// Changes the search path with every definition.
const TRIGGER: &str = "CREATE SCHEMA elsewhere;
    CREATE FUNCTION elsewhere.go() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM set_config('search_path', 'elsewhere', false); END $$;
    CREATE EVENT TRIGGER go ON ddl_command_end EXECUTE FUNCTION elsewhere.go();";

#[test]
fn what_an_event_trigger_sets_ends_with_the_script() {
    for transactions in [Transactions::Each, Transactions::Together] {
        on_postgres(|bed| {
            bed.run(&bed.chain(&TABLES[..1]).migrator()).unwrap();
            bed.execute(TRIGGER);
            let mut session = bed.session();
            let migrator = bed.chain(&TABLES).migrator().transactions(transactions);
            assert_eq!(ran(&session.run(&migrator).unwrap()), [2, 3]);
            let schemas = "SELECT schemaname FROM pg_tables WHERE tablename IN ('b', 'c')";
            assert_eq!(bed.rows(schemas), ["public", "public"], "{transactions:?}");
            assert_eq!(session.rows("SHOW search_path"), ["\"$user\", public"]);
        });
    }
}
