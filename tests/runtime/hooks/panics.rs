//! A hook panics: the panic goes on, and the session is as it was before.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ingrain::{Migrator, Planned, Ran};
use ingrain_end_to_end::testbed::{Testbed, on_both};

use super::{NOTES, TAGS};

/// The migrator, but for its hook, in which it panics.
type Panicking = fn(Migrator) -> Migrator;

fn before(migrator: Migrator) -> Migrator {
    migrator.before_each(|_: &Planned| std::panic::resume_unwind(Box::new("thrown")))
}

fn after(migrator: Migrator) -> Migrator {
    migrator.after_each(|_: &Ran| std::panic::resume_unwind(Box::new("thrown")))
}

fn check(bed: &Testbed, panicking: Panicking, outside: &str) {
    let bed = &bed.another();
    bed.run(&bed.chain(&[NOTES]).migrator()).unwrap();
    let chain = bed.chain(&[NOTES, ("2_outside", outside, "SELECT 1")]);
    let migrator = panicking(chain.migrator());
    let mut session = bed.session();
    let kept = bed.pick(
        "PRAGMA foreign_keys",
        "SELECT current_setting('lock_timeout'), \
         (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())",
    );
    let usual = session.rows(kept);
    let panic = catch_unwind(AssertUnwindSafe(|| session.run(&migrator))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"thrown"));
    assert_eq!(session.rows(kept), usual, "{outside}");
    // It is in no transaction, and the next call goes on.
    session.run(&chain.migrator()).unwrap();
    assert!(session.status(&chain.migrator()).unwrap().is_current());
    assert_eq!(bed.history("event, version").pop().unwrap(), "applied | 2");
}

#[test]
fn a_panic_leaves_the_session_as_it_was() {
    let outside = [
        TAGS.1.to_owned(),
        format!("-- ingrain: no-transaction\n{}", TAGS.1),
    ];
    on_both(|bed| {
        let rebuild = bed.pick("-- ingrain: foreign-keys off\n", "");
        let rebuild = format!("{rebuild}{}", TAGS.1);
        for script in outside.iter().chain([&rebuild]) {
            check(bed, before, script);
            check(bed, after, script);
        }
    });
}
