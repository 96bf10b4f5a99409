//! Foreign keys, views and triggers that no longer fit what they refer to.

mod events;
mod tell;

use std::collections::BTreeSet;

use ingrain_core::Finding;
use rusqlite::Connection;

use self::tell::finding;
pub(in crate::sqlite) use self::tell::orphaned;
use super::Told;
use crate::sqlite::outline::{Outline, quoted};
use crate::sqlite::perform::{Cause, Orphans, Presence, orphans};
use crate::sqlite::schema::{Kind, Object};
use crate::sqlite::stage::Stage;

/// What the script has broken among what depends on what it changed.
pub(super) fn broken(
    stage: &Stage,
    bare: &Stage,
    script: &Outline<'_>,
    changed: &BTreeSet<String>,
    told: &mut Told,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for key in stage.catalog.dependents(changed) {
        let Some(object) = stage.catalog.objects.get(&key) else {
            continue;
        };
        let Some(message) = failure(&stage.connection, object) else {
            findings.extend(events::unknown_columns(stage, bare, script, &key.1));
            continue;
        };
        let before = bare.catalog.objects.get(&key);
        if before.is_some_and(|before| failure(&bare.connection, before).is_some()) {
            continue;
        }
        let trigger = trigger(stage, object, &message);
        told.broken.insert(key.1);
        told.broken
            .extend(trigger.map(|trigger| trigger.name.to_ascii_lowercase()));
        findings.push(finding(stage, script, changed, (object, trigger), &message));
    }
    findings
}

/// The trigger that the message is about: the table fails with it alone, and does not without any.
fn trigger<'s>(stage: &'s Stage, table: &Object, message: &str) -> Option<&'s Object> {
    let on_table = table.name.to_ascii_lowercase();
    let triggers: Vec<&Object> = stage.catalog.triggers_on(&on_table).collect();
    let fails_with = |kept: Option<&Object>| {
        let dropped = triggers
            .iter()
            .filter(|trigger| kept.is_none_or(|kept| kept.name != trigger.name));
        let drops = dropped.map(|trigger| format!("DROP TRIGGER {};", quoted(&trigger.name)));
        let drops: String = drops.collect();
        let found = stage
            .connection
            .execute_batch(&format!("SAVEPOINT ingrain_check;{drops}"))
            .ok()
            .and_then(|()| failure(&stage.connection, table));
        // Where the savepoint could not be made there is nothing to go back to.
        let _ = stage
            .connection
            .execute_batch("ROLLBACK TO ingrain_check; RELEASE ingrain_check");
        found.as_deref() == Some(message)
    };
    let guilty = triggers.iter().copied();
    guilty
        .filter(|_| !fails_with(None))
        .find(|trigger| fails_with(Some(trigger)))
}

/// Whether nothing can be written to the table.
pub(in crate::sqlite) fn is_broken(stage: &Stage, table: &str) -> bool {
    let object = stage.catalog.table(table);
    object.is_some_and(|object| failure(&stage.connection, object).is_some())
}

/// What SQLite says when it prepares to read it, or to write to it.
fn failure(connection: &Connection, object: &Object) -> Option<String> {
    let name = quoted(&object.name);
    if object.is_virtual() {
        return virtual_failure(connection, &name);
    }
    let reads = (object.kind == Kind::View).then(|| format!("SELECT * FROM main.{name} LIMIT 0"));
    let set: Vec<String> = columns(connection, &object.name)
        .iter()
        .map(|column| format!("{0} = {0}", quoted(column)))
        .collect();
    let writes = [
        format!("INSERT INTO main.{name} DEFAULT VALUES"),
        format!("UPDATE main.{name} SET {}", set.join(", ")),
        format!("DELETE FROM main.{name}"),
    ];
    let statements = reads.into_iter().chain(writes);
    let errors = statements.filter_map(|sql| connection.prepare(&sql).err());
    errors
        .map(message)
        .find(|message| is_its_own(message, &object.name))
}

/// Whether the message is about a fault of the object: not that a view cannot be written to, nor that the
/// foreign key of another table does not fit.
fn is_its_own(message: &str, name: &str) -> bool {
    let child = message.strip_prefix("foreign key mismatch - \"");
    let is_others = child.is_some_and(|child| !child.starts_with(&format!("{name}\" ")));
    !message.starts_with("cannot modify ") && !is_others
}

fn message(error: rusqlite::Error) -> String {
    match Cause::of(error) {
        Cause::Refused(refusal) => refusal.message,
        other => format!("{other:?}"),
    }
}

/// What SQLite says when it reads from a virtual table, if it misses something: a search index may keep its
/// texts in a table of another name. Not every virtual table can be read from its first row to its last.
fn virtual_failure(connection: &Connection, name: &str) -> Option<String> {
    let read = || -> rusqlite::Result<()> {
        let mut statement = connection.prepare(&format!("SELECT * FROM main.{name} LIMIT 1"))?;
        let mut rows = statement.query([])?;
        rows.next()?;
        Ok(())
    };
    let message = message(read().err()?);
    message.contains("no such ").then_some(message)
}

/// The columns that can be written to; of a view that does not work nothing is known, reading it tells why.
fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let sql = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0";
    let columns = connection.prepare_cached(sql).and_then(|mut statement| {
        let rows = statement.query_map([table], |row| row.get(0))?;
        rows.collect()
    });
    columns.unwrap_or_default()
}

/// The rows that refer to nothing, and did not before.
pub(super) fn orphaned_rows(
    stage: &Stage,
    told: &mut Told,
    script: &Outline<'_>,
) -> rusqlite::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for table in stage.catalog.affected(script) {
        let refers = !stage.catalog.parents(&table).is_empty();
        if !refers {
            continue;
        }
        let found = match orphans(stage, Some(&table)) {
            Ok(found) => found,
            // Of that there is a finding already.
            Err(_) if is_broken(stage, &table) => continue,
            Err(error) => return Err(error),
        };
        let is_new = |orphans: &Orphans| {
            orphans.parent_is == Presence::Present && !told.orphans.contains(orphans)
        };
        let new: Vec<Orphans> = found.into_iter().filter(is_new).collect();
        findings.extend(new.iter().map(|orphans| orphaned(script, orphans)));
        told.orphans.extend(new);
    }
    Ok(findings)
}
