//! What can be read of a folder that would not build, for whoever looks at it all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::configuration;
use crate::folder::{File, Folder};
use crate::tool::Adopted;
use crate::{Diagnostic, Version, name};

/// What is left of a folder without its lock file, and without what has a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The folder that is left. No mistake is in it, and a version that is left out is none.
    pub folder: Folder,
    /// The migrations that are not in it, versions rising.
    pub broken: Vec<Broken>,
}

/// A migration of which a file has a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its version.
    pub version: Version,
    /// Its description, as it was probably meant.
    pub description: String,
    /// What is wrong with it.
    pub mistakes: Vec<Diagnostic>,
}

impl Folder {
    /// What can be read of the folder; nothing where no migration is left, or what is left has a mistake still.
    ///
    /// It is for looking, and for reverting what is applied: what is pending behind a broken migration must not run.
    pub fn rest(&self) -> Option<Rest> {
        let adopted = configuration(self, &mut Vec::new()).and_then(|config| config.adopted);
        let of = |file| Some((File::path(file), meant(file, adopted)?));
        let migrations: BTreeMap<&str, (Version, String)> =
            self.files().iter().filter_map(of).collect();
        let mut broken: BTreeMap<Version, Vec<Diagnostic>> = BTreeMap::new();
        let mut others: BTreeSet<String> = BTreeSet::new();
        let mut rest = self.clone().without_lock().with_gaps();
        while let Err(mistakes) = rest.chains() {
            let count = rest.files().len();
            for mistake in mistakes {
                let path = mistake.path().unwrap_or_default();
                match migrations.get(path) {
                    Some((version, _)) => broken.entry(*version).or_default().push(mistake),
                    None => _ = others.insert(path.to_owned()),
                }
            }
            rest = rest.without(|file| match migrations.get(file.path()) {
                Some((version, _)) => broken.contains_key(version),
                None => others.contains(file.path()),
            });
            if rest.files().len() == count {
                return None;
            }
        }
        let mut descriptions: BTreeMap<Version, String> = migrations.into_values().collect();
        // Rather what a whole name says than what a misnamed file may mean.
        descriptions.extend(described(self, adopted));
        let broken = broken.into_iter().map(|(version, mistakes)| Broken {
            version,
            description: descriptions.remove(&version).unwrap_or_default(),
            mistakes,
        });
        Some(Rest {
            folder: rest,
            broken: broken.collect(),
        })
    }
}

/// What scripts call their migrations whose names can be understood.
fn described(folder: &Folder, adopted: Option<Adopted>) -> BTreeMap<Version, String> {
    let scripts = folder.files().iter().filter(|file| file.is_script());
    let names = scripts.filter_map(|file| name::parse(file.name(), adopted).ok());
    names
        .map(|name| (name.version, name.description.to_owned()))
        .collect()
}

/// Which migration a file is of, and what that is called; of a misnamed one, as it was probably meant.
fn meant(file: &File, adopted: Option<Adopted>) -> Option<(Version, String)> {
    // What stands beside the scripts of a directory pair is of that migration.
    let beside = file.name().strip_suffix("metadata.toml");
    let script = beside.map(|directory| format!("{directory}up.sql"));
    if script.is_none() && !file.is_script() {
        return None;
    }
    match name::parse(script.as_deref().unwrap_or(file.name()), adopted) {
        Ok(name) => Some((name.version, name.description.to_owned())),
        Err(misnamed) => misnamed.meant.map(|it| (it.version, it.description)),
    }
}
