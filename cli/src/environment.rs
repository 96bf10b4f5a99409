//! `.env`, which this command reads and an application never does.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

use crate::arguments::Whereabouts;
use crate::project::Package;

/// The `.env` that was found.
#[derive(Default)]
pub(crate) struct Found {
    /// The folder that it is in, as it is shortest from here: a relative path in it begins there.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) unread: Option<Unread>,
}

/// A `.env` that cannot be read.
pub(crate) struct Unread {
    /// The line with the mistake, counted from 1, if it can be told.
    line: Option<usize>,
    /// What the system says, if the file itself cannot be read.
    cause: Option<io::Error>,
}

/// Puts what the nearest `.env` says into the environment: from the folder of the package upwards, if one was named,
/// else, or where that finds none, from the current folder upwards. What is set already stays.
pub(crate) fn load(whereabouts: &Whereabouts) -> Found {
    let here = env::current_dir().unwrap_or_default();
    let package = named_package(whereabouts);
    let Some(file) = package
        .as_deref()
        .and_then(nearest)
        .or_else(|| nearest(&here))
    else {
        return Found::default();
    };
    let unread = match dotenvy::from_path(&file) {
        Ok(()) => None,
        Err(dotenvy::Error::LineParse(text, _)) => Some((line_of(&file, &text), None)),
        Err(dotenvy::Error::Io(cause)) => Some((None, Some(cause))),
        Err(_) => Some((None, None)),
    };
    let folder = file.parent().unwrap_or(&file);
    Found {
        folder: Some(pathdiff::diff_paths(folder, here).unwrap_or_else(|| folder.to_owned())),
        unread: unread.map(|(line, cause)| Unread { line, cause }),
    }
}

/// The folder of the package that was named. Where there is none such, the command itself says so.
fn named_package(whereabouts: &Whereabouts) -> Option<PathBuf> {
    let is_named = whereabouts.manifest_path.is_some() || whereabouts.package.is_some();
    let package = is_named.then(|| Package::find(whereabouts).ok());
    Some(package.flatten()?.root)
}

fn nearest(folder: &Path) -> Option<PathBuf> {
    let mut files = folder.ancestors().map(|folder| folder.join(".env"));
    files.find(|file| file.is_file())
}

/// On which line of the file this stands.
fn line_of(file: &Path, text: &str) -> Option<usize> {
    let all = fs::read_to_string(file).ok()?;
    let (before, _) = all.split_once(text)?;
    Some(before.matches('\n').count() + 1)
}

impl fmt::Display for Unread {
    /// Never what the file says: a password may stand there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, &self.cause) {
            (Some(line), _) => write!(
                f,
                "warning: `.env` is left out from line {line} on, which cannot be understood; put a value with \
                 spaces or quotes into single quotes"
            )?,
            (None, Some(cause)) => write!(f, "warning: `.env` is left out: {cause}")?,
            (None, None) => f.write_str(
                "warning: `.env` is left out from its first mistake on: a line cannot be understood",
            )?,
        }
        match env::var_os("DATABASE_URL") {
            Some(_) => Ok(()),
            None => f.write_str("; so it names no database by DATABASE_URL"),
        }
    }
}
