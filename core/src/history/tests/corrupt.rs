//! Logs that Ingrain never wrote.

use super::*;

/// A log of every sort of row: 1 applied, 2 started, progressed and applied, 3 stamped.
fn whole() -> Log {
    Log::default()
        .add(Event::Applied, 1)
        .add(Event::Started, 2)
        .progressed(2, 1)
        .add(Event::Applied, 2)
        .add(Event::Stamped, 3)
}

#[track_caller]
fn corrupt(rows: Vec<Record>, message: &str) {
    let corrupt = History::fold(rows).expect_err("corrupt");
    assert_eq!(corrupt.to_string(), message);
}

/// The log `whole` with one row changed.
#[track_caller]
fn changed(seq: usize, change: impl FnOnce(&mut Record), message: &str) {
    let mut rows = whole().rows;
    change(&mut rows[seq - 1]);
    corrupt(rows, message);
}

/// What `event` of `version` is refused with after `log`, whose history it leaves as it was.
#[track_caller]
fn cannot_follow(mut log: Log, event: Event, version: u64, statements: Option<u64>, message: &str) {
    let before = log.history.clone();
    let migration = Some(recorded(version, "SELECT 1;"));
    let corrupt = log
        .history
        .record(event, migration, statements, None)
        .expect_err("it cannot follow");
    assert!(corrupt.to_string().ends_with(message), "{corrupt}");
    assert_eq!(log.history, before);
}

#[test]
fn rows_that_are_not_there() {
    let rows = whole().rows;
    corrupt(rows[1..].to_vec(), "row 2 stands where row 1 should be");
    let gap = [&rows[..2], &rows[3..]].concat();
    corrupt(gap, "row 4 stands where row 3 should be");
    let twice = [&rows[..2], &rows[1..]].concat();
    corrupt(twice, "row 2 stands where row 3 should be");
    changed(
        1,
        |row| row.entry.seq = 0,
        "a row stands where row 1 should be",
    );
}

#[test]
fn an_edited_checksum_does_not_fit_the_chain() {
    let edited = Checksum::of("SELECT 'edited';");
    let change = |row: &mut Record| {
        row.entry.migration = row.entry.migration.take().map(|migration| Recorded {
            checksum: edited,
            ..migration
        });
    };
    let was = whole().rows[0].entry.chain;
    let is = ChainDigest::BASE.then(Version::embedded(1), edited);
    let message =
        format!("row 1 holds the `chain` {was}, but what is recorded up to it gives {is}");
    changed(1, change, &message);
}

#[test]
fn an_edited_version_or_chain_does_not_fit_either() {
    let mut rows = whole().rows;
    rows[4].entry.migration = Some(recorded(4, "SELECT 1;"));
    let corrupt = History::fold(rows).expect_err("corrupt").to_string();
    assert!(
        corrupt.starts_with("row 5 holds the `chain` sha256:"),
        "{corrupt}"
    );
    let mut rows = whole().rows;
    rows[2].entry.chain = ChainDigest::BASE;
    let corrupt = History::fold(rows).expect_err("corrupt").to_string();
    assert!(
        corrupt.starts_with("row 3 holds the `chain` sha256:0000"),
        "{corrupt}"
    );
}

#[test]
fn an_event_of_no_version() {
    let change = |row: &mut Record| row.entry.migration = None;
    changed(1, change, "row 1 says `applied` of no version");
}

#[test]
fn what_is_applied_is_not_applied_again() {
    for event in [Event::Applied, Event::Stamped, Event::Adopted] {
        let message = format!("says `{event}` of version 1, which is applied already");
        cannot_follow(whole(), event, 1, None, &message);
    }
    let rows = whole().add(Event::Reverted, 3).rows;
    let again = [&rows[..], &rows[5..]].concat();
    let again = again.into_iter().zip(1..).map(|(mut row, seq)| {
        row.entry.seq = seq;
        row
    });
    corrupt(
        again.collect(),
        "row 7 says `reverted` of version 3, which is not applied",
    );
}

#[test]
fn what_is_not_applied_is_neither_reverted_nor_repaired() {
    let message = "row 6 says `reverted` of version 4, which is not applied";
    cannot_follow(whole(), Event::Reverted, 4, None, message);
    let message = "says `repaired` of version 4, which is not applied";
    cannot_follow(whole(), Event::Repaired, 4, None, message);
}

#[test]
fn a_script_makes_progress_only_after_it_started() {
    let message = "says `progressed` of version 4, which never started";
    cannot_follow(whole(), Event::Progressed, 4, Some(1), message);
    let started = || whole().add(Event::Started, 4).progressed(4, 2);
    let message = "says `progressed` of version 4, without more statements done";
    for statements in [None, Some(0), Some(2)] {
        cannot_follow(started(), Event::Progressed, 4, statements, message);
    }
    let message = "says `started` of version 4, which is part-way already";
    cannot_follow(started(), Event::Started, 4, None, message);
}

#[test]
fn nothing_else_happens_while_a_version_is_part_way() {
    let events = [
        (Event::Applied, 5),
        (Event::Stamped, 5),
        (Event::Adopted, 5),
        (Event::Started, 5),
        (Event::Progressed, 5),
        (Event::Reverted, 1),
        (Event::Repaired, 1),
    ];
    for (event, version) in events {
        let message = format!("of version {version}, while another version is part-way");
        cannot_follow(
            whole().add(Event::Started, 4),
            event,
            version,
            Some(1),
            &message,
        );
    }
    let reverting = whole().add(Event::Started, 3);
    let message = "says `applied` of version 3, which is applied already";
    cannot_follow(reverting, Event::Applied, 3, None, message);
}
