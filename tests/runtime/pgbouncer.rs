//! Through a real PgBouncer in transaction pooling: transactional migrations work as they do without it,
//! leave nothing in the sessions that others get, and what needs a session is refused before it begins.

use std::time::Duration;

use ingrain::{Code, Pooling, Target, Transactions};
use ingrain_end_to_end::crew::{Crew, HISTORY, Work};
use ingrain_end_to_end::postgres::PgBouncer;
use ingrain_end_to_end::testbed::{Session, Testbed, on_postgres, ran};

use crate::assert_says;

const TRANSACTION: (&str, &str) = ("pool_mode", "transaction");
/// Whoever comes next gets the very session that was used last.
const ONE_SESSION: (&str, &str) = ("default_pool_size", "1");

/// Plays `scenario` on a fresh database and a PgBouncer with these settings in front of it.
fn behind(settings: &[(&str, &str)], scenario: impl Fn(&Testbed, &PgBouncer)) {
    on_postgres(|bed| {
        if let Some(bouncer) = bed.postgres().pgbouncer(settings) {
            scenario(bed, &bouncer);
        }
    });
}

/// So many that they do not go into one message.
fn many() -> Vec<(String, String, String)> {
    let one = |number: u32| {
        (
            format!("{number}_t"),
            format!("CREATE TABLE t{number} (id integer)"),
            format!("DROP TABLE t{number}"),
        )
    };
    (1..=70).map(one).collect()
}

fn many_of(bed: &Testbed) -> ingrain::Migrations {
    let many = many();
    let many: Vec<(&str, &str, &str)> = many
        .iter()
        .map(|(name, up, down)| (name.as_str(), up.as_str(), down.as_str()))
        .collect();
    bed.chain(&many)
}

#[test]
fn many_migrations_run_and_go_back() {
    for transactions in [Transactions::Each, Transactions::Together] {
        behind(&[TRANSACTION], |bed, bouncer| {
            let migrator = many_of(bed).migrator().transactions(transactions);
            let mut session = Session::open(bouncer.url());
            assert_eq!(session.status(&migrator).unwrap().pending().len(), 70);
            assert_eq!(ran(&session.run(&migrator).unwrap()).len(), 70);
            assert!(session.run(&migrator).unwrap().is_empty());
            assert!(session.status(&migrator).unwrap().is_current());
            let report = session.down(&migrator, Target::Base).unwrap();
            assert_eq!(ran(&report).len(), 70);
            assert_eq!(bed.rows("SELECT to_regclass('t1')"), ["null"]);
        });
    }
}

/// PgBouncer cannot follow prepared statements before version 1.21, nor later with
/// `max_prepared_statements = 0`: none is sent, nor anything else but simple queries.
#[test]
fn nothing_is_prepared() {
    on_postgres(|bed| {
        let migrator = stepwise(bed).migrator();
        let proxy = bed.postgres().proxy();
        let mut session = Session::open(proxy.url());
        session.run(&migrator).unwrap();
        session.status(&migrator).unwrap();
        session.down(&migrator, Target::Base).unwrap();
        let sent = proxy.take();
        assert!(sent.iter().any(|sql| sql.contains("CONCURRENTLY")));
        // Of any other message it is the letter that is written down.
        let others: Vec<_> = sent.iter().filter(|sql| sql.len() == 1).collect();
        assert!(others.is_empty(), "{others:?}");
    });
}

#[test]
fn eight_processes_at_once() {
    for _ in 0..5 {
        behind(
            &[TRANSACTION, ("default_pool_size", "3")],
            |bed, bouncer| {
                let program = env!("CARGO_BIN_EXE_crew");
                let answers = Crew::start(program, 8, Work::Transactional).round(bouncer.url());
                let up = answers
                    .iter()
                    .filter(|answer| answer.starts_with("at 12, "));
                assert_eq!(up.count(), 8, "{answers:#?}");
                let applied = format!("SELECT count(*), max(version) FROM {HISTORY}");
                assert_eq!(bed.rows(&applied), ["12 | 12"]);
            },
        );
    }
}

/// What one session of the server has set, holds and has prepared.
fn state(session: &Session) -> Vec<String> {
    session.rows(
        "SELECT name || '=' || setting FROM pg_settings
         UNION ALL SELECT 'holds ' || locktype || ' ' || mode FROM pg_locks
             WHERE pid = pg_backend_pid() AND locktype = 'advisory'
         UNION ALL SELECT 'prepared ' || name FROM pg_prepared_statements
         UNION ALL SELECT 'listens ' || channel FROM pg_listening_channels() channel
         UNION ALL SELECT 'transaction ' || (now() = statement_timestamp())
         UNION ALL SELECT 'user ' || current_user || session_user
         ORDER BY 1",
    )
}

/// Asserts that another client finds nothing changed.
#[track_caller]
fn unchanged(next: &Session, before: &[String], when: &str) {
    let now = state(next);
    let new: Vec<_> = now.iter().filter(|line| !before.contains(line)).collect();
    let gone: Vec<_> = before.iter().filter(|line| !now.contains(line)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "{when}: {new:?} in place of {gone:?}"
    );
}

