//! `UPDATE OF` columns that do not exist: SQLite takes them, and never fires the trigger for them.

use ingrain_core::{Finding, Rule, Token};

use super::tell::at;
use crate::sqlite::hints::{columns_of, nearest_of};
use crate::sqlite::outline::{Outline, name_of};
use crate::sqlite::schema::{Kind, Object};
use crate::sqlite::stage::Stage;
use crate::sqlite::table;

/// The findings about triggers on `table` that the script has made.
pub(super) fn unknown_columns(
    stage: &Stage,
    bare: &Stage,
    script: &Outline<'_>,
    table: &str,
) -> Vec<Finding> {
    let is_new = |trigger: &&Object| {
        let before = bare.catalog.object(Kind::Trigger, &trigger.name);
        before.is_none_or(|before| before.sql != trigger.sql)
    };
    let triggers = stage.catalog.triggers_on(table).filter(is_new);
    triggers
        .filter_map(|trigger| unknown_column(stage, script, trigger))
        .collect()
}

fn unknown_column(stage: &Stage, script: &Outline<'_>, trigger: &Object) -> Option<Finding> {
    const ROWID: [&str; 3] = ["rowid", "oid", "_rowid_"];
    let listed = listed(&trigger.sql);
    if listed.is_empty() {
        return None;
    }
    let known = columns_of(&stage.connection, &trigger.table);
    let is_known = |column: &String| {
        ROWID.contains(&column.as_str())
            || known.iter().any(|name| name.eq_ignore_ascii_case(column))
    };
    let column = listed.iter().find(|column| !is_known(column))?;
    let name = trigger.name.to_ascii_lowercase();
    // SQLite itself writes a new name of a column into the trigger: of what it wrote there is nothing to say.
    let statement = script.making(Kind::Trigger, &name)?;
    let title = format!(
        "the trigger `{}` is to fire on updates of `{column}`, and `{}` has no such column",
        trigger.name, trigger.table
    );
    Some(Finding::new(Rule::ReferenceBroken, title, |diagnostic| {
        let diagnostic = at(diagnostic, script, statement)
            .note("SQLite takes a column that does not exist, and never fires the trigger for it");
        match nearest_of(column, &known) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help("correct the name, or leave it out"),
        }
    }))
}

/// The columns after `UPDATE OF`.
fn listed(sql: &str) -> Vec<String> {
    let tokens = table::tokens(sql);
    let is_list = |pair: &[Token<'_>]| pair[0].is_word("UPDATE") && pair[1].is_word("OF");
    let Some(begin) = tokens.windows(2).position(is_list) else {
        return Vec::new();
    };
    let list = tokens.iter().skip(begin + 2);
    let list = list.take_while(|token| !token.is_word("ON"));
    list.filter_map(name_of).collect()
}
