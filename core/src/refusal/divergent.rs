//! Applied migrations whose script is another one now: edited, renumbered, or pushed up by an inserted one.

use super::past::when;
use super::{Refusal, subject};
use crate::chain::{Chain, Migration};
use crate::diagnostic::Diagnostic;
use crate::history::{Applied, History};
use crate::version::listed;
use crate::{Code, Version};

/// Of so many migrations all is told; of the others, that they have changed.
const SHOWN: usize = 8;

impl Refusal {
    pub(crate) fn divergent(
        found: &[(&Migration<'_>, &Applied)],
        chain: &Chain<'_>,
        history: &History,
    ) -> Box<Refusal> {
        let versions: Vec<Version> = found.iter().map(|(embedded, _)| embedded.version).collect();
        let title = format!(
            "{} changed after being applied",
            subject(&versions, "migration", "has", "have")
        );
        let changes = changes(found, chain, history);
        let diagnostic = changes
            .iter()
            .take(SHOWN)
            .fold(Diagnostic::new(Code::Divergent, title), told);
        let help = remedies(&changes, chain, history);
        Refusal::new(
            versions,
            help.into_iter().fold(diagnostic, Diagnostic::help),
        )
    }

    /// Refuses a repair, unless each of `found` is one text that was changed.
    pub(crate) fn unacceptable(
        found: &[(&Migration<'_>, &Applied)],
        chain: &Chain<'_>,
        history: &History,
    ) -> Result<(), Box<Refusal>> {
        if acceptable(&changes(found, chain, history)) {
            Ok(())
        } else {
            Err(Refusal::divergent(found, chain, history))
        }
    }
}

struct Change<'r, 'a> {
    embedded: &'r Migration<'a>,
    applied: &'r Applied,
    kind: Kind<'r>,
}

enum Kind<'r> {
    /// The script is another text.
    Edited,
    /// So is its description: it is probably another migration altogether.
    Replaced,
    /// The same, and what was applied under its version has moved to another one.
    Inserted,
    /// The script is the one that was applied under another version.
    Renumbered(&'r Applied),
}

fn changes<'r, 'a>(
    found: &[(&'r Migration<'a>, &'r Applied)],
    chain: &Chain<'_>,
    history: &'r History,
) -> Vec<Change<'r, 'a>> {
    let change = |(embedded, applied): &(&'r Migration<'a>, &'r Applied)| Change {
        embedded,
        applied,
        kind: kind(embedded, applied, chain, history),
    };
    found.iter().map(change).collect()
}

fn kind<'r>(
    embedded: &Migration<'_>,
    applied: &Applied,
    chain: &Chain<'_>,
    history: &'r History,
) -> Kind<'r> {
    // Scripts may be equal: one that stands unchanged in its own place has not moved from there.
    let moved = |other: &&Applied| {
        let in_place = chain.get(other.migration.version);
        other.migration.checksum == embedded.up.checksum
            && in_place.is_none_or(|in_place| in_place.up.checksum != embedded.up.checksum)
    };
    match history.applied().iter().find(moved) {
        Some(before) => Kind::Renumbered(before),
        None if embedded.description == applied.migration.description => Kind::Edited,
        None if is_embedded(applied, chain) => Kind::Inserted,
        None => Kind::Replaced,
    }
}

fn is_embedded(applied: &Applied, chain: &Chain<'_>) -> bool {
    let checksum = applied.migration.checksum;
    let mut scripts = chain.migrations().iter().map(|migration| migration.up);
    scripts.any(|up| up.checksum == checksum)
}

fn told(diagnostic: Diagnostic, change: &Change<'_, '_>) -> Diagnostic {
    let Change {
        embedded,
        applied,
        kind,
    } = change;
    let (version, now, then) = (
        embedded.version,
        embedded.description,
        &applied.migration.description,
    );
    let diagnostic = diagnostic.at(embedded.up.path).note(format!(
        "version {version} was applied {}",
        when(&applied.applied_at, &applied.applied_by)
    ));
    match kind {
        Kind::Renumbered(before) => diagnostic.note(format!(
            "the script of version {version} is applied as version {} ({}): it was renumbered",
            before.migration.version, before.migration.description
        )),
        Kind::Replaced | Kind::Inserted => {
            diagnostic.note(format!("it was called `{then}` then; now it is `{now}`"))
        }
        Kind::Edited => diagnostic,
    }
    .note(format!("the database has {}", applied.migration.checksum))
    .note(format!("this binary has  {}", embedded.up.checksum))
}

/// To accept the new text is a way out only where it is one text that was changed: accepting a script
/// that is another migration's would record that tables exist which do not.
fn acceptable(changes: &[Change<'_, '_>]) -> bool {
    let is_edited = |change: &Change<'_, '_>| matches!(change.kind, Kind::Edited);
    changes.iter().all(is_edited)
}

fn remedies(changes: &[Change<'_, '_>], chain: &Chain<'_>, history: &History) -> Vec<String> {
    let mut help = Vec::new();
    for Change { embedded, kind, .. } in changes.iter().take(SHOWN) {
        let path = embedded.up.path;
        match kind {
            Kind::Renumbered(before) => help.push(format!(
                "rename all files of `{path}` back to version {}",
                before.migration.version
            )),
            Kind::Inserted => help.push(format!(
                "rename all files of `{path}`, which was not applied here, to a version above {}",
                listed(history.current().as_slice())
            )),
            Kind::Edited | Kind::Replaced => {}
        }
    }
    let is_renumbered = |change: &&Change<'_, '_>| matches!(change.kind, Kind::Renumbered(_));
    let lost: Vec<Version> = changes
        .iter()
        .filter(is_renumbered)
        .filter(|change| !is_embedded(change.applied, chain))
        .map(|change| change.embedded.version)
        .collect();
    if !lost.is_empty() {
        help.push(format!(
            "restore from version control what was applied as {}",
            subject(&lost, "version", "", "").trim_end()
        ));
    }
    if changes
        .iter()
        .any(|change| matches!(change.kind, Kind::Edited | Kind::Replaced))
    {
        help.push("restore the file as it was when it was applied, and put the change into a new migration".to_owned());
    }
    if acceptable(changes) {
        help.extend(again(changes, history));
        help.push("if the change is known to be harmless, accept it: `migrator().repair(&mut connection, \"why\")`".to_owned());
    }
    help
}

/// How to take what is still being written back and apply it anew: only where that is the last that was applied,
/// and not on a database whose rows count.
fn again(changes: &[Change<'_, '_>], history: &History) -> Option<String> {
    let last = history.applied().iter().rev().take(changes.len());
    let mut last = last.map(|applied| applied.migration.version);
    let are_last = last.all(|version| changes.iter().any(|it| it.embedded.version == version));
    let has_way_back = changes.iter().all(|it| it.applied.migration.down.is_some());
    (are_last && has_way_back && !history.is_production()).then(|| {
        format!(
            "while it is being written, and has run nowhere else, revert it with the down script that the history keeps, \
             and apply it as it is now: `migrator().redo(&mut connection, \"-{}\".parse::<Target>()?)`",
            changes.len()
        )
    })
}
