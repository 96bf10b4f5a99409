//! Rows that are gone.

mod meant;
mod tell;

use std::collections::{BTreeMap, BTreeSet};

use ingrain_core::Finding;

use self::meant::{Meant, copying_all};
use self::tell::{Loss, emptied, fewer, left_behind, taken_along};
use crate::sqlite::count::{Count, count as count_one, count_existing};
use crate::sqlite::outline::{How, Outline, name_of};
use crate::sqlite::perform::Taken;
use crate::sqlite::schema::{Kind, Schema};
use crate::sqlite::stage::Stage;

/// What there is in each table.
pub(super) type Counts = BTreeMap<String, Count>;

/// Counts the rows of ordinary tables.
pub(super) fn count(stage: &Stage, tables: &BTreeSet<String>) -> rusqlite::Result<Counts> {
    let mut counts = Counts::new();
    for table in tables {
        if let Some(object) = stage.catalog.table(table) {
            counts.insert(table.clone(), count_one(stage, &object.name)?);
        }
    }
    Ok(counts)
}

/// What there is less of than before, where the script does not say so; and what the tables that it drops
/// have taken along.
pub(super) fn lost(
    stage: &Stage,
    script: &Outline<'_>,
    taken: &[Taken<'_>],
    before: &Counts,
    after: &Schema,
) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for taken in taken {
        let table = taken.before.name.to_ascii_lowercase();
        if !told.contains(&table) && is_missed(stage, script, taken)? {
            findings.push(taken_along(script, taken));
            told.insert(table);
        }
    }
    for (table, old) in before.iter().filter(|(table, _)| !told.contains(*table)) {
        // What a script does not name stays where it is.
        let remains = after
            .get(&(Kind::Table, table.clone()))
            .map_or(!script.named.contains(table), |object| {
                object.is_ordinary_table()
            });
        if !remains {
            continue;
        }
        let new = count_one(stage, &old.name)?;
        let meant = Meant::of(stage, script, table);
        let loss = Loss::between(old, &new).filter(|loss| !meant.covers(loss));
        findings.extend(match (script.replaces(table), loss) {
            (true, Some(Loss::Rows { left: 0, .. })) => {
                is_emptied(script, table, after).then(|| emptied(script, old))
            }
            (true, Some(loss @ Loss::Rows { .. })) => copying_all(script, table)
                .map(|statement| left_behind(script, statement, old, &loss)),
            (true, _) | (_, None) => None,
            (false, Some(loss)) => Some(fewer(stage, script, old, &loss)),
        });
    }
    Ok(findings)
}

/// Whether what a DROP TABLE took is not there when the script has come to its end, and should be.
fn is_missed(stage: &Stage, script: &Outline<'_>, taken: &Taken<'_>) -> rusqlite::Result<bool> {
    if let Some(end) = count_existing(stage, &taken.before.name)? {
        return Ok(taken.before.exceeds(&end));
    }
    // It does not matter for a table that is dropped as well, unless it was still to be copied.
    let table = taken.before.name.to_ascii_lowercase();
    let later = script.statements.iter();
    let mut later = later.skip_while(|statement| statement.start() <= taken.statement.start());
    Ok(later.any(|statement| {
        let copies = ["INSERT", "REPLACE", "WITH", "CREATE", "ALTER"];
        let mut tokens = statement.tokens();
        tokens
            .next()
            .is_some_and(|first| copies.iter().any(|word| first.is_word(word)))
            && tokens.any(|token| name_of(&token).as_ref() == Some(&table))
    }))
}

/// Whether nothing in the script says that the rows are to go, or to go elsewhere.
fn is_emptied(script: &Outline<'_>, table: &str, after: &Schema) -> bool {
    let is_moved = script
        .says(&["ALTER", "TABLE"], table)
        .is_some_and(|statement| {
            let target = statement.tokens().last();
            let target = target.as_ref().and_then(name_of);
            target.is_some_and(|target| after.contains_key(&(Kind::Table, target)))
        });
    let is_deleted = script.writes().any(|(_, write)| {
        write.table == table && matches!(write.how, How::DeleteAll | How::DeleteSome)
    });
    !is_deleted && !is_moved
}
