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
        let mut rest = self.clone().without_lock().with_gaps();
        let mut broken: BTreeMap<Version, Broken> = BTreeMap::new();
        let mut others: BTreeSet<String> = BTreeSet::new();
        while let Err(mistakes) = rest.chains() {
            let count = rest.files().len();
            for mistake in mistakes {
                let mut files = rest.files().iter();
                let Some(file) = files.find(|file| Some(file.path()) == mistake.path()) else {
                    continue;
                };
                let Some((version, description)) = meant(file, adopted) else {
                    others.insert(file.name().to_owned());
                    continue;
                };
                let broken = broken.entry(version).or_insert_with(|| Broken {
                    version,
                    description: described(self, version, adopted).unwrap_or(description),
                    mistakes: Vec::new(),
                });
                broken.mistakes.push(mistake);
            }
            rest = rest.without(|file| {
                let version = meant(file, adopted).map(|(version, _)| version);
                let is_broken = version.is_some_and(|version| broken.contains_key(&version));
                is_broken || others.contains(file.name())
            });
            if rest.files().len() == count {
                return None;
            }
        }
        Some(Rest {
            folder: rest,
            broken: broken.into_values().collect(),
        })
    }
}

/// What a script calls it whose name can be understood.
fn described(folder: &Folder, version: Version, adopted: Option<Adopted>) -> Option<String> {
    let scripts = folder.files().iter().filter(|file| file.is_script());
    let mut names = scripts.filter_map(|file| name::parse(file.name(), adopted).ok());
    let name = names.find(|name| name.version == version)?;
    Some(name.description.to_owned())
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
