//! Tells of what no longer fits.

use std::collections::BTreeSet;

use ingrain_core::{Diagnostic, Finding, Rule, Statement};

use crate::sqlite::hints::{meant, missing};
use crate::sqlite::outline::Outline;
use crate::sqlite::perform::{Orphans, Presence};
use crate::sqlite::schema::{Kind, Object};
use crate::sqlite::stage::Stage;

const REBUILD: &str = "to rebuild a table: say `-- ingrain: foreign-keys off` at the top, create the new table under another \
    name, copy the rows, drop the old one, and rename the new one into its place";
/// What only the application may have.
const BEYOND: [&str; 3] = [
    "no such function",
    "no such module",
    "no such collation sequence",
];
const EXTENSION: &str = "the rehearsal has what SQLite brings along; if the application loads or registers it: \
    `-- ingrain: allow reference-broken \"why\"`";

/// The finding about an object that does not work any more, by itself or by one of its triggers.
pub(super) fn finding(
    stage: &Stage,
    script: &Outline<'_>,
    changed: &BTreeSet<String>,
    (object, trigger): (&Object, Option<&Object>),
    message: &str,
) -> Finding {
    let name = &object.name;
    if let Some(parent) = missing_parent(stage, object) {
        return orphaned_table(script, name, &parent);
    }
    let names = names(stage, changed, object);
    if message.starts_with("foreign key mismatch") {
        let title = format!("a foreign key does not fit after this script: {message}");
        return Finding::new(Rule::ReferenceBroken, title, |diagnostic| {
            place(diagnostic, script, &names)
                .help("the columns that a foreign key refers to must exist, and be the PRIMARY KEY or UNIQUE together")
        });
    }
    let what = match (trigger, object.kind) {
        (Some(trigger), _) => format!("the trigger `{}` on `{name}` does not work", trigger.name),
        (None, Kind::View) => format!("the view `{name}` does not work"),
        (None, _) if object.is_virtual() => format!("the virtual table `{name}` does not work"),
        (None, _) => format!("rows of `{name}` cannot be written"),
    };
    let title = format!("{what} after this script: {message}");
    let broken = trigger.unwrap_or(object);
    let made = made_wrong(script, broken, message);
    Finding::new(Rule::ReferenceBroken, title, |mut diagnostic| {
        diagnostic = match made {
            Some(statement) => at(diagnostic, script, statement),
            None => place(diagnostic, script, &names),
        };
        if trigger.is_some() {
            diagnostic = diagnostic.note(format!(
                "what fires it fails, and changes nothing in `{name}`"
            ));
        }
        if BEYOND.iter().any(|beyond| message.contains(beyond)) {
            return diagnostic.help(EXTENSION);
        }
        diagnostic.help(remedy(stage, script, made, broken, message))
    })
}

/// The statement that makes the object, if it was wrong from the beginning: nothing that it needs was
/// taken away afterwards.
fn made_wrong<'s, 'a>(
    script: &'s Outline<'a>,
    object: &Object,
    message: &str,
) -> Option<&'s Statement<'a>> {
    let made = script.making(object.kind, &object.name.to_ascii_lowercase())?;
    let taken = missing(message).and_then(|missing| script.taking(&missing.name));
    let is_taken_later = taken.is_some_and(|taken| taken.start() > made.start());
    (!is_taken_later).then_some(made)
}

fn remedy(
    stage: &Stage,
    script: &Outline<'_>,
    made: Option<&Statement<'_>>,
    object: &Object,
    message: &str,
) -> String {
    let missing = missing(message);
    let meant = made
        .zip(missing)
        .and_then(|(made, missing)| meant(script, made, &missing, stage));
    match (meant, made) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Some(_)) => {
            "correct it, or create what it needs in this script or before".to_owned()
        }
        (None, None) => {
            let kind = match object.is_virtual() {
                true => "virtual table",
                false => object.kind.name(),
            };
            format!("drop the {kind} first, and create it anew as it now has to be")
        }
    }
}

