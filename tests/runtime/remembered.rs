//! What the history tells of each migration, and of itself.

use ingrain::{Error, Event, History, Migrator, State};
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, version};
use serde_json::json;

const A: (&str, &str, &str) = ("1_a", "CREATE TABLE a (id integer)", "DROP TABLE a");
const B: (&str, &str, &str) = ("2_b", "CREATE TABLE b (id integer)", "DROP TABLE b");
const C: (&str, &str, &str) = ("3_c", "CREATE TABLE c (id integer)", "DROP TABLE c");

fn history(bed: &Testbed, migrator: &Migrator) -> Result<History, Error> {
    match bed.session() {
        Session::Sqlite(mut connection) => migrator.history(&mut connection),
        Session::Postgres(runtime, mut client) => runtime.block_on(migrator.history(&mut client)),
    }
}

fn states(history: &History) -> Vec<State> {
    history.migrations().iter().map(|it| it.state()).collect()
}

#[test]
fn of_an_empty_database_everything_is_pending_and_nothing_is_written() {
    on_both(|bed| {
        let before = bed.dump();
        let history = history(bed, &bed.chain(&[A, B]).migrator()).unwrap();
        assert_eq!(states(&history), [State::Pending, State::Pending]);
        assert!(history.events().is_empty());
        assert_eq!(history.environment(), None);
        assert_eq!(history.status().pending().len(), 2);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn each_row_and_each_migration_is_told() {
    on_both(|bed| {
        let migrator = bed.chain(&[A, B]).migrator().application("journal 1.0.0");
        bed.baseline(
            &migrator.clone().unmanaged(ingrain::Unmanaged::Allow),
            version(1),
            "was there",
        )
        .unwrap();
        bed.run(&migrator).unwrap();
        bed.environment(&migrator, "production").unwrap();
        let before = bed.dump();
        let history = history(bed, &bed.chain(&[A, B, C]).migrator()).unwrap();
        assert_eq!(bed.dump(), before);

        assert_eq!(
            states(&history),
            [State::Applied, State::Applied, State::Pending]
        );
        let [a, b, c] = history.migrations() else {
            panic!("{history:?}")
        };
        assert_eq!((a.event(), a.duration_ms()), (Some(Event::Stamped), None));
        assert_eq!((b.event(), b.description()), (Some(Event::Applied), "b"));
        assert!(b.duration_ms().is_some());
        assert!(b.applied_by().unwrap().starts_with("journal 1.0.0 (pid "));
        assert_eq!(b.checksum(), b.recorded_checksum());
        assert_eq!(b.recorded_down(), Some("DROP TABLE b"));
        assert_eq!(
            (c.applied_at(), c.recorded_checksum(), c.down_differs()),
            (None, None, None)
        );

        assert_eq!(history.environment(), Some("production"));
        let events = history.events().iter();
        let events: Vec<_> = events
            .map(|it| (it.seq(), it.event().name(), it.version(), it.note()))
            .collect();
        assert_eq!(
            events,
            [
                (1, "stamped", Some(version(1)), Some("was there")),
                (2, "applied", Some(version(2)), None),
                (3, "stamped", None, Some("production")),
            ]
        );
        assert_eq!(history.status().pending(), [version(3)]);
        assert_eq!(history.events()[1].applied_at(), b.applied_at().unwrap());
    });
}

#[test]
fn what_differs_is_told_beside_the_refusal() {
    on_both(|bed| {
        bed.run(&bed.chain(&[A, B]).migrator()).unwrap();
        let edited = (
            "1_a",
            "CREATE TABLE a (id bigint)",
            "DROP TABLE IF EXISTS a",
        );
        let mended = ("2_b", B.1, "DROP TABLE IF EXISTS b");
        let history = history(bed, &bed.chain(&[edited, mended]).migrator()).unwrap();
        assert_eq!(states(&history), [State::Divergent, State::Applied]);
        let [a, b] = history.migrations() else {
            panic!("{history:?}")
        };
        assert_ne!(a.checksum(), a.recorded_checksum());
        assert_eq!(
            (a.down_differs(), b.down_differs()),
            (Some(true), Some(true))
        );
        assert_eq!(b.recorded_down(), Some("DROP TABLE b"));
        assert_eq!(history.status().refusal().unwrap().code().number(), 101);
    });
}

#[test]
fn it_serialises() {
    on_both(|bed| {
        let migrator = bed.chain(&[A]).migrator();
        bed.run(&migrator).unwrap();
        let history = history(bed, &migrator).unwrap();
        let [a] = history.migrations() else {
            panic!("{history:?}")
        };
        let row = &history.events()[0];
        let checksum = a.checksum().unwrap().to_string();
        let json = serde_json::to_value(&history).unwrap();
        let expected = json!({
            "version": 1, "description": "a", "state": "applied", "class": "breaking", "checksum": checksum,
            "recorded_checksum": checksum, "down_differs": false, "event": "applied",
            "applied_at": a.applied_at(), "applied_by": a.applied_by(), "duration_ms": a.duration_ms(),
        });
        assert_eq!(json["migrations"], json!([expected]));
        let expected = json!({
            "seq": 1, "event": "applied", "version": 1, "description": "a", "checksum": checksum,
            "chain": row.chain().to_string(), "statements": null, "duration_ms": a.duration_ms(),
            "applied_at": a.applied_at(), "applied_by": a.applied_by(), "note": null,
        });
        assert_eq!(json["events"], json!([expected]));
        assert_eq!(json["environment"], json!(null));
        assert_eq!(json["status"]["is_current"], json!(true));
        assert_eq!(json.as_object().unwrap().len(), 4);
    });
}
