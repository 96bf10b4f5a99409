//! Tells of rows that are gone.

use std::ops::Range;

use ingrain_core::{Diagnostic, Finding, Rule};

use super::Count;
use crate::sqlite::outline::Outline;
use crate::sqlite::stage::Stage;

/// The finding about a table that holds nothing any more.
pub(super) fn emptied(script: &Outline<'_>, old: &Count) -> Finding {
    let name = &old.name;
    let title =
        format!("all rows of `{name}` are gone after this script, and nothing in it deletes them");
    let table = name.to_ascii_lowercase();
    let new = script
        .renamed_to(&table)
        .unwrap_or_else(|| format!("new_{table}"));
    Finding::new(Rule::RowsLost, title, |diagnostic| {
        let span = script.says(&["TABLE"], &table).map(Outline::span);
        let diagnostic = at(
            diagnostic,
            script,
            script
                .statement(&["DROP"], &[&table])
                .map(Outline::span)
                .or(span),
        );
        diagnostic
            .help(format!("copy the rows before the table is dropped: `INSERT INTO {new} (…) SELECT … FROM {table}`"))
            .help(format!("if they are to go, say so: `DELETE FROM {table}`"))
    })
}

/// The finding about rows or values that are gone, if any are.
pub(super) fn fewer(
    stage: &Stage,
    script: &Outline<'_>,
    old: &Count,
    new: &Count,
) -> Option<Finding> {
    let name = &old.name;
    let values = |count: &Count, column: &str| {
        count
            .values
            .iter()
            .find(|(name, _)| name == column)
            .map(|(_, count)| *count)
    };
    let lost = old.rows - new.rows;
    let nulled = old
        .values
        .iter()
        .find(|(column, count)| values(new, column) < Some(*count));
    let title = match (lost, nulled) {
        (1.., _) if new.rows == 0 => {
            format!("`{name}` loses all its rows, and this script does not name it")
        }
        (1.., _) => format!(
            "`{name}` loses {lost} of {} rows, and this script does not name it",
            old.rows
        ),
        (_, Some((column, _))) => {
            format!("`{name}.{column}` loses its values, and this script does not name `{name}`")
        }
        _ => return None,
    };
    let table = name.to_ascii_lowercase();
    let parents = ancestors(stage, &table);
    let dropping = statement_on(script, &parents);
    let is_drop = dropping
        .as_ref()
        .is_some_and(|(keyword, _)| *keyword == "DROP");
    Some(Finding::new(Rule::RowsLost, title, |diagnostic| {
        let span = dropping.map(|(_, span)| span);
        let diagnostic = at(diagnostic, script, span);
        if is_drop {
            diagnostic
                .note(format!("DROP TABLE deletes the rows first, and a foreign key of `{name}` hands that on (ON DELETE CASCADE, SET NULL or SET DEFAULT)"))
                .help("to rebuild a table, say `-- ingrain: foreign-keys off` at the top of the script")
        } else {
            diagnostic
                .note(format!("a foreign key of `{name}` or a trigger hands on what is done to a table that the script names"))
                .help(format!("say `DELETE FROM {name} …` or `UPDATE {name} …` in the script too, if that is meant"))
        }
        .help("if they may go: `-- ingrain: allow rows-lost \"why\"`")
    }))
}

/// The tables that deleting rows of may take rows of `table` along.
fn ancestors(stage: &Stage, table: &str) -> Vec<String> {
    let mut found = vec![table.to_owned()];
    let mut at = 0;
    while let Some(name) = found.get(at) {
        let parents = stage.catalog.parents(name);
        let new = parents.iter().filter(|parent| !found.contains(parent));
        let new: Vec<String> = new.cloned().collect();
        found.extend(new);
        at += 1;
    }
    found
}

/// The first statement that drops or changes one of these tables.
fn statement_on(script: &Outline<'_>, tables: &[String]) -> Option<(&'static str, Range<usize>)> {
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    ["DROP", "DELETE", "REPLACE", "UPDATE", "INSERT", "WITH"]
        .into_iter()
        .find_map(|keyword| {
            let statement = script.statement(&[keyword], &tables)?;
            Some((keyword, Outline::span(statement)))
        })
}

/// The place in the script, or the script as a whole.
fn at(diagnostic: Diagnostic, script: &Outline<'_>, span: Option<Range<usize>>) -> Diagnostic {
    let path = script.script.path();
    match span {
        Some(span) => diagnostic.at_part(path, script.script.text(), span, ""),
        None => diagnostic.at(path),
    }
}
