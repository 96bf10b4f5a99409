//! Tells of rows that are gone.

use std::ops::Range;

use ingrain_core::{Diagnostic, Finding, Rule, Statement};

use crate::sqlite::count::Count;
use crate::sqlite::outline::{How, Outline};
use crate::sqlite::perform::Taken;
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

/// What a table has less of.
pub(super) enum Loss {
    Rows {
        lost: i64,
        left: i64,
    },
    /// Those of a column.
    Values(String),
}

impl Loss {
    pub(super) fn between(old: &Count, new: &Count) -> Option<Loss> {
        let lost = old.rows - new.rows;
        if lost > 0 {
            let left = new.rows;
            return Some(Loss::Rows { lost, left });
        }
        let column = old.nulled(new)?;
        Some(Loss::Values(column.to_owned()))
    }

    fn title(&self, name: &str, why: &str) -> String {
        match self {
            Loss::Rows { left: 0, .. } => format!("`{name}` loses all its rows, and {why}"),
            Loss::Rows { lost, left } => {
                format!("`{name}` loses {lost} of {} rows, and {why}", lost + left)
            }
            Loss::Values(column) => format!("`{name}.{column}` loses its values, and {why}"),
        }
    }
}

const MEANT: &str = "if they may go: `-- ingrain: allow rows-lost \"why\"`";

/// The finding about what a DROP TABLE has taken from a table that refers to the one it drops.
pub(super) fn taken_along(script: &Outline<'_>, taken: &Taken<'_>) -> Finding {
    let name = &taken.before.name;
    let title = match Loss::between(&taken.before, &taken.after) {
        Some(loss) => loss.title(name, "this script does not say so"),
        None => format!("`{name}` loses rows, and this script does not say so"),
    };
    Finding::new(Rule::RowsLost, title, |diagnostic| {
        at(diagnostic, script, Some(Outline::span(&taken.statement)))
            .note(format!("DROP TABLE deletes the rows first, and a foreign key of `{name}` hands that on (ON DELETE CASCADE, SET NULL or SET DEFAULT)"))
            .help("to rebuild a table, say `-- ingrain: foreign-keys off` at the top of the script")
            .help(MEANT)
    })
}

/// The finding about rows that are not copied when their table is built anew.
pub(super) fn left_behind(
    script: &Outline<'_>,
    copying: &Statement<'_>,
    old: &Count,
    loss: &Loss,
) -> Finding {
    let name = &old.name;
    let title = loss.title(name, "the statement that copies them does not say so");
    Finding::new(Rule::RowsLost, title, |diagnostic| {
        at(diagnostic, script, Some(Outline::span(copying)))
            .note("a JOIN leaves out the rows that it finds no other for, and OR IGNORE and OR REPLACE those that are in each other's way")
            .help("copy all of them: LEFT JOIN, plain INSERT")
            .help(format!("if some are to go, say so first: `DELETE FROM {name} WHERE …`"))
            .help(MEANT)
    })
}

/// The finding about rows or values that are gone otherwise.
pub(super) fn fewer(stage: &Stage, script: &Outline<'_>, old: &Count, loss: &Loss) -> Finding {
    let name = &old.name;
    let title = loss.title(name, "this script does not say so");
    let own = match loss {
        Loss::Rows { .. } => format!("DELETE FROM {name} …"),
        Loss::Values(_) => format!("UPDATE {name} …"),
    };
    Finding::new(Rule::RowsLost, title, |diagnostic| {
        let parents = ancestors(stage, &name.to_ascii_lowercase());
        let statement = statement_on(script, &parents).or_else(|| only_write(script));
        at(diagnostic, script, statement.map(Outline::span))
            .note(format!("a foreign key of `{name}` or a trigger hands on what is done to a table that the script names"))
            .help(format!("say `{own}` in the script too, if that is meant"))
            .help(MEANT)
    })
}

/// The tables that deleting rows of may take rows of `table` along.
pub(super) fn ancestors(stage: &Stage, table: &str) -> Vec<String> {
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

/// The first statement that deletes from or changes one of these tables.
fn statement_on<'s, 'a>(script: &'s Outline<'a>, tables: &[String]) -> Option<&'s Statement<'a>> {
    const WAYS: [How; 5] = [
        How::DeleteAll,
        How::Replace,
        How::DeleteSome,
        How::Update,
        How::Insert,
    ];
    WAYS.into_iter().find_map(|how| {
        let mut writes = script.writes();
        let found = writes.find(|(_, write)| write.how == how && tables.contains(&write.table));
        found.map(|(statement, _)| statement)
    })
}

/// The statement that writes rows, if there is but one.
fn only_write<'s, 'a>(script: &'s Outline<'a>) -> Option<&'s Statement<'a>> {
    let is_moved = |how: How| matches!(how, How::Drop | How::Rename);
    let mut writes = script.writes().filter(|(_, write)| !is_moved(write.how));
    let (statement, _) = writes.next()?;
    writes.next().is_none().then_some(statement)
}

/// The place in the script, or the script as a whole.
fn at(diagnostic: Diagnostic, script: &Outline<'_>, span: Option<Range<usize>>) -> Diagnostic {
    let path = script.script.path();
    match span {
        Some(span) => diagnostic.at_part(path, script.script.text(), span, ""),
        None => diagnostic.at(path),
    }
}
