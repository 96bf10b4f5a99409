//! What a script must leave as it was: rows that it does not name, objects, sequences and references.

mod objects;
mod references;
mod rows;
mod sequences;

use std::collections::BTreeSet;

use ingrain_core::{Direction, Finding};

pub(super) use self::references::{is_broken, orphaned};
use self::rows::Counts;
use self::sequences::Sequences;
use super::outline::Outline;
use super::perform::{Orphans, Taken};
use super::schema::{Kind, Schema};
use super::stage::Stage;

/// What is looked at before a script runs.
pub(super) struct Before {
    rows: Counts,
    sequences: Sequences,
}

/// What has been told of already, and need not be again.
#[derive(Default)]
pub(super) struct Told {
    /// Rows that refer to nothing.
    orphans: Vec<Orphans>,
    /// Views, triggers and tables that do not work, in lower case.
    pub(super) broken: BTreeSet<String>,
}

/// Looks at what a script may change.
pub(super) fn before(stage: &Stage, script: &Outline<'_>) -> rusqlite::Result<Before> {
    stage.rest();
    let affected = stage.catalog.affected(script);
    let rows = rows::count(stage, &affected)?;
    let sequences = sequences::stretch(stage, script)?;
    Ok(Before { rows, sequences })
}

/// Compares with what the script has left, and with what its DROP TABLEs have `taken`, and says what is wrong with that. The part of the schema that it
/// can change was `old` before it, and is `new`. What does not work in `bare`, where the script has not run,
/// is not its fault.
pub(super) fn after(
    stage: &mut Stage,
    bare: &Stage,
    told: &mut Told,
    (script, direction): (&Outline<'_>, Direction),
    (before, taken): (&Before, &[Taken<'_>]),
    (old, new): (&Schema, &Schema),
) -> rusqlite::Result<Vec<Finding>> {
    stage.rest();
    let mut findings = rows::lost(stage, script, taken, &before.rows, new)?;
    findings.extend(sequences::lost(stage, script, &before.sequences, new)?);
    if direction == Direction::Up {
        // What a down script forgets to create again is told by comparing schemas.
        findings.extend(objects::lost(script, old, new));
    }
    stage.catalog.change(old, new.clone());
    let changed = changed(old, new);
    findings.extend(references::broken(stage, bare, script, &changed, told));
    findings.extend(references::orphaned_rows(stage, told, script)?);
    Ok(findings)
}

/// The names of what is not the same.
fn changed(before: &Schema, after: &Schema) -> BTreeSet<String> {
    let differs = |one: &Schema, other: &Schema| {
        let objects = one
            .iter()
            .filter(|(key, object)| other.get(*key) != Some(object));
        // A trigger is looked at with its table.
        let names = objects.filter(|(key, _)| key.0 != Kind::Index);
        names
            .map(|(_, object)| object.table.to_ascii_lowercase())
            .collect::<BTreeSet<_>>()
    };
    let mut names = differs(before, after);
    names.extend(differs(after, before));
    names
}
