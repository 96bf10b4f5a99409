//! Rows of the history: read, folded, and planned upon.
//!
//! After a first byte that is even, anything: a row on a line, its cells between tabs, `\N` for NULL. After an
//! odd one, rows that can follow from each other: event, version, checksum, and statements or the key of a batch,
//! a byte for each.
#![no_main]

use std::sync::LazyLock;

use ingrain_core::{
    AtWork, Chain, Checksum, Command, Consent, Declared, Environment, Event, Folder, History, Key,
    Mode, Policy, Record, Recorded, Situation, Step, StoredDown, Target, Unmanaged, Version, plan,
};
use ingrain_fuzz::folder;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<Folder> = LazyLock::new(|| {
    folder([
        ("ingrain.toml", b"dialects = ['sqlite']".as_slice()),
        ("1_a.up.sql", b"SELECT 1;"),
        ("1_a.down.sql", b"SELECT 1;"),
        (
            "2_b.up.sql",
            b"-- ingrain: no-transaction\nSELECT 2; SELECT 3; SELECT 4;",
        ),
        (
            "2_b.down.sql",
            b"-- ingrain: no-transaction\nSELECT 2; SELECT 3; SELECT 4;",
        ),
        ("3_c.up.sql", b"-- ingrain: irreversible \"why\"\nSELECT 3;"),
    ])
});

static CHAINS: LazyLock<Vec<Chain<'static>>> =
    LazyLock::new(|| FOLDER.chains().expect("a valid folder"));

const EVENTS: [Event; 7] = [
    Event::Applied,
    Event::Reverted,
    Event::Started,
    Event::Progressed,
    Event::Stamped,
    Event::Adopted,
    Event::Repaired,
];

fuzz_target!(|data: &[u8]| {
    let chain = &CHAINS[0];
    match data.split_first() {
        Some((first, rest)) if first % 2 == 0 => anything(chain, rest),
        Some((_, rest)) => followed(chain, rest),
        None => {}
    }
});

fn anything(chain: &Chain<'_>, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let cell = |cell: &str| (cell != "\\N").then(|| cell.to_owned());
    let rows = text
        .split('\n')
        .map(|row| row.split('\t').map(cell).collect::<Vec<_>>());
    let records: Result<Vec<Record>, _> = rows.map(|row| Record::parse(&row)).collect();
    match records.and_then(History::fold) {
        Ok(history) => planned(chain, &history),
        Err(corrupt) => assert!(!corrupt.to_string().is_empty()),
    }
}

fn followed(chain: &Chain<'_>, data: &[u8]) {
    let mut history = History::default();
    let mut rows = Vec::new();
    for row in data.as_chunks::<4>().0 {
        let [event, version, checksum, statements] = *row;
        let recorded = recorded(chain, version, checksum);
        let key = statements.to_string().parse::<Key>();
        let key = key.ok().filter(|_| statements >= 192);
        let is_counted = !(128..192).contains(&statements);
        let statements = is_counted.then(|| u64::from(statements % 5));
        let event = EVENTS[usize::from(event) % EVENTS.len()];
        let before = history.clone();
        let note = Some(String::from_utf8_lossy(row).into_owned());
        let written = match key {
            Some(key) => history.record_key(event, recorded, statements, key, note),
            None => history.record(event, recorded, statements, note),
        };
        match written {
            Ok(entry) => rows.push(entry),
            // Nothing of what cannot follow stays.
            Err(_) => assert_eq!(history.digest(), before.digest()),
        }
    }
    let read = History::fold(rows.into_iter().map(|entry| {
        let cells = cells(&entry);
        let record = Record::parse(&cells).expect("as it was written");
        assert_eq!(record.entry, entry);
        record
    }));
    let read = read.expect("rows that follow from each other");
    assert_eq!(read.digest(), history.digest());
    planned(chain, &read);
}

