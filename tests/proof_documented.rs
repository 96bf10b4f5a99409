//! `docs/proof.md` lists each rule, under the level that it has by default.

use std::collections::BTreeSet;

use ingrain_core::{Level, Rule};

const PAGE: &str = include_str!("../docs/proof.md");

/// The rules that the section of this heading names.
fn named(heading: &str) -> BTreeSet<&'static str> {
    let section = PAGE
        .split("\n### ")
        .find(|section| section.starts_with(heading));
    let words = section.unwrap_or_default().split('`').skip(1).step_by(2);
    words.filter(|word| Rule::named(word).is_some()).collect()
}

#[test]
fn each_rule_is_listed_under_its_level() {
    for (level, heading) in [
        (Level::Deny, "Denied by default"),
        (Level::Warn, "Warned of by default"),
        (Level::Allow, "Allowed by default"),
    ] {
        let rules = Rule::ALL
            .iter()
            .filter(|rule| rule.default_level() == level);
        let rules: BTreeSet<&str> = rules.map(|rule| rule.name()).collect();
        assert_eq!(named(heading), rules, "{heading}");
    }
}
