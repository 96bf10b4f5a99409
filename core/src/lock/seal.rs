//! Sealing: the next lock file of a folder, and what is new in it.

use std::str::FromStr as _;

use super::{FILE, Lock, PerDialect, Sealed, Terms, read};
use crate::folder::Folder;
use crate::watch::Profile;
use crate::{Code, Diagnostic, Version, listed};

/// What [`Folder::seal`] is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealRequest {
    reseal: Vec<Version>,
}

/// The next lock file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    text: String,
    changes: Vec<String>,
}

impl SealRequest {
    /// The environment variable that asks a build script to seal.
    pub const VARIABLE: &str = "INGRAIN_SEAL";

    /// What the variable's value asks for: `1` to seal what is new, `reseal:7` or `reseal:7,8` to seal
    /// that and these migrations, changed as they are. Empty or `0` is no request.
    ///
    /// # Errors
    ///
    /// One diagnostic, when it is none of these.
    pub fn from_variable(value: &str) -> Result<Option<SealRequest>, Box<Diagnostic>> {
        let number = |word: &str| Version::from_str(word.trim()).ok();
        let reseal: Option<Vec<Version>> = match (value, value.strip_prefix("reseal:")) {
            ("" | "0", _) => return Ok(None),
            ("1", _) => Some(Vec::new()),
            (_, Some(versions)) => versions.split(',').map(number).collect(),
            (_, None) => None,
        };
        reseal
            .map(|reseal| Some(SealRequest { reseal }))
            .ok_or_else(|| Box::new(misspelt(value)))
    }
}

impl Seal {
    /// The lock file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is new in it, a sentence each.
    pub fn changes(&self) -> &[String] {
        &self.changes
    }

    /// Whether `folder` has another lock file, or none.
    pub fn is_needed(&self, folder: &Folder) -> bool {
        let text = folder
            .lock_file()
            .and_then(|file| file.text.as_deref().ok());
        text != Some(self.text())
    }
}

impl Folder {
    /// Whether the folder has a lock file.
    pub fn is_sealed(&self) -> bool {
        self.lock_file().is_some()
    }

    /// The folder's next lock file: everything in it is sealed.
    ///
    /// # Errors
    ///
    /// Every mistake in the folder; and every change of a sealed migration that the request does not name.
    pub fn seal(&self, request: &SealRequest) -> Result<Seal, Vec<Diagnostic>> {
        let terms = Terms {
            profile: Profile::Dev,
            reseal: &request.reseal,
        };
        let next = Lock::of(self, &self.resolve(None, terms)?);
        let last = read(self)?;
        let mut changes = differences(last.as_ref(), &next);
        changes.extend(unneeded(last.as_ref(), &next, &request.reseal));
        Ok(Seal {
            text: next.text(),
            changes,
        })
    }
}

/// What is new in `next`.
fn differences(last: Option<&Lock>, next: &Lock) -> Vec<String> {
    let mut differences = Vec::new();
    let before = |sealed: &Sealed| last.and_then(|last| last.get(sealed.version));
    let is_new = |sealed: &&Sealed| before(sealed).is_none();
    let new: Vec<&Sealed> = next.migrations.iter().filter(is_new).collect();
    match new.as_slice() {
        [] => {}
        [only] => differences.push(format!("sealed `{}`", only.name)),
        [first, .., last] => {
            let count = new.len();
            differences.push(format!(
                "sealed {count} migrations, `{}` to `{}`",
                first.name, last.name
            ));
        }
    }
    for sealed in &next.migrations {
        let name = &sealed.name;
        let Some(before) = before(sealed) else {
            continue;
        };
        if differ(&before.up, &sealed.up) {
            differences.push(format!("sealed `{name}` anew, its up script as it is now"));
        }
        if differ(&before.down, &sealed.down) {
            differences.push(format!("took up the changed way back of `{name}`"));
        }
        if before.name != sealed.name {
            differences.push(format!(
                "took up the changed name of `{name}`, which was `{}`",
                before.name
            ));
        }
    }
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
        differences.push(format!(
            "sealed the chains of {now}; before, those of {before} were"
        ));
    }
    let gone = last.into_iter().flat_map(|last| &last.migrations);
    let gone = gone.filter(|sealed| next.get(sealed.version).is_none());
    differences.extend(gone.map(|sealed| format!("dropped `{}`, which is gone", sealed.name)));
    differences
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
fn unneeded(last: Option<&Lock>, next: &Lock, reseal: &[Version]) -> Option<String> {
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

fn misspelt(value: &str) -> Diagnostic {
    let variable = SealRequest::VARIABLE;
    Diagnostic::new(Code::SealRequest, format!("`{variable}={value}` asks for nothing that exists"))
        .help(format!("`{variable}=1` writes what is new into `{FILE}`"))
        .help(format!("`{variable}=reseal:7` does that, and seals migration 7 as it is now; more than one: `{variable}=reseal:7,8`"))
}
