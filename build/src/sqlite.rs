//! The rehearsal: a chain is run on an in-memory SQLite, the version that the application links.
//!
//! All up scripts run on an empty database first, as a new installation runs them. Then every migration
//! that is not proven yet runs up, down and up again on tables with rows, which are made up for it.
//!
//! | step | module |
//! |---|---|
//! | a script's text becomes statements and names | `outline` |
//! | a database in memory, and a script that runs on it as the runtime would run it | `stage`, `perform` |
//! | what is in the schema, and what depends on what | `schema`, `table`, `catalog` |
//! | rows for the tables that a script touches | `seed` |
//! | how many rows and values there are | `count` |
//! | what a script must leave as it was | `check` |
//! | the schema before an up script and after its down script | `compare` |
//! | the order of it all | `rehearsal` |
//! | whatever went wrong becomes text | `failed`, `hints`, `differs`, `unseeded` |

mod catalog;
mod check;
mod compare;
mod count;
mod differs;
mod failed;
mod hints;
mod outline;
mod perform;
mod rehearsal;
mod schema;
mod seed;
mod stage;
mod table;
mod unseeded;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ingrain_core::{Chain, Dialect, Finding, Migration, Rule, Script, Version};

use self::outline::Outline;
use self::rehearsal::{Proof, Rehearsal, Step};

/// What the rehearsal of `chain` finds.
///
/// Migrations that are `proven` only run up, to get to those that are not. A statement that needs a function
/// which only the application has is left out where the script `accepts` that; nothing is rehearsed after any
/// other that fails. Of what is Rust nothing is known: as an up script it changes nothing, and a way down that
/// is Rust is none.
pub(crate) fn rehearse(
    chain: &Chain<'_>,
    proven: &BTreeSet<Version>,
    accepts: &dyn Fn(Script<'_>, Rule) -> bool,
) -> Vec<Finding> {
    let is_unproven = |migration: &Migration<'_>| !proven.contains(&migration.version());
    let Some(last) = chain.migrations().iter().rposition(is_unproven) else {
        return Vec::new();
    };
    let steps: Vec<Step<'_>> = chain.migrations()[..=last]
        .iter()
        .map(|migration| Step {
            up: Outline::of(migration.up()),
            down: migration
                .down_script()
                .filter(|down| down.rust(Dialect::Sqlite).is_none())
                .map(Outline::of),
            proof: match is_unproven(migration) {
                true => Proof::Missing,
                false => Proof::Given,
            },
        })
        .collect();
    let first = steps.first();
    let mut rehearsal = match Rehearsal::new(&steps, accepts) {
        Ok(rehearsal) => rehearsal,
        Err(error) => {
            return first
                .map(|step| interrupted(step, &error))
                .into_iter()
                .collect();
        }
    };
    if let Err(error) = rehearsal.run() {
        let at = steps.get(rehearsal.at);
        rehearsal
            .findings
            .extend(at.map(|step| interrupted(step, &error)));
    }
    rehearsal.findings
}

/// The rehearsal itself has failed at a migration.
fn interrupted(step: &Step<'_>, error: &rusqlite::Error) -> Finding {
    let title = format!("the rehearsal cannot go on at this migration: {error}");
    Finding::new(Rule::RehearsalFails, title, |diagnostic| {
        diagnostic
            .at(step.up.script.path())
            .note("neither it nor what comes after it is proven")
            .help("this is a defect of Ingrain; please report it with this script")
    })
}
