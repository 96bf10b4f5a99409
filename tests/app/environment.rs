//! Who decides whether it migrates: the operator, before the name of its environment.

use ingrain_end_to_end::app::Starting;
use ingrain_end_to_end::testbed::{Testbed, on_both};

const DEVELOPMENT: (&str, &str) = ("ENVIRONMENT", "development");
const PRODUCTION: (&str, &str) = ("ENVIRONMENT", "production");
const APPLY: (&str, &str) = ("INGRAIN_POLICY", "apply");
const VERIFY: (&str, &str) = ("INGRAIN_POLICY", "verify");

/// Asserts that it does not start, says these words, and leaves the database as it is.
#[track_caller]
fn assert_refused(bed: &Testbed, variables: &[(&str, &str)], words: &[&str]) {
    let before = bed.dump();
    let ended = Starting::told(bed, variables).ended();
    assert_eq!(
        ended.status.code(),
        Some(1),
        "{variables:?}: {}",
        ended.said
    );
    for word in words {
        assert!(ended.said.contains(word), "no {word:?} in:\n{}", ended.said);
    }
    assert_eq!(bed.dump(), before, "{variables:?}");
}

#[test]
fn production_starts_once_the_operator_has_had_it_applied() {
    on_both(|bed| {
        let words = [
            "error[ING0105]: migrations 1, 2, 3",
            "and this process only verifies",
            "start it once with `INGRAIN_POLICY=apply`",
        ];
        assert_refused(bed, &[PRODUCTION], &words);
        assert_refused(bed, &[("ENVIRONMENT", "nobody thought of it")], &words);
        assert_refused(bed, &[DEVELOPMENT, VERIFY], &words);
        let started = Starting::told(bed, &[PRODUCTION, APPLY]).serving().stop();
        assert!(
            started.said.contains("applied  10 count_tags"),
            "{}",
            started.said
        );
        let before = bed.dump();
        let started = Starting::told(bed, &[PRODUCTION]).serving().stop();
        assert!(started.said.contains("nothing to do"), "{}", started.said);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_policy_that_means_nothing_is_refused() {
    on_both(|bed| {
        for value in ["", "Apply", "yes"] {
            let words = [
                "error[ING0207]: the environment variable INGRAIN_POLICY: ",
                &format!("`{value}` is not a mode; write `apply` or `verify`"),
            ];
            let variables = [DEVELOPMENT, ("INGRAIN_POLICY", value)];
            assert_refused(bed, &variables, &words);
        }
    });
}
