//! Which rows a script finds.

use std::collections::BTreeSet;

use ingrain_core::{Statement, Token};

use super::Rehearsal;
use crate::sqlite::catalog::Catalog;
use crate::sqlite::check::is_broken;
use crate::sqlite::outline::{Outline, begins_with, name_of};
use crate::sqlite::perform::Failure;
use crate::sqlite::schema::{Kind, Object};
use crate::sqlite::seed::{Repeat, seed};
use crate::sqlite::stage::Stage;
use crate::sqlite::unseeded;

/// The rows that a script finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Repeating,
    Distinct,
    /// None that were made up for it.
    AsTheyAre,
}

impl Rehearsal<'_, '_> {
    /// Makes up rows for the tables that matter to these scripts.
    pub(super) fn fill(
        &mut self,
        stage: &Stage,
        scripts: &[&Outline<'_>],
        rows: Rows,
        wanted: impl Fn(&Object) -> bool,
    ) -> rusqlite::Result<()> {
        let repeat = match rows {
            Rows::Repeating => Repeat::WhereAllowed,
            Rows::Distinct => Repeat::Never,
            Rows::AsTheyAre => return Ok(()),
        };
        let tables: BTreeSet<String> = scripts
            .iter()
            .flat_map(|script| stage.catalog.affected(script))
            .collect();
        let tables: Vec<&str> = tables
            .iter()
            .filter_map(|table| stage.catalog.table(table))
            .filter(|table| wanted(table))
            .map(|object| object.name.as_str())
            .collect();
        stage.rest();
        let without = seed(&stage.connection, &tables, repeat, &self.json)?;
        for unseeded in without {
            // One row is enough to show what goes wrong where there are rows, and more there cannot be.
            let is_told = unseeded.rows > 0 || is_broken(stage, &unseeded.table);
            if !is_told && self.unseeded.insert(unseeded.table.to_ascii_lowercase()) {
                let finding = unseeded::finding(&self.steps[..=self.at], &unseeded);
                self.report(finding);
            }
        }
        stage.rest();
        Ok(())
    }
}

/// With which rows a script that found equal ones may do better.
pub(super) fn alternatives(
    script: &Outline<'_>,
    failure: &Failure<'_>,
    catalog: &Catalog,
) -> &'static [Rows] {
    match failure.statement {
        _ if !failure.cause.is_unique_failure() => &[],
        _ if writes_values(script, failure, catalog) => &[Rows::AsTheyAre],
        // An expression may be equal for rows that are not.
        Some(statement) if begins_with(&statement, "CREATE") => &[Rows::Distinct, Rows::AsTheyAre],
        _ => &[Rows::Distinct],
    }
}

/// Whether the statement inserts values of its own: that they meet a row that was made up means nothing.
pub(super) fn writes_values(
    script: &Outline<'_>,
    failure: &Failure<'_>,
    catalog: &Catalog,
) -> bool {
    failure.statement.is_some_and(|statement| {
        let has = |word: &str| statement.tokens().any(|token| token.is_word(word));
        let inserts = begins_with(&statement, "INSERT")
            || begins_with(&statement, "REPLACE")
            || begins_with(&statement, "WITH") && has("INTO");
        inserts && (!has("SELECT") || copies_nothing(script, &statement, catalog))
    })
}

/// Whether the only table that the statement names is the one that it writes to, be it to see that a row is
/// not there yet.
fn copies_nothing(script: &Outline<'_>, statement: &Statement<'_>, catalog: &Catalog) -> bool {
    let tokens: Vec<Token<'_>> = statement.tokens().collect();
    let is_source = |name: &String| {
        let mut kinds = [Kind::Table, Kind::View].into_iter();
        kinds
            .any(|kind| catalog.object(kind, name).is_some() || script.making(kind, name).is_some())
    };
    let into = tokens.iter().position(|token| token.is_word("INTO"));
    let target = into.and_then(|into| tokens.get(into + 1)).and_then(name_of);
    let sources: Vec<String> = tokens
        .iter()
        .filter_map(name_of)
        .filter(is_source)
        .collect();
    let looks_only = tokens.iter().any(|token| token.is_word("EXISTS"));
    let is_target = |name: &String| target.as_ref() == Some(name);
    sources.iter().all(is_target) && (sources.len() == 1 || looks_only)
}
