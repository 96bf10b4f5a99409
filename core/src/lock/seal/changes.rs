//! What is new in a lock file, in words.

use crate::lock::{Lock, PerDialect, Sealed};
use crate::{Version, listed};

/// Something that is new in a lock file, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// A migration's [novelty](super::Novelty).
    Novelty(String),
    /// Anything else.
    Other(String),
}

impl Change {
    pub(super) fn text(&self) -> &str {
        match self {
            Change::Novelty(text) | Change::Other(text) => text,
        }
    }
}

/// What is new in `next`.
pub(super) fn differences(last: Option<&Lock>, next: &Lock) -> Vec<Change> {
    let mut differences = Vec::new();
    let before = |sealed: &Sealed| last.and_then(|last| last.get(sealed.version));
    let is_new = |sealed: &&Sealed| before(sealed).is_none();
    let new: Vec<&Sealed> = next.migrations.iter().filter(is_new).collect();
    match new.as_slice() {
        [] => {}
        [only] => differences.push(Change::Novelty(format!("sealed `{}`", only.name))),
        [first, .., last] => {
            let count = new.len();
            differences.push(Change::Novelty(format!(
                "sealed {count} migrations, `{}` to `{}`",
                first.name, last.name
            )));
        }
    }
    for sealed in &next.migrations {
        let name = &sealed.name;
        let Some(before) = before(sealed) else {
            continue;
        };
        if differ(&before.up, &sealed.up) {
            let text = format!("sealed `{name}` anew, its up script as it is now");
            differences.push(Change::Novelty(text));
        }
        if differ(&before.down, &sealed.down) {
            let text = format!("took up the changed way back of `{name}`");
            differences.push(Change::Other(text));
        }
        if before.name != sealed.name {
            differences.push(Change::Other(format!(
                "took up the changed name of `{name}`, which was `{}`",
                before.name
            )));
        }
    }
    differences.extend(newly_proven(last, next).map(Change::Other));
    let dialects = |lock: &Lock| {
        lock.dialects
            .iter()
            .map(|one| one.name())
            .collect::<Vec<_>>()
    };
    if let Some(before) = last
        .map(dialects)
        .filter(|before| *before != dialects(next))
    {
        let (before, now) = (before.join(" and "), dialects(next).join(" and "));
        differences.push(Change::Other(format!(
            "sealed the chains of {now}; before, those of {before} were"
        )));
    }
    let gone = last.into_iter().flat_map(|last| &last.migrations);
    let gone = gone.filter(|sealed| next.get(sealed.version).is_none());
    differences.extend(
        gone.map(|sealed| Change::Other(format!("dropped `{}`, which is gone", sealed.name))),
    );
    differences
}

/// What was sealed before it was proven.
fn newly_proven(last: Option<&Lock>, next: &Lock) -> Option<String> {
    let is_new = |sealed: &&Sealed| {
        let before = last.and_then(|last| last.get(sealed.version));
        before.is_some_and(|before| {
            before.up == sealed.up
                && before.down == sealed.down
                && sealed
                    .proven
                    .iter()
                    .any(|dialect| !before.proven.contains(dialect))
        })
    };
    match next.migrations.iter().filter(is_new).count() {
        0 => None,
        1 => Some("noted that a sealed migration is now proven".to_owned()),
        count => Some(format!(
            "noted that {count} sealed migrations are now proven"
        )),
    }
}

/// Whether a dialect that both have has another value.
fn differ<T: PartialEq>(one: &PerDialect<T>, other: &PerDialect<T>) -> bool {
    let pairs = one
        .iter()
        .flat_map(|one| other.iter().map(move |other| (one, other)));
    pairs
        .into_iter()
        .any(|(one, other)| one.0 == other.0 && one.1 != other.1)
}

/// Which migrations were to be sealed anew, and had not changed.
pub(super) fn unneeded(last: Option<&Lock>, next: &Lock, reseal: &[Version]) -> Option<String> {
    let up = |lock: Option<&Lock>, version| Some(lock?.get(version)?.up.clone());
    let is_same = |version: &Version| up(last, *version) == up(Some(next), *version);
    let same: Vec<Version> = reseal.iter().copied().filter(is_same).collect();
    let what = match same.len() {
        0 => return None,
        1 => "version",
        _ => "versions",
    };
    Some(format!(
        "there was nothing to seal anew at {what} {}",
        listed(&same)
    ))
}
