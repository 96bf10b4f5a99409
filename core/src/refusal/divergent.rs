//! Applied migrations whose script is another one now: edited, renumbered, or pushed up by an inserted one.

use std::collections::{HashMap, HashSet};

use super::past::when;
use super::{Refusal, subject};
use crate::chain::{Chain, Migration};
use crate::diagnostic::{Diagnostic, Remedy, THIS_BINARY, Text};
use crate::history::{Applied, History};
use crate::version::listed;
use crate::{Checksum, Code, Target, Version};

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
        let scripts = Scripts::of(chain, history);
        let changes = changes(found, &scripts);
        let diagnostic = changes
            .iter()
            .take(SHOWN)
            .fold(Diagnostic::new(Code::Divergent, title), told);
        let help = remedies(&changes, &scripts, history);
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
        if acceptable(&changes(found, &Scripts::of(chain, history))) {
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

/// Which scripts there are, by their checksums.
struct Scripts<'r> {
    embedded: HashSet<Checksum>,
    /// What is applied, and does not stand in its own place. Scripts may be equal: one that stands unchanged
    /// in its own place has not moved from there.
    moved: HashMap<Checksum, &'r Applied>,
}

impl<'r> Scripts<'r> {
    fn of(chain: &Chain<'_>, history: &'r History) -> Scripts<'r> {
        let embedded = chain.migrations().iter();
        let mut moved = HashMap::new();
        for applied in history.applied() {
            let checksum = applied.migration.checksum;
            let in_place = chain.get(applied.migration.version);
            if in_place.is_none_or(|in_place| in_place.up.checksum != checksum) {
                moved.entry(checksum).or_insert(applied);
            }
        }
        Scripts {
            embedded: embedded.map(|migration| migration.up.checksum).collect(),
            moved,
        }
    }

    fn is_embedded(&self, applied: &Applied) -> bool {
        self.embedded.contains(&applied.migration.checksum)
    }
}

fn changes<'r, 'a>(
    found: &[(&'r Migration<'a>, &'r Applied)],
    scripts: &Scripts<'r>,
) -> Vec<Change<'r, 'a>> {
    let change = |(embedded, applied): &(&'r Migration<'a>, &'r Applied)| Change {
        embedded,
        applied,
        kind: kind(embedded, applied, scripts),
    };
    found.iter().map(change).collect()
}

fn kind<'r>(embedded: &Migration<'_>, applied: &Applied, scripts: &Scripts<'r>) -> Kind<'r> {
    match scripts.moved.get(&embedded.up.checksum) {
        Some(before) => Kind::Renumbered(before),
        None if embedded.description == applied.migration.description => Kind::Edited,
        None if scripts.is_embedded(applied) => Kind::Inserted,
        None => Kind::Replaced,
    }
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
    .note(Text::from(THIS_BINARY) + format!(" has  {}", embedded.up.checksum))
}

/// To accept the new text is a way out only where it is one text that was changed: accepting a script
/// that is another migration's would record that tables exist which do not.
fn acceptable(changes: &[Change<'_, '_>]) -> bool {
    let is_edited = |change: &Change<'_, '_>| matches!(change.kind, Kind::Edited);
    changes.iter().all(is_edited)
}

fn remedies(changes: &[Change<'_, '_>], scripts: &Scripts<'_>, history: &History) -> Vec<Text> {
    let mut help: Vec<Text> = Vec::new();
    for Change { embedded, kind, .. } in changes.iter().take(SHOWN) {
        let path = embedded.up.path;
        match kind {
            Kind::Renumbered(before) => help.push(Text::from(format!(
                "rename all files of `{path}` back to version {}",
                before.migration.version
            ))),
            Kind::Inserted => help.push(Text::from(format!(
                "rename all files of `{path}`, which was not applied here, to a version above {}",
                listed(history.current().as_slice())
            ))),
            Kind::Edited | Kind::Replaced => {}
        }
    }
    let is_renumbered = |change: &&Change<'_, '_>| matches!(change.kind, Kind::Renumbered(_));
    let lost: Vec<Version> = changes
        .iter()
        .filter(is_renumbered)
        .filter(|change| !scripts.is_embedded(change.applied))
        .map(|change| change.embedded.version)
        .collect();
    if !lost.is_empty() {
        help.push(Text::from(format!(
            "restore from version control what was applied as {}",
            subject(&lost, "version", "", "").trim_end()
        )));
    }
    if changes
        .iter()
        .any(|change| matches!(change.kind, Kind::Edited | Kind::Replaced))
    {
        help.push("restore the file as it was when it was applied, and put the change into a new migration".into());
    }
    if acceptable(changes) {
        help.extend(again(changes, history));
        help.push(
            Text::from("if the change is known to be harmless, accept it: ") + Remedy::Repair,
        );
    }
    help
}

/// How to take what is still being written back and apply it anew: only where that is the last that was applied,
/// and not on a database whose rows count.
fn again(changes: &[Change<'_, '_>], history: &History) -> Option<Text> {
    let last = history.applied().iter().rev().take(changes.len());
    let last = last.map(|applied| applied.migration.version);
    let are_last = last.eq(changes.iter().rev().map(|change| change.embedded.version));
    let has_way_back = changes.iter().all(|it| it.applied.migration.down.is_some());
    (are_last && has_way_back && !history.is_production()).then(|| {
        let written = "while it is being written, and has run nowhere else, revert it with the down script that the \
             history keeps, and apply it as it is now: ";
        Text::from(written) + Remedy::Redo(Target::Down(changes.len()))
    })
}
