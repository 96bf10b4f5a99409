//! Names that do not exist, and those that were probably meant.

use ingrain_core::{Statement, nearest};
use rusqlite::Connection;

use crate::sqlite::outline::{Named, Outline, Thing, made, names, taken};
use crate::sqlite::schema::Kind;
use crate::sqlite::stage::Stage;

/// What does not exist.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sqlite) struct Missing<'m> {
    pub(in crate::sqlite) what: &'m str,
    pub(in crate::sqlite) name: String,
}

/// What it is that `message` says does not exist.
pub(in crate::sqlite) fn missing(message: &str) -> Option<Missing<'_>> {
    const NO: &str = "no such ";
    const UNNAMED: &str = " has no column named ";
    let (what, rest) = match (message.find(NO), message.split_once(UNNAMED)) {
        (Some(at), _) => message.get(at + NO.len()..)?.split_once(": ")?,
        (None, Some((_, name))) => ("column", name),
        (None, None) => return None,
    };
    // SQLite may ask back: `"draft" - should this be a string literal in single-quotes?`
    let name = rest.split_once(" - should ").map_or(rest, |(name, _)| name);
    let name = match name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'))
    {
        Some(name) => name,
        None => name.rsplit('.').next()?,
    };
    Some(Missing {
        what,
        name: name.to_ascii_lowercase(),
    })
}

/// The nearest thing of its kind that exists where `statement` of `script` stands.
pub(in crate::sqlite) fn meant(
    script: &Outline<'_>,
    statement: &Statement<'_>,
    missing: &Missing<'_>,
    stage: &Stage,
) -> Option<String> {
    let (things, mut known) = match missing.what {
        "table" => objects(stage, &[Kind::Table, Kind::View]),
        "view" => objects(stage, &[Kind::View]),
        "index" => objects(stage, &[Kind::Index]),
        "trigger" => objects(stage, &[Kind::Trigger]),
        "column" => (vec![Thing::Column], columns(statement, &stage.connection)),
        _ => return None,
    };
    let earlier = script.statements.iter();
    for earlier in earlier.take_while(|earlier| earlier.start() < statement.start()) {
        let concerns = |named: &Named| things.contains(&named.thing);
        if let Some(taken) = taken(earlier).filter(concerns) {
            known.retain(|name| !name.eq_ignore_ascii_case(&taken.name));
        }
        known.extend(made(earlier).filter(concerns).map(|made| made.name));
    }
    // What is missing here may be there elsewhere, as a column of another table.
    known.retain(|name| !name.eq_ignore_ascii_case(&missing.name));
    nearest_of(&missing.name, &known)
}

/// The known name that comes nearest to `name`, if one comes near. Case does not count.
pub(in crate::sqlite) fn nearest_of(name: &str, known: &[String]) -> Option<String> {
    let lower: Vec<String> = known.iter().map(|name| name.to_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    let nearest = nearest(&name.to_lowercase(), &words)?;
    let at = words.iter().position(|word| *word == nearest)?;
    known.get(at).cloned()
}

fn objects(stage: &Stage, kinds: &[Kind]) -> (Vec<Thing>, Vec<String>) {
    let objects = stage.catalog.objects.values();
    let objects = objects.filter(|object| kinds.contains(&object.kind));
    (
        kinds.iter().copied().map(Thing::Object).collect(),
        objects.map(|object| object.name.clone()).collect(),
    )
}

/// The columns of the tables that the statement names.
fn columns(statement: &Statement<'_>, connection: &Connection) -> Vec<String> {
    let names = names(statement.tokens());
    names
        .iter()
        .flat_map(|name| columns_of(connection, name))
        .collect()
}

/// The columns of a table or a view; none if nothing is known of it.
pub(in crate::sqlite) fn columns_of(connection: &Connection, table: &str) -> Vec<String> {
    let sql = "SELECT name FROM pragma_table_xinfo(?1, 'main')";
    let columns = connection.prepare_cached(sql).and_then(|mut statement| {
        let rows = statement.query_map([table], |row| row.get(0))?;
        rows.collect()
    });
    columns.unwrap_or_default()
}
