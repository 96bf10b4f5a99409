//! `[lints]`: how much each rule counts.

use std::collections::BTreeMap;

use toml_span::value::{Value, ValueInner};

use super::Mistake;
use crate::{Level, Rule};

const HELP: &str = "write a rule and its level, `ban-drop-column = \"warn\"`; the levels are `allow`, `warn` and `deny`";

/// Reads the table: a rule's name is a key, its level the value.
pub(super) fn levels(value: &mut Value<'_>, found: &mut Vec<Mistake>) -> BTreeMap<Rule, Level> {
    let span = value.span.into();
    let ValueInner::Table(table) = value.take() else {
        found.push(("`lints` is not a table".to_owned(), span, HELP.to_owned()));
        return BTreeMap::new();
    };
    let mut levels = BTreeMap::new();
    for (key, value) in table {
        let level = value.as_str().and_then(Level::from_name);
        match (Rule::named(&key.name), level) {
            (Some(rule), Some(level)) => {
                levels.insert(rule, level);
            }
            (Some(_), None) => {
                let title = format!("this is not a level of `{}`", key.name);
                found.push((title, value.span.into(), HELP.to_owned()));
            }
            (None, _) => {
                let title = format!("there is no rule `{}`", key.name);
                found.push((title, key.span.into(), Rule::nearest_to(&key.name)));
            }
        }
    }
    levels
}
