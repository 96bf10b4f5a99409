//! What can be wrong with a log, and texts that cannot be read.

use ingrain_core::{Checksum, Event, History, Record, Recorded, Target, Version};

use super::message::Message;

fn recorded(number: u64) -> Recorded {
    Recorded {
        version: Version::new(number).expect("a small number"),
        description: "step".to_owned(),
        checksum: Checksum::of("SELECT 1;"),
        down: None,
        compatible: false,
    }
}

fn rows(events: &[(Event, u64)]) -> Vec<Record> {
    let mut history = History::default();
    let mut row = |&(event, number): &(Event, u64)| {
        let entry = history.record(event, Some(recorded(number)), Some(1), None);
        Record {
            entry: entry.expect("it can follow"),
            duration_ms: None,
            applied_at: String::new(),
            applied_by: String::new(),
        }
    };
    events.iter().map(&mut row).collect()
}

fn corrupt(heading: &str, rows: Vec<Record>) -> Message {
    let corrupt = History::fold(rows).expect_err("corrupt");
    Message::new(format!("a corrupt history: {heading}"), corrupt.to_string())
}

/// A row about version 2 after two that applied 1 and, unless `part_way`, 2.
fn after(heading: &str, part_way: bool, event: Event, number: u64, done: Option<u64>) -> Message {
    let second = if part_way {
        Event::Started
    } else {
        Event::Applied
    };
    let mut history = History::fold(rows(&[(Event::Applied, 1), (second, 2)])).expect("valid");
    let corrupt = history
        .record(event, Some(recorded(number)), done, None)
        .expect_err("corrupt");
    Message::new(format!("a corrupt history: {heading}"), corrupt.to_string())
}

/// A last row with a key, after one that began and, if it is progress, another one that has none.
fn with_key(heading: &str, event: Event, done: Option<u64>) -> Message {
    let mut events = vec![(Event::Applied, 1), (Event::Started, 2)];
    events.extend(done.map(|_| (Event::Progressed, 2)));
    let mut rows = rows(&events);
    let mut last = rows[rows.len() - 1].clone();
    last.entry.seq += 1;
    last.entry.event = event;
    last.entry.statements = done.map(|done| done + 1);
    last.entry.last_key = "4".parse().ok();
    rows.push(last);
    corrupt(heading, rows)
}

fn cell(heading: &str, column: &str, value: Option<&str>) -> Message {
    let cells = Record::COLUMNS.map(|name| match name {
        name if name == column => value.map(str::to_owned),
        "seq" | "version" | "compatible" => Some("1".to_owned()),
        "event" => Some("applied".to_owned()),
        "checksum" | "chain" => Some(Checksum::of("").to_string()),
        "down_sql" | "down_checksum" | "statements" | "last_key" | "duration_ms" | "note" => None,
        _ => Some("x".to_owned()),
    });
    let corrupt = Record::parse(&cells).expect_err("corrupt");
    Message::new(format!("a corrupt history: {heading}"), corrupt.to_string())
}

pub(super) fn messages() -> Vec<Message> {
    let whole = rows(&[
        (Event::Applied, 1),
        (Event::Applied, 2),
        (Event::Applied, 3),
    ]);
    let mut edited = whole.clone();
    if let Some(migration) = &mut edited[1].entry.migration {
        migration.checksum = Checksum::of("SELECT 'edited';");
    }
    let mut nameless = whole.clone();
    nameless[0].entry.migration = None;
    let target = "next".parse::<Target>().expect_err("no target").to_string();
    let checksum = "abc"
        .parse::<Checksum>()
        .expect_err("no checksum")
        .to_string();
    let version = "latest"
        .parse::<Version>()
        .expect_err("no version")
        .to_string();
    vec![
        corrupt("a row is gone", [&whole[..1], &whole[2..]].concat()),
        corrupt("a checksum was edited", edited),
        corrupt("a row without a version", nameless),
        after("applied twice", false, Event::Applied, 2, None),
        after("reverted, not applied", false, Event::Reverted, 3, None),
        after("repaired, not applied", false, Event::Repaired, 3, None),
        after(
            "progressed, not started",
            false,
            Event::Progressed,
            3,
            Some(1),
        ),
        after(
            "progressed without progress",
            true,
            Event::Progressed,
            2,
            Some(0),
        ),
        after("started twice", true, Event::Started, 2, None),
        after("another version in between", true, Event::Applied, 3, None),
        with_key("a key where nothing goes along one", Event::Applied, None),
        with_key("a key after a statement", Event::Progressed, Some(1)),
        cell("a key that is none", "last_key", Some("4 OR 1")),
        cell("an unknown event", "event", Some("undone")),
        cell("a value that is not there", "chain", None),
        cell("a value of the wrong type", "seq", Some("first")),
        Message::new("a text that is no target", target),
        Message::new("a text that is no version", version),
        Message::new("a text that is no checksum", checksum),
    ]
}
