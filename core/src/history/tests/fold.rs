//! What each event does.

use super::*;

#[test]
fn an_empty_log() {
    let history = Log::default().fold();
    assert!(history.is_empty());
    assert_eq!((history.last_seq(), history.last_at()), (0, None));
    assert_eq!(history.digest(), ChainDigest::BASE);
    assert_eq!(history.current(), None);
}

#[test]
fn applied_stamped_and_adopted_make_a_version_applied() {
    let log = Log::default()
        .add(Event::Stamped, 1)
        .add(Event::Adopted, 2)
        .add(Event::Applied, 3);
    let history = log.fold();
    assert_eq!(versions(&history), [1, 2, 3]);
    assert_eq!(history.last_seq(), 3);
    assert_eq!(history.last_at(), Some("2026-11-20T10:15:00.003Z"));
    assert_eq!(history.current(), Some(Version::embedded(3)));
    let second = history.get(Version::embedded(2)).expect("applied");
    assert_eq!(second.migration, recorded(2, "SELECT 1;"));
    assert_eq!(second.applied_at, "2026-11-20T10:15:00.002Z");
    assert_eq!(second.applied_by, BY);
    assert_eq!(history.get(Version::embedded(4)), None);
}

#[test]
fn reverted_takes_it_away_and_the_digest_goes_back() {
    let one = Log::default().add(Event::Applied, 1);
    let back = one.clone().add(Event::Applied, 2).add(Event::Reverted, 2);
    assert_eq!(versions(&back.fold()), [1]);
    assert_eq!(back.fold().digest(), one.fold().digest());
    assert_eq!(back.fold().last_seq(), 3, "the log only grows");
    let base = back.add(Event::Reverted, 1).fold();
    assert_eq!(
        (versions(&base), base.digest()),
        (vec![], ChainDigest::BASE)
    );
    assert!(!base.is_empty());
}

#[test]
fn one_reverted_from_the_middle_changes_the_digest_of_all_above() {
    let whole = Log::default()
        .add(Event::Applied, 1)
        .add(Event::Applied, 2)
        .add(Event::Applied, 3);
    let without = whole.add(Event::Reverted, 2).fold();
    let never = Log::default().add(Event::Applied, 1).add(Event::Applied, 3);
    assert_eq!(without.digest(), never.fold().digest());
}

#[test]
fn the_digest_tells_what_is_applied_and_not_in_which_order() {
    let order = |versions: [u64; 3]| {
        versions
            .into_iter()
            .fold(Log::default(), |log, version| {
                log.add(Event::Applied, version)
            })
            .fold()
    };
    assert_eq!(order([1, 2, 3]).digest(), order([1, 3, 2]).digest());
    assert_eq!(order([1, 2, 3]).digest(), order([3, 2, 1]).digest());
    assert_eq!(versions(&order([3, 1, 2])), [1, 2, 3]);
    assert_ne!(order([1, 2, 3]).digest(), order([1, 2, 4]).digest());
}

#[test]
fn started_and_progressed_leave_a_script_part_way() {
    let log = Log::default().add(Event::Applied, 1).add(Event::Started, 2);
    let unfinished = |log: &Log| log.fold().unfinished().cloned().expect("part-way");
    assert_eq!(
        unfinished(&log),
        Unfinished {
            migration: recorded(2, "SELECT 1;"),
            direction: Direction::Up,
            statements: 0,
            last_key: None,
            until: None,
            applied_by: BY.to_owned(),
            since: 2,
        }
    );
    let log = log.progressed(2, 1).progressed(2, 4);
    assert_eq!(unfinished(&log).statements, 4);
    assert_eq!(versions(&log.fold()), [1], "not before it is finished");
    assert_eq!(log.fold().digest(), log.rows[0].entry.chain);
    let done = log.add(Event::Applied, 2).fold();
    assert_eq!((versions(&done), done.unfinished()), (vec![1, 2], None));
}

#[test]
fn the_last_row_of_a_script_that_is_part_way_says_whether_an_older_binary_runs_over_it() {
    let judged = |compatible: bool| {
        let migration = recorded(1, "SELECT 1;");
        Some(Recorded {
            compatible,
            ..migration
        })
    };
    let log = Log::default()
        .row(Event::Started, judged(false), None, None)
        .row(Event::Progressed, judged(true), Some(1), None);
    let compatible = |log: &Log| {
        let history = log.fold();
        history.unfinished().map(|part| part.migration.compatible)
    };
    assert_eq!(compatible(&log), Some(true));
    let again = log.row(Event::Progressed, judged(false), Some(2), None);
    assert_eq!(compatible(&again), Some(false));
}

#[test]
fn started_of_an_applied_version_is_its_down_script() {
    let log = Log::default().add(Event::Applied, 1).add(Event::Started, 1);
    let direction = log
        .fold()
        .unfinished()
        .map(|unfinished| unfinished.direction);
    assert_eq!(direction, Some(Direction::Down));
    assert_eq!(versions(&log.fold()), [1], "not before it is finished");
    let done = log.progressed(1, 1).add(Event::Reverted, 1).fold();
    assert_eq!((versions(&done), done.unfinished()), (vec![], None));
}

#[test]
fn repaired_accepts_another_checksum() {
    let log = Log::default().add(Event::Applied, 1).add(Event::Applied, 2);
    let edited = recorded(1, "SELECT 'edited';");
    let repaired = log.row(
        Event::Repaired,
        Some(edited.clone()),
        None,
        Some("a comment"),
    );
    let history = repaired.fold();
    let first = history.get(Version::embedded(1)).expect("applied");
    assert_eq!(first.migration, edited);
    let as_edited = Log::default()
        .row(Event::Applied, Some(edited), None, None)
        .add(Event::Applied, 2);
    assert_eq!(history.digest(), as_edited.fold().digest());
}

#[test]
fn repaired_declares_a_script_undone() {
    let up = Log::default()
        .add(Event::Started, 1)
        .progressed(1, 2)
        .add(Event::Repaired, 1);
    assert_eq!(
        (versions(&up.fold()), up.fold().unfinished()),
        (vec![], None)
    );
    let down = Log::default()
        .add(Event::Applied, 1)
        .add(Event::Started, 1)
        .add(Event::Repaired, 1);
    assert_eq!(
        (versions(&down.fold()), down.fold().unfinished()),
        (vec![1], None)
    );
}

#[test]
fn stamped_without_a_version_names_the_environment() {
    let log = Log::default().add(Event::Applied, 1);
    assert_eq!(log.fold().environment(), None);
    let stamped = log.row(Event::Stamped, None, None, Some("production"));
    assert_eq!(stamped.fold().environment(), Some("production"));
    assert_eq!(stamped.fold().digest(), stamped.rows[0].entry.chain);
    let again = stamped.row(Event::Stamped, None, None, Some("staging"));
    assert_eq!(again.fold().environment(), Some("staging"));
    assert_eq!(versions(&again.fold()), [1]);
}

#[test]
fn a_stored_down_script_is_intact_or_not() {
    let mut down = recorded(1, "").down.expect("it has one");
    assert!(down.is_intact());
    down.sql.push(' ');
    assert!(!down.is_intact());
}
