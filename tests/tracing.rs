//! What a call says through the `tracing` crate.

#![expect(clippy::expect_used, reason = "nothing here can fail")]

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ingrain_end_to_end::chain::chain;
use rusqlite::Connection;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down the name of every span and the level and fields of every event.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // How long a script took differs from run to run.
        if field.name() != "duration_ms" {
            write!(self.0, " {}={value:?}", field.name()).expect("a string takes anything");
        }
    }
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("ingrain")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut line = Line(format!("span {}", attributes.metadata().name()));
        attributes.record(&mut line);
        self.0.lock().expect("one thread").push(line.0);
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().expect("one thread").push(line.0);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_call_is_a_span_and_what_ran_an_event() {
    let heard = Heard::default();
    let lines = heard.0.clone();
    let migrations = chain(&[
        ("1_notes.up.sql", "CREATE TABLE notes (id INTEGER);"),
        ("1_notes.down.sql", "DROP TABLE notes;"),
        ("2_tags.up.sql", "CREATE TABLE notes (id INTEGER);"),
        ("2_tags.down.sql", "DROP TABLE notes;"),
    ]);
    tracing::subscriber::with_default(heard, || {
        let mut connection = Connection::open_in_memory().expect("memory");
        let migrator = migrations.migrator();
        migrator
            .up(&mut connection, ingrain::Target::Up(1))
            .expect("the first one is sound");
        migrator
            .run(&mut connection)
            .expect_err("the second one is not");
        migrator
            .down(&mut connection, ingrain::Target::Base)
            .expect("the first one goes back");
    });
    let mut lines = lines.lock().expect("one thread").clone();
    let error = lines.remove(3);
    assert_eq!(
        lines,
        [
            "span ingrain dialect=sqlite",
            "INFO message=migrated version=1 description=\"notes\" direction=up",
            "span ingrain dialect=sqlite",
            "span ingrain dialect=sqlite",
            "INFO message=migrated version=1 description=\"notes\" direction=down",
        ]
    );
    assert!(
        error.starts_with("ERROR message=error[ING0201]: the up script of version 2"),
        "{error}"
    );
    assert!(error.ends_with(" code=ING0201"), "{error}");
}

/// Whoever waits for long is told for what, and for whom.
#[test]
fn a_long_wait_is_an_event_that_names_who_is_in_the_way() {
    let heard = Heard::default();
    let lines = heard.0.clone();
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("notes.db");
    let other = Connection::open(&file).expect("a new file");
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody else");
    let migrations = chain(&[
        ("1_notes.up.sql", "CREATE TABLE notes (id INTEGER);"),
        ("1_notes.down.sql", "DROP TABLE notes;"),
    ]);
    tracing::subscriber::with_default(heard, || {
        let mut connection = Connection::open(&file).expect("the same file");
        connection.busy_timeout(Duration::ZERO).expect("a setting");
        // From the second on a wait is told of, and no pause takes as long as the rest.
        let migrator = migrations.migrator().wait(Duration::from_millis(2500));
        migrator.run(&mut connection).expect_err("it stays locked");
    });
    let lines = lines.lock().expect("one thread").clone();
    let told = lines.iter().filter(|line| line.starts_with("WARN "));
    let told: Vec<&String> = told.collect();
    assert_eq!(told.len(), 1, "{lines:#?}");
    for words in [
        "still waiting: ",
        "database is locked",
        "waited_ms=",
        "notes.db",
    ] {
        assert!(told[0].contains(words), "{words:?} is not in {told:?}");
    }
}