fn recorded(chain: &Chain<'_>, version: u8, checksum: u8) -> Option<Recorded> {
    let version = Version::new(u64::from(version % 6)).filter(|version| version.number() > 0)?;
    let embedded = chain.get(version).map(Recorded::of);
    let made_up = |text: &str| Recorded {
        version,
        description: text.to_owned(),
        checksum: Checksum::of(text),
        down: Some(StoredDown {
            sql: text.to_owned(),
            checksum: Checksum::of(text),
        }),
        compatible: checksum & 2 == 0,
    };
    Some(match embedded {
        Some(embedded) if checksum.is_multiple_of(4) => embedded,
        _ => made_up(
            [
                "SELECT 'a'",
                "it's \\",
                "-- ingrain: no-transaction\nSELECT 1",
                "'",
            ][usize::from(checksum % 4)],
        ),
    })
}

fn cells(entry: &ingrain_core::Entry) -> Vec<Option<String>> {
    let migration = entry.migration.as_ref();
    let down = migration.and_then(|it| it.down.as_ref());
    let cell = |column: &str| match column {
        "seq" => Some(entry.seq.to_string()),
        "event" => Some(entry.event.to_string()),
        "version" => migration.map(|it| it.version.number().to_string()),
        "description" => migration.map(|it| it.description.clone()),
        "checksum" => migration.map(|it| it.checksum.to_string()),
        "chain" => Some(entry.chain.to_string()),
        "down_sql" => down.map(|it| it.sql.clone()),
        "down_checksum" => down.map(|it| it.checksum.to_string()),
        "compatible" => migration.map(|it| u8::from(it.compatible).to_string()),
        "statements" => entry.statements.map(|it| it.to_string()),
        "last_key" => entry.last_key.as_ref().map(Key::to_string),
        "applied_at" => Some("2026-11-20T10:15:00.000Z".to_owned()),
        "applied_by" => Some("a test".to_owned()),
        "note" => entry.note.clone(),
        _ => None,
    };
    Record::COLUMNS.map(cell).to_vec()
}

/// Whatever is planned can be recorded: it follows from the history.
fn planned(chain: &Chain<'_>, history: &History) {
    let version = |number| Version::new(number).map_or(Target::Base, Target::Version);
    let commands = [
        Command::Run,
        Command::Up(Target::Up(1)),
        Command::Up(version(2)),
        Command::Down(Target::Base),
        Command::Down(Target::Down(1)),
        Command::Redo(Target::Down(2)),
        Command::Redo(version(1)),
        Command::Baseline(Version::new(2).unwrap_or(Version::MAX)),
        Command::Repair,
        Command::RepairUnfinished(Declared::Done),
        Command::RepairUnfinished(Declared::Undone),
        Command::Environment(Environment::Production),
        Command::Environment(Environment::Other),
    ];
    let lenient = Policy {
        unmanaged: Unmanaged::Allow,
        consent: Consent::Given,
        ..Policy::default()
    };
    let verifying = Policy {
        mode: Mode::Verify,
        ..lenient
    };
    let strangers = ["notes".to_owned()];
    let situations = [
        (&[][..], Policy::default()),
        (&strangers, lenient),
        (&[], verifying),
    ];
    for (command, (strangers, policy)) in commands
        .into_iter()
        .flat_map(|command| situations.map(|it| (command, it)))
    {
        let situation = Situation {
            history,
            strangers,
            tool: None,
            at_work: AtWork::Nobody,
        };
        match plan(chain, situation, command, policy) {
            Ok(plan) => carried_out(history.clone(), &plan.steps),
            Err(refusal) => assert!(refusal.to_string().contains("help: "), "{refusal}"),
        }
    }
}

fn carried_out(mut history: History, steps: &[Step<'_>]) {
    for step in steps {
        let (event, recorded) = step.recorded();
        let recorded = history.record(event, recorded, None, None);
        recorded.expect("a step that follows");
    }
}
