//! Indexes and triggers that went with the table they were on.

use ingrain_core::{Finding, Rule};

use crate::sqlite::outline::Outline;
use crate::sqlite::schema::{Kind, Object, Schema};

/// The indexes and triggers that are gone though their tables are not, and that the script does not name.
pub(super) fn lost(script: &Outline<'_>, before: &Schema, after: &Schema) -> Option<Finding> {
    let has_table = |object: &Object| {
        let table = object.table.to_ascii_lowercase();
        [Kind::Table, Kind::View].into_iter().any(|kind| {
            let key = (kind, table.clone());
            before.contains_key(&key) && after.contains_key(&key)
        })
    };
    let is_part = |object: &Object| matches!(object.kind, Kind::Index | Kind::Trigger);
    let lost: Vec<&Object> = before
        .iter()
        .filter(|(key, object)| {
            is_part(object) && !after.contains_key(*key) && !script.names(object)
        })
        .map(|(_, object)| object)
        .filter(|object| has_table(object))
        .collect();
    let first = lost.first()?;
    let names = |kind: Kind| {
        let some = lost.iter().filter(|object| object.kind == kind);
        some.map(|object| format!("`{}`", object.name))
            .collect::<Vec<_>>()
    };
    let listed = [
        (Kind::Index, "the index", "the indexes"),
        (Kind::Trigger, "the trigger", "the triggers"),
    ];
    let listed = listed
        .into_iter()
        .filter_map(|(kind, one, many)| match names(kind).as_slice() {
            [] => None,
            [name] => Some(format!("{one} {name}")),
            names => Some(format!("{many} {}", names.join(", "))),
        });
    let listed: Vec<String> = listed.collect();
    let verb = if lost.len() == 1 { "is" } else { "are" };
    let title = format!("{} {verb} gone after this script", listed.join(" and "));
    Some(Finding::new(Rule::ObjectLost, title, |mut diagnostic| {
        let (path, text) = (script.script.path(), script.script.text());
        let old = script.says(&["ALTER", "TABLE"], &first.table.to_ascii_lowercase());
        let drop = script.statement(&["DROP"], &[&first.table.to_ascii_lowercase()]);
        diagnostic = match drop.or(old) {
            Some(statement) => diagnostic.at_part(path, text, Outline::span(statement), ""),
            None => diagnostic.at(path),
        };
        let created: Vec<String> = lost
            .iter()
            .map(|object| format!("{};", object.sql))
            .collect();
        diagnostic
            .note("SQLite drops the indexes and triggers of a table with it, and the script does not create them again")
            .help(format!("add, where the new table has its name:\n{}", created.join("\n")))
            .help("if they are to go, say so first: `DROP INDEX …`, `DROP TRIGGER …`")
    }))
}
