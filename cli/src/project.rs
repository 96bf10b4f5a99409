//! Which package and which folder of migrations are meant.

mod build_script;
mod package;
mod source;
mod unclear;

use std::path::{Path, PathBuf};

use ingrain_cli::Error;
use ingrain_core::{Code, Diagnostic, Folder, shell_word};

use crate::arguments::Whereabouts;
use crate::failed;

pub(crate) use self::build_script::{BuildScript, watch_call};
pub(crate) use self::package::{Dependency, DependencyKind, Package};
pub(crate) use self::source::{Entry, embedding};

/// Where migrations are by default, relative to the package.
const DEFAULT: &str = "migrations";

/// A folder of migrations: it need not be there yet.
#[derive(Debug)]
pub(crate) struct Place {
    /// Where it is.
    pub(crate) root: PathBuf,
    /// What diagnostics call it: for a package its path as `embed!` names it, else as it was typed.
    pub(crate) name: String,
}

impl Place {
    /// The folder that is meant: the one that was named, else the one that the package watches.
    pub(crate) fn find(whereabouts: &Whereabouts) -> Result<Place, Error> {
        match &whereabouts.folder {
            Some(folder) => Place::named(folder),
            None => Place::of(&Package::find(whereabouts)?),
        }
    }

    /// The folder of this package.
    pub(crate) fn of(package: &Package) -> Result<Place, Error> {
        let watched = package.build_script.watched();
        let name = match watched.as_slice() {
            [] => DEFAULT.to_owned(),
            [only] => only.clone(),
            several => {
                let names = several.join("`, `");
                let title = format!(
                    "`{}` watches several folders of migrations: `{names}`",
                    package.build_script.name()
                );
                let from_here = |name: &String| from_here(&package.root.join(name));
                let choose = several.iter().map(from_here);
                let choose = choose.map(|path| format!("`--folder {}`", shell_word(&path)));
                let choose: Vec<String> = choose.collect();
                let help = format!("say which one: {}", choose.join(" or "));
                return Err(failed::whereabouts(title, &[help]));
            }
        };
        Ok(Place {
            root: package.root.join(&name),
            name,
        })
    }

    fn named(folder: &Path) -> Result<Place, Error> {
        let here = std::env::current_dir();
        let here = here.map_err(|cause| failed::file("found", Path::new("."), cause))?;
        let name = folder.to_string_lossy().replace('\\', "/");
        let name = name.trim_start_matches("./").trim_end_matches('/');
        Ok(Place {
            root: here.join(folder),
            name: match name {
                "" if folder.is_absolute() => "/".to_owned(),
                "" => ".".to_owned(),
                name => name.to_owned(),
            },
        })
    }

    /// Reads the folder.
    pub(crate) fn read(&self) -> Result<Folder, Error> {
        // Behind a folder that may not be searched, nobody knows whether it is there.
        if let Ok(false) = self.root.try_exists() {
            return Err(self.missing());
        }
        let read = Folder::read(&self.root, &self.name);
        read.map_err(|unreadable| failed::mistakes(vec![*unreadable]))
    }

    fn missing(&self) -> Error {
        let name = &self.name;
        let init = match name.as_str() {
            DEFAULT => "cargo ingrain init".to_owned(),
            name => format!("cargo ingrain init --folder {}", shell_word(name)),
        };
        let title = format!("there is no folder `{name}`");
        let found = Diagnostic::new(Code::FolderUnreadable, title)
            .help(format!("`{init}` creates it, with all that belongs to it"))
            .help("or name the one that is meant: `--folder PATH`");
        failed::mistakes(vec![found])
    }
}

/// A path as it is shortest to type from here.
pub(crate) fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.and_then(|here| pathdiff::diff_paths(path, here));
    let shown = match &relative {
        Some(relative) if !relative.starts_with("../../..") => relative,
        _ => path,
    };
    shown.to_string_lossy().replace('\\', "/")
}