/// A table whose parent is not there.
fn orphaned_table(script: &Outline<'_>, child: &str, parent: &str) -> Finding {
    let title =
        format!("`{child}` refers to `{parent}`, and there is no such table after this script");
    let table = parent.to_ascii_lowercase();
    let renamed = script.says(&["RENAME", "TO"], &table);
    Finding::new(Rule::ReferenceBroken, title, |diagnostic| {
        let diagnostic = match renamed {
            Some(statement) => at(diagnostic, script, statement)
                .note("ALTER TABLE … RENAME takes along the foreign keys that refer to the table"),
            None => place(diagnostic, script, &[&table, &child.to_ascii_lowercase()]),
        };
        let diagnostic = diagnostic.note(format!(
            "no row of `{child}` that refers to one can be written any more"
        ));
        match script.statement(&["DROP", "ALTER"], &[&table]) {
            Some(_) => diagnostic.help(REBUILD),
            None => diagnostic.help(format!(
                "create `{parent}` in this script or before, or correct its name"
            )),
        }
    })
}

fn missing_parent(stage: &Stage, object: &Object) -> Option<String> {
    let parents = stage.catalog.parents(&object.name.to_ascii_lowercase());
    let mut missing = parents
        .iter()
        .filter(|parent| stage.catalog.object(Kind::Table, parent).is_none());
    missing.next().cloned()
}

/// What `object` depends on of all that was changed.
fn names<'n>(stage: &Stage, changed: &'n BTreeSet<String>, object: &Object) -> Vec<&'n str> {
    let own = object.name.to_ascii_lowercase();
    let parents = stage.catalog.parents(&own);
    let is_parent = |name: &str| parents.iter().any(|parent| parent == name);
    let is_mentioned = |name: &str| {
        stage
            .catalog
            .mentions(name)
            .any(|other| other.is_on(&own) || other.key() == object.key())
    };
    let (mut names, rest): (Vec<&str>, Vec<&str>) = changed
        .iter()
        .map(String::as_str)
        .partition(|name| is_parent(name) || is_mentioned(name));
    names.extend(rest.iter().filter(|name| **name == own));
    match names.is_empty() {
        true => rest,
        false => names,
    }
}

/// The statement that takes away, changes or creates what has these names, the most concerned one last.
fn place(diagnostic: Diagnostic, script: &Outline<'_>, names: &[&str]) -> Diagnostic {
    let own = || {
        // What is created here is to blame for what it says itself.
        let created = names
            .iter()
            .rev()
            .find_map(|name| script.statement(&["CREATE"], &[name]));
        created.or_else(|| script.statement(&["CREATE"], names))
    };
    let by = |keywords: &[&str]| script.statement(keywords, names);
    let taken = by(&["DROP"])
        .or_else(|| by(&["ALTER"]))
        .or_else(|| by(&["DELETE", "UPDATE"]));
    match taken.or_else(own).or_else(|| by(&["INSERT", "REPLACE"])) {
        Some(statement) => at(diagnostic, script, statement),
        None => diagnostic.at(script.script.path()),
    }
}

/// Points at the statement.
pub(super) fn at(
    diagnostic: Diagnostic,
    script: &Outline<'_>,
    statement: &Statement<'_>,
) -> Diagnostic {
    let (path, text) = (script.script.path(), script.script.text());
    diagnostic.at_part(path, text, Outline::span(statement), "")
}

/// Rows that refer to rows which are not there.
pub(in crate::sqlite) fn orphaned(script: &Outline<'_>, orphans: &Orphans) -> Finding {
    let Orphans {
        child,
        parent,
        count,
        ..
    } = orphans;
    if orphans.parent_is == Presence::Missing {
        return orphaned_table(script, child, parent);
    }
    let rows = if *count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    };
    let verb = if *count == 1 { "refers" } else { "refer" };
    let title = format!(
        "{rows} of `{child}` {verb} to rows of `{parent}` that do not exist after this script"
    );
    Finding::new(Rule::ReferenceBroken, title, |diagnostic| {
        place(diagnostic, script, &[&parent.to_ascii_lowercase(), &child.to_ascii_lowercase()])
            .note("with foreign keys off nothing is handed on: what refers to a deleted row stays as it is")
            .help(format!("keep the rows of `{parent}` that others refer to, or delete the rows of `{child}` too"))
    })
}