#[test]
fn the_next_client_finds_the_session_as_it_was() {
    behind(&[TRANSACTION, ONE_SESSION], |bed, bouncer| {
        let next = Session::open(bouncer.url());
        let pid = next.rows("SELECT pg_backend_pid()");
        let before = state(&next);
        let notes = (
            "1_notes",
            "CREATE SCHEMA archive; CREATE TABLE notes (id integer)",
            "DROP TABLE notes; DROP SCHEMA archive",
        );
        let sets = (
            "2_sets",
            "-- ingrain: lock-timeout 3s\n-- ingrain: statement-timeout 7s\n\
             SET search_path = archive; SET work_mem = '7MB'; SET TIME ZONE 'Asia/Tokyo';\n\
             SELECT pg_catalog.set_config('search_path', '', false);\n\
             CREATE TABLE archive.notes (id integer);",
            "SET search_path = archive; DROP TABLE notes",
        );
        let whole = bed.chain(&[notes, sets]).migrator();
        let mut client = Session::open(bouncer.url());
        client.run(&whole).unwrap();
        unchanged(&next, &before, "after a run");
        client.status(&whole).unwrap();
        client.down(&whole, Target::Down(1)).unwrap();
        unchanged(&next, &before, "on the way down");

        let fails = (
            "2_sets",
            "SET search_path = archive; SELECT 1 / 0",
            "SELECT 1",
        );
        let failing = bed.chain(&[notes, fails]).migrator();
        let error = client.run(&failing).unwrap_err();
        assert_says(&error, Code::StatementFailed, &["division by zero"]);
        unchanged(&next, &before, "after a failure");

        // The test is worth something only if it was the same session all the time.
        assert_eq!(next.rows("SELECT pg_backend_pid()"), pid);
        assert_eq!(client.rows("SELECT pg_backend_pid()"), pid);
    });
}

#[test]
fn a_lock_that_stays_is_given_up_on_and_leaves_nothing() {
    behind(&[TRANSACTION, ONE_SESSION], |bed, bouncer| {
        let notes = (
            "1_notes",
            "CREATE TABLE notes (id integer)",
            "DROP TABLE notes",
        );
        bed.run(&bed.chain(&[notes]).migrator()).unwrap();
        let body = ("2_body", "ALTER TABLE notes ADD body text", "SELECT 1");
        let migrator = bed.chain(&[notes, body]).migrator();
        let migrator = migrator
            .lock_timeout(Duration::from_millis(100))
            .wait(Duration::from_millis(400));
        let next = Session::open(bouncer.url());
        let before = state(&next);
        let other = bed.session();
        other.execute("BEGIN; SELECT * FROM notes");
        let mut client = Session::open(bouncer.url());
        let error = client.run(&migrator).unwrap_err();
        assert_says(&error, Code::TimedOut, &["holds AccessShareLock on notes"]);
        unchanged(&next, &before, "after giving up");
        other.execute("COMMIT");
        assert_eq!(ran(&client.run(&migrator).unwrap()), [2]);
    });
}

/// A table in a transaction, then an index outside.
fn stepwise(bed: &Testbed) -> ingrain::Migrations {
    bed.chain(&[
        (
            "1_notes",
            "CREATE TABLE notes (id integer)",
            "DROP TABLE notes",
        ),
        (
            "2_index",
            "-- ingrain: no-transaction\nCREATE INDEX CONCURRENTLY notes_id ON notes (id);",
            "-- ingrain: no-transaction\nDROP INDEX CONCURRENTLY notes_id;",
        ),
    ])
}

const REFUSED: [&str; 6] = [
    "version 2 runs outside transactions, and this connection goes through a pooler",
    "--> migrations/2_index.",
    "the server process that answers is ",
    "nothing was changed",
    "connect to the server itself to migrate, past the pooler",
    "migrator().pooling(Pooling::Session)",
];

#[test]
fn what_needs_a_session_is_refused_before_anything_is_done() {
    behind(&[TRANSACTION], |bed, bouncer| {
        let migrator = stepwise(bed).migrator();
        let mut pooled = Session::open(bouncer.url());
        let before = bed.dump();
        let error = pooled.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &REFUSED);
        assert_eq!(bed.dump(), before);

        // The part that needs none goes through it, and with nothing pending all is well.
        assert_eq!(ran(&pooled.up(&migrator, Target::Up(1)).unwrap()), [1]);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [2]);
        assert!(pooled.run(&migrator).unwrap().is_empty());
        assert!(pooled.status(&migrator).unwrap().is_current());

        let before = bed.dump();
        let error = pooled.down(&migrator, Target::Base).unwrap_err();
        assert_says(&error, Code::Settings, &REFUSED);
        assert_eq!(bed.dump(), before);
    });
}

/// PgBouncer tells no client which way it pools: who knows says so.
#[test]
fn session_pooling_is_believed_when_it_is_said() {
    behind(&[("pool_mode", "session")], |bed, bouncer| {
        let migrator = stepwise(bed).migrator();
        let mut pooled = Session::open(bouncer.url());
        let error = pooled.run(&migrator).unwrap_err();
        assert_says(&error, Code::Settings, &REFUSED);
        let told = migrator.pooling(Pooling::Session);
        assert_eq!(ran(&pooled.run(&told).unwrap()), [1, 2]);
        assert_eq!(ran(&pooled.down(&told, Target::Base).unwrap()), [2, 1]);
    });
}
