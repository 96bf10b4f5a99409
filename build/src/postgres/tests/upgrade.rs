//! What a later squawk may change.

use std::collections::BTreeSet;

use ingrain_core::{Dialect, Rule};
use squawk_linter::Linter;

use super::super::lint::LEFT_OUT;

/// Rules that are none of squawk's.
const OURS: [Rule; 3] = [
    Rule::SyntaxError,
    Rule::EnumValueUsedAtOnce,
    Rule::WriteWithoutWhere,
];

/// Those that are off in squawk by default cannot be listed from outside it.
#[test]
fn every_rule_of_squawk_is_one_of_ours_or_left_out_for_a_reason() {
    let theirs = Linter::with_default_rules().rules;
    let left_out: BTreeSet<_> = LEFT_OUT
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    for rule in theirs.iter().map(ToString::to_string) {
        assert!(
            Rule::named(&rule).is_some() || left_out.contains(&rule),
            "{rule}"
        );
    }
}

#[test]
fn every_rule_about_postgres_is_known_to_squawk_under_its_name() {
    let about_postgres = |rule: &Rule| rule.dialect() == Dialect::Postgres;
    for rule in Rule::ALL.iter().copied().filter(about_postgres) {
        let theirs = squawk_linter::Rule::try_from(rule.name());
        assert_eq!(theirs.is_ok(), !OURS.contains(&rule), "{rule}");
        if let Ok(theirs) = theirs {
            assert_eq!(theirs.to_string(), rule.name());
        }
    }
}

#[test]
fn what_is_left_out_is_squawks() {
    let on = Linter::with_default_rules().rules;
    for (name, _) in LEFT_OUT {
        let is_on = on.iter().any(|rule| rule.to_string() == name);
        assert!(
            is_on || squawk_linter::Rule::try_from(name).is_ok(),
            "{name}"
        );
    }
}
