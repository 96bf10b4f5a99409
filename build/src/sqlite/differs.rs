//! A schema that is not what it ought to be.

use ingrain_core::{Diagnostic, Finding, Rule, Statement};

use super::compare::{Difference, differences};
use super::outline::{Outline, quoted};
use super::schema::{Kind, Schema};

const MOVED: &str = "ADD COLUMN puts a column at the end; to bring it back to its place, which `SELECT *` and INSERT go by, \
    build the table anew: `-- ingrain: foreign-keys off` at the top, CREATE TABLE under another name, INSERT … SELECT, \
    DROP TABLE, ALTER TABLE … RENAME TO";
// More would hide the rest.
const SHOWN: usize = 8;

/// What the down script did not take back: the schema `before` its up script is not the one `after` it.
pub(super) fn not_taken_back(
    down: &Outline<'_>,
    before: &Schema,
    after: &Schema,
) -> Option<Finding> {
    let differences = differences(before, after);
    let first = differences.first()?;
    let title = "this down script does not bring back the schema before its up script";
    Some(Finding::new(Rule::DownDiffers, title, |mut diagnostic| {
        diagnostic = place(diagnostic, down, first);
        diagnostic = tell(
            diagnostic,
            "`-` is in the schema before the up script, `+` after the down script",
            &differences,
        );
        let (shown, _) = differences.split_at(differences.len().min(SHOWN));
        shown
            .iter()
            .filter_map(remedy)
            .fold(diagnostic, Diagnostic::help)
    }))
}

/// What is different when the up script has run a second time.
pub(super) fn not_the_same_again(
    up: &Outline<'_>,
    first: &Schema,
    second: &Schema,
) -> Option<Finding> {
    let differences = differences(first, second);
    let worst = differences.first()?;
    let title = "up, down and up again gives another schema than up alone";
    Some(Finding::new(
        Rule::NotRepeatable,
        title,
        |mut diagnostic| {
            diagnostic = place(diagnostic, up, worst);
            diagnostic = tell(
                diagnostic,
                "`-` is there the first time, `+` the second time",
                &differences,
            );
            diagnostic.help("let the script do the same whatever rows it finds, and the down script take all of it back")
        },
    ))
}

fn place(diagnostic: Diagnostic, script: &Outline<'_>, difference: &Difference<'_>) -> Diagnostic {
    let (path, text) = (script.script.path(), script.script.text());
    match culprit(script, difference) {
        Some(statement) => diagnostic.at_part(path, text, Outline::span(statement), ""),
        None => diagnostic.at(path),
    }
}

/// The statement that the difference comes from, as far as names tell.
fn culprit<'s, 'a>(
    script: &'s Outline<'a>,
    difference: &Difference<'_>,
) -> Option<&'s Statement<'a>> {
    const KEYWORDS: [&str; 3] = ["CREATE", "ALTER", "DROP"];
    let made = difference.after.and_then(|object| {
        let name = object.name.to_ascii_lowercase();
        // A table that is built anew is created under another name.
        let first = match object.kind {
            Kind::Table => script.renamed_to(&name),
            _ => None,
        };
        script.making(object.kind, &first.unwrap_or(name))
    });
    let object = difference.object()?;
    let names = [&object.name, &object.table];
    let mut named = names
        .into_iter()
        .filter_map(|name| script.statement(&KEYWORDS, &[&name.to_ascii_lowercase()]));
    made.or_else(|| named.next())
}

fn tell(diagnostic: Diagnostic, legend: &str, differences: &[Difference<'_>]) -> Diagnostic {
    let mut lines: Vec<String> = differences.iter().flat_map(Difference::lines).collect();
    let hidden = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if hidden > 0 {
        lines.push(format!("… and {hidden} more"));
    }
    diagnostic.note(format!("{legend}:\n{}", lines.join("\n")))
}

fn remedy(difference: &Difference<'_>) -> Option<String> {
    match (difference.before, difference.after) {
        (None, Some(left)) => {
            let kind = left.kind.name().to_uppercase();
            Some(format!("add `DROP {kind} {}`", shown(&left.name)))
        }
        (Some(missing), None) if missing.kind == Kind::Table => Some(format!(
            "create the table `{}` again, or say `-- ingrain: irreversible \"why\"` in the up script and delete this one",
            missing.name
        )),
        (Some(missing), None) => Some(format!("add:\n{};", missing.sql)),
        (Some(before), Some(after)) if before.is_ordinary_table() && after.is_ordinary_table() => {
            Some(match difference.moves_columns() {
                true => MOVED.to_owned(),
                false => format!(
                    "bring back every column and constraint as it was:\n{};",
                    before.sql
                ),
            })
        }
        (Some(before), Some(_)) => Some(format!(
            "drop the {} `{}` and create it as it was:\n{};",
            before.kind.name(),
            before.name,
            before.sql,
        )),
        (None, None) => None,
    }
}

/// A name as it has to be written.
pub(super) fn shown(name: &str) -> String {
    let is_plain = !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match is_plain {
        true => name.to_owned(),
        false => quoted(name),
    }
}
