//! The migrations of the folder, as far as a command on a database has a use for them.

use std::collections::BTreeSet;

use ingrain::{Migrations, Target};
use ingrain_cli::{Command, Console, Error, Unbuilt, migrations};
use ingrain_core::{Diagnostic, File, Folder, Rest};

use super::APPLICATION;
use crate::failed;
use crate::project::Place;

/// How many of the files that are left out are named; `cargo ingrain check` names them all.
const NAMED: usize = 8;

/// What a command goes on with.
pub(super) struct Embedded {
    pub(super) migrations: Migrations,
    /// Why that is not the whole folder.
    pub(super) unbuilt: Option<Unbuilt>,
}

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
) -> Result<Embedded, Error> {
    let wanted = Wanted::by(command);
    if let Wanted::Nothing = wanted {
        return stand_in().map(Embedded::from).map_err(failed::mistakes);
    }
    let folder = place()?.read()?;
    let found = match migrations(APPLICATION, &folder) {
        Ok(whole) => return Ok(whole.into()),
        Err(found) => found,
    };
    let rest = match wanted {
        Wanted::WhatIsSound => folder.rest(),
        Wanted::AllButSeals => Some(Rest {
            folder: folder.clone().without_lock(),
            broken: Vec::new(),
        }),
        Wanted::Nothing | Wanted::Everything => None,
    };
    let embedded = rest.and_then(|rest| Some((migrations(APPLICATION, &rest.folder).ok()?, rest)));
    let Some((migrations, rest)) = embedded else {
        return Err(failed::mistakes(found));
    };
    let without = match left_out(&folder, &rest.folder).as_str() {
        "" => "this goes on all the same".to_owned(),
        files => format!("this goes on without {files}"),
    };
    console.say(format_args!(
        "warning: `{}` would not build, as `cargo ingrain check` shows; {without}\n",
        folder.path()
    ));
    let unbuilt = Unbuilt {
        mistakes: found,
        broken: rest.broken,
    };
    Ok(Embedded {
        migrations,
        unbuilt: Some(unbuilt),
    })
}

impl From<Migrations> for Embedded {
    fn from(migrations: Migrations) -> Embedded {
        Embedded {
            migrations,
            unbuilt: None,
        }
    }
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

fn left_out(folder: &Folder, rest: &Folder) -> String {
    let left: BTreeSet<&str> = rest.files().iter().map(File::name).collect();
    let names = folder.files().iter().map(File::name);
    let absent: Vec<&str> = names.filter(|name| !left.contains(name)).collect();
    let (named, others) = absent.split_at(absent.len().min(NAMED));
    let named: Vec<_> = named.iter().map(|name| format!("`{name}`")).collect();
    let named = named.join(", ");
    match others.len() {
        0 => named,
        others => format!("{named} and {others} more"),
    }
}
