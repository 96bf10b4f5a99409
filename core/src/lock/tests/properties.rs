//! What holds for every lock file.

use proptest::prelude::*;

use super::{CHAIN, locked, sealed, version};
use crate::lock::{Lock, Sealed, SealedDown, parse::parse};
use crate::{Checksum, Class, Dialect};

fn checksum() -> impl Strategy<Value = Checksum> {
    (0..3_u8).prop_map(|byte| Checksum::from_bytes([byte; 32]))
}

fn down() -> impl Strategy<Value = SealedDown> {
    prop_oneof![
        checksum().prop_map(SealedDown::Script),
        Just(SealedDown::Irreversible)
    ]
}

fn any_lock() -> impl Strategy<Value = Lock> {
    let dialects = prop::sample::subsequence(Dialect::ALL.to_vec(), 1..=2);
    let name = "[ %=a0é]{1,9}";
    let class = || prop_oneof![Just(Class::Additive), Just(Class::Breaking)];
    let proven = prop::sample::subsequence(Dialect::ALL.to_vec(), 0..=2);
    let scripts = (name, [checksum(), checksum()], [down(), down()]);
    let told = ([class(), class()], proven);
    let migrations = prop::collection::btree_map(0..=i64::MAX as u64, (scripts, told), 0..6);
    (dialects, migrations).prop_map(|(dialects, migrations)| Lock {
        migrations: migrations
            .into_iter()
            .map(|(number, ((name, up, down), (class, proven)))| Sealed {
                version: version(number),
                name,
                up: dialects.iter().copied().zip(up).collect(),
                down: dialects.iter().copied().zip(down).collect(),
                class: dialects.iter().copied().zip(class).collect(),
                proven,
            })
            .collect(),
        dialects,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_read_is_what_was_written(lock in any_lock()) {
        prop_assert_eq!(parse("lock", &lock.text()), Ok(lock));
    }

    /// Whatever stands in the file is read or told, at a line that exists.
    #[test]
    fn anything_is_read_or_told(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Err(mistakes) = parse("lock", &text) {
            prop_assert!(!mistakes.is_empty());
        }
    }

    /// Any one change of a lock file's text is told.
    #[test]
    fn a_changed_lock_file_is_told(at in any::<prop::sample::Index>(), length in 0..9_usize, new in "[a-z0-9=. \n%é<]{0,9}") {
        let text = sealed(&CHAIN);
        let mut changed = text.clone();
        let start = at.index(text.len());
        changed.replace_range(start..text.len().min(start + length), &new);
        if changed != text {
            let mistakes = locked(&CHAIN, &changed).chains().expect_err("a mistake");
            for mistake in &mistakes {
                prop_assert_eq!(mistake.path(), Some("m/ingrain.lock"));
                let (line, _) = mistake.line_and_column().expect("a line");
                prop_assert!(line <= changed.lines().count().max(1));
            }
            super::rendered(&mistakes);
        }
    }
}
