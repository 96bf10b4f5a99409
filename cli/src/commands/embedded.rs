//! The migrations of the folder, as far as a command on a database has a use for them.

use std::collections::BTreeSet;

use ingrain::{Migrations, Target};
use ingrain_cli::{Command, Console, Error, migrations};
use ingrain_core::{Diagnostic, Folder};

use super::APPLICATION;
use crate::failed;
use crate::project::Place;

/// What a command wants of the folder.
enum Wanted {
    /// It shows what the database remembers.
    Nothing,
    /// It looks, or takes back, and is the way out where the folder is broken: what is sound is enough.
    WhatIsSound,
    /// The lock file apart, without which it is the way out where a sealed script has changed. What the history
    /// holds is compared all the same.
    AllButSeals,
    /// It applies what is in the folder.
    Everything,
}

/// The migrations for this command; of what it goes on without, it warns.
pub(super) fn embedded(
    command: &Command,
    place: impl FnOnce() -> Result<Place, Error>,
    console: Console,
) -> Result<Migrations, Error> {
    let wanted = Wanted::by(command);
    if let Wanted::Nothing = wanted {
        return stand_in().map_err(failed::mistakes);
    }
    let folder = place()?.read()?;
    let found = match migrations(APPLICATION, &folder) {
        Ok(whole) => return Ok(whole),
        Err(found) => found,
    };
    let rest = match wanted {
        Wanted::WhatIsSound => sound(&folder),
        Wanted::AllButSeals => Some(folder.clone().without_lock()),
        Wanted::Nothing | Wanted::Everything => None,
    };
    let embedded = rest.and_then(|rest| Some((migrations(APPLICATION, &rest).ok()?, rest)));
    let (embedded, rest) = embedded.ok_or_else(|| failed::mistakes(found))?;
    console.say(format_args!(
        "warning: `{}` would not build, as `cargo ingrain check` shows; this goes on without {}\n",
        folder.path(),
        left_out(&folder, &rest)
    ));
    Ok(embedded)
}

impl Wanted {
    fn by(command: &Command) -> Wanted {
        match command {
            Command::History { .. } => Wanted::Nothing,
            Command::Status | Command::Show { .. } | Command::Down { .. } => Wanted::WhatIsSound,
            Command::Plan { down: true, .. }
            | Command::Plan {
                target: Target::Base | Target::Down(_),
                ..
            } => Wanted::WhatIsSound,
            Command::Plan { .. } | Command::Redo { .. } | Command::Repair { .. } => {
                Wanted::AllButSeals
            }
            _ => Wanted::Everything,
        }
    }
}

/// For the history, which is read from the database alone: a migrator has to have some migration, and nothing of this
/// one is shown.
fn stand_in() -> Result<Migrations, Vec<Diagnostic>> {
    let files = [
        ("ingrain.toml", "dialects = [\"sqlite\", \"postgres\"]\n"),
        ("0001_any.up.sql", "SELECT 1;\n"),
        ("0001_any.down.sql", "SELECT 1;\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    migrations(APPLICATION, &Folder::new("migrations", files))
}

/// The folder without its lock file, and without every migration that has a mistake; nothing if that does not help.
fn sound(folder: &Folder) -> Option<Folder> {
    let mut rest = folder.clone().without_lock();
    while let Err(mistakes) = rest.chains() {
        let paths = mistakes.iter().filter_map(Diagnostic::path);
        let names = paths.filter_map(|path| path.strip_prefix(folder.path())?.strip_prefix('/'));
        let broken: BTreeSet<String> = names.map(|name| migration(name).to_owned()).collect();
        let count = rest.files().len();
        rest = rest.without(|file| broken.contains(migration(file.name())));
        if rest.files().len() == count {
            return None;
        }
    }
    Some(rest)
}

/// What all files of a migration have in common: the folder that they are in, or the digits that they begin with.
fn migration(name: &str) -> &str {
    if let Some((folder, _)) = name.split_once('/') {
        return folder;
    }
    match name.trim_start_matches(|letter: char| letter.is_ascii_digit()) {
        rest if rest.len() < name.len() => &name[..name.len() - rest.len()],
        _ => name,
    }
}

fn left_out(folder: &Folder, rest: &Folder) -> String {
    let is_absent = |name: &&str| rest.files().iter().all(|file| file.name() != *name);
    let names = folder.files().iter().map(|file| file.name());
    let names = names.filter(is_absent).map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}
