//! Tells of tables that no rows could be made up for.

use ingrain_core::{Finding, Rule, Statement};

use super::outline::Outline;
use super::rehearsal::Step;
use super::seed::Unseeded;

/// The finding about a table without rows, at the script that created it.
pub(super) fn finding(steps: &[Step<'_>], unseeded: &Unseeded) -> Option<Finding> {
    let Unseeded { table, why, .. } = unseeded;
    let name = table.to_ascii_lowercase();
    let (script, statement) = steps
        .iter()
        .rev()
        .find_map(|step| created(&step.up, &name))?;
    let title = format!("the rehearsal found no rows for `{table}`: {why}");
    Some(Finding::new(Rule::TableNotSeeded, title, |diagnostic| {
        let (path, text) = (script.script.path(), script.script.text());
        diagnostic
            .at_part(path, text, Outline::span(statement), "")
            .note(format!(
                "what goes wrong only where `{table}` holds rows is not found"
            ))
            .help("if that is all right: `-- ingrain: allow table-not-seeded \"why\"`")
    }))
}

/// The statement that creates the table, or gives it its name.
fn created<'s, 'a>(
    script: &'s Outline<'a>,
    table: &str,
) -> Option<(&'s Outline<'a>, &'s Statement<'a>)> {
    let renamed = script.says(&["RENAME", "TO"], table);
    let created = renamed
        .or_else(|| script.says(&["CREATE", "TABLE"], table))
        .or_else(|| script.says(&["TABLE", "IF", "NOT", "EXISTS"], table));
    Some((script, created?))
}
