//! What holds for every log.

use proptest::prelude::*;

use super::*;

const EVENTS: [Event; 7] = [
    Event::Applied,
    Event::Reverted,
    Event::Started,
    Event::Progressed,
    Event::Stamped,
    Event::Adopted,
    Event::Repaired,
];

type Attempt = (Event, Option<Recorded>, Option<u64>, Option<String>);

fn attempt() -> impl Strategy<Value = Attempt> {
    let script = prop_oneof![Just("SELECT 1;"), Just("SELECT 2;")];
    let migration = (1..5_u64, script).prop_map(|(version, up)| recorded(version, up));
    (
        prop::sample::select(EVENTS.to_vec()),
        prop::option::weighted(0.95, migration),
        prop::option::weighted(0.8, 0..5_u64),
        prop::option::of("production|staging"),
    )
}

/// A log of whatever of the attempts can follow.
fn log(attempts: Vec<Attempt>) -> Log {
    let mut log = Log::default();
    for (event, migration, statements, note) in attempts {
        let before = log.history.clone();
        match log.history.record(event, migration, statements, note) {
            Ok(entry) => log.rows.push(Record {
                entry,
                duration_ms: None,
                applied_at: String::new(),
                applied_by: String::new(),
            }),
            Err(_) => assert_eq!(log.history, before, "what is refused changes nothing"),
        }
    }
    log
}

fn logs() -> impl Strategy<Value = Log> {
    prop::collection::vec(attempt(), 1..40).prop_map(log)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn recording_and_folding_agree(log in logs()) {
        prop_assert_eq!(log.fold(), log.history);
    }

    #[test]
    fn versions_rise_and_the_digest_is_theirs(log in logs()) {
        let applied = log.history.applied();
        prop_assert!(applied.windows(2).all(|pair| pair[0].migration.version < pair[1].migration.version));
        let digest = applied.iter().fold(ChainDigest::BASE, |digest, applied| {
            digest.then(applied.migration.version, applied.migration.checksum)
        });
        prop_assert_eq!(log.history.digest(), digest);
    }

    #[test]
    fn a_row_taken_out_is_noticed(log in logs(), at in any::<prop::sample::Index>()) {
        prop_assume!(log.rows.len() > 1);
        let at = at.index(log.rows.len() - 1);
        let mut rows = log.rows;
        rows.remove(at);
        prop_assert!(History::fold(rows).is_err());
    }

    #[test]
    fn an_edited_chain_is_noticed(log in logs(), at in any::<prop::sample::Index>()) {
        prop_assume!(!log.rows.is_empty());
        let at = at.index(log.rows.len());
        let mut rows = log.rows;
        rows[at].entry.chain = ChainDigest::from_bytes([7; 32]);
        prop_assert!(History::fold(rows).is_err());
    }

    #[test]
    fn an_edited_checksum_of_what_was_applied_is_noticed(log in logs()) {
        for (at, row) in log.rows.iter().enumerate() {
            let Some(migration) = row.entry.migration.clone() else { continue };
            if !matches!(row.entry.event, Event::Applied | Event::Stamped | Event::Adopted) {
                continue;
            }
            let checksum = Checksum::of("edited");
            let mut rows = log.rows.clone();
            rows[at].entry.migration = Some(Recorded { checksum, ..migration });
            prop_assert!(History::fold(rows).is_err(), "row {}", at + 1);
        }
    }
}
