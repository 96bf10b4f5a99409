//! What a script says of the rows that go.

use ingrain_core::{Dialect, Statement, split};

use super::tell::{Loss, ancestors};
use crate::sqlite::outline::{How, Outline, Write, writes};
use crate::sqlite::stage::Stage;

/// What a table may lose by what the script, or a trigger, says.
pub(super) struct Meant {
    rows: bool,
    values: bool,
}

impl Meant {
    pub(super) fn of(stage: &Stage, script: &Outline<'_>, table: &str) -> Meant {
        let own: Vec<Write> = script
            .writes()
            .map(|(_, write)| write)
            .chain(by_triggers(stage, table))
            .filter(|write| write.table == table)
            .collect();
        let has = |ways: &[How]| own.iter().any(|write| ways.contains(&write.how));
        let is_handed_on = is_handed_on(stage, script, table);
        Meant {
            rows: is_handed_on || has(&[How::DeleteAll, How::DeleteSome, How::Replace]),
            values: is_handed_on || !own.is_empty() && has(&VALUES),
        }
    }

    pub(super) fn covers(&self, loss: &Loss) -> bool {
        match loss {
            Loss::Rows { .. } => self.rows,
            // Where rows go, their values go with them.
            Loss::Values(_) => self.values || self.rows,
        }
    }
}

/// The statement that copies a table which is built anew, if it looks as if it left no row out.
pub(super) fn copying_all<'s, 'a>(
    script: &'s Outline<'a>,
    table: &str,
) -> Option<&'s Statement<'a>> {
    const CHOOSING: [&str; 8] = [
        "WHERE",
        "GROUP",
        "DISTINCT",
        "HAVING",
        "LIMIT",
        "EXCEPT",
        "INTERSECT",
        "UNION",
    ];
    let new = script.renamed_to(table)?;
    let filling: Vec<(&Statement<'a>, Write)> = script
        .writes()
        .filter(|(_, write)| write.table == new && !matches!(write.how, How::Rename))
        .collect();
    let has = |statement: &Statement<'_>, words: &[&str]| {
        let mut tokens = statement.tokens();
        tokens.any(|token| words.iter().any(|word| token.is_word(word)))
    };
    let copies = |(statement, write): &(&Statement<'a>, Write)| {
        matches!(write.how, How::Insert | How::Replace) && has(statement, &["SELECT"])
    };
    let chooses = |(statement, write): &(&Statement<'a>, Write)| {
        let deletes = matches!(write.how, How::DeleteAll | How::DeleteSome | How::Drop);
        deletes || has(statement, &CHOOSING)
    };
    let copying = filling.iter().find(|filled| copies(filled))?.0;
    (!filling.iter().any(chooses)).then_some(copying)
}

const VALUES: [How; 4] = [How::DeleteAll, How::DeleteSome, How::Update, How::Replace];

/// Whether the script deletes certain rows of a table that this one refers to: who chooses them knows what
/// goes with them.
fn is_handed_on(stage: &Stage, script: &Outline<'_>, table: &str) -> bool {
    let ancestors = ancestors(stage, table);
    let on_ancestors = |ways: &[How]| {
        script
            .writes()
            .any(|(_, write)| ancestors.contains(&write.table) && ways.contains(&write.how))
    };
    on_ancestors(&[How::DeleteSome]) && !on_ancestors(&[How::DeleteAll, How::Replace])
}

/// What the triggers that name the table write to.
fn by_triggers(stage: &Stage, table: &str) -> Vec<Write> {
    let triggers = stage.catalog.mentions(table);
    triggers
        .flat_map(|trigger| {
            let statements = split(Dialect::Sqlite, &trigger.sql).unwrap_or_default();
            statements.iter().flat_map(writes).collect::<Vec<_>>()
        })
        .collect()
}
