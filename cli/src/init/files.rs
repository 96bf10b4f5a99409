//! Files that are created, or left alone.

use std::fs;
use std::path::Path;

use ingrain_cli::Error;

use super::{Outcome, Step};
use crate::failed;
use crate::project::{BuildScript, from_here, watch_call};

/// The build script that watches `folder`. An existing one is the user's to change.
pub(super) fn build_script(script: &BuildScript, folder: &str) -> Result<Step, Error> {
    let call = watch_call(folder);
    match &script.text {
        None if script.path.exists() => Ok(unread(
            &script.path,
            &format!("see to it that its main function has this: {call}"),
        )),
        None => created(&script.path, &format!("fn main() {{\n    {call}\n}}\n")),
        Some(_) => {
            let is_watched = script.watched().iter().any(|watched| watched == folder);
            let (outcome, text) = match is_watched {
                true => (Outcome::Kept, String::new()),
                false => (
                    Outcome::Todo,
                    format!("put this into its main function: {call}"),
                ),
            };
            let path = from_here(&script.path);
            Ok(Step {
                path,
                outcome,
                text,
            })
        }
    }
}

/// Creates a file, and the folders above it, unless it is there.
pub(super) fn created(path: &Path, text: &str) -> Result<Step, Error> {
    let outcome = match path.exists() {
        true => Outcome::Kept,
        false => {
            write(path, text)?;
            Outcome::Created
        }
    };
    Ok(Step {
        path: from_here(path),
        outcome,
        text: String::new(),
    })
}

/// Creates a file with this line, or adds the line to the one that is there, unless it has it.
pub(super) fn with_line(path: &Path, line: &str) -> Result<Step, Error> {
    let before = match fs::read_to_string(path) {
        Ok(before) => before,
        Err(_) if path.exists() => {
            return Ok(unread(
                path,
                &format!("see to it that it has this line: {line}"),
            ));
        }
        Err(_) => return created(path, &format!("{line}\n")),
    };
    let has_it = before.lines().any(|other| other.trim() == line);
    if !has_it {
        let end = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        write(path, &format!("{before}{end}{line}\n"))?;
    }
    let (outcome, text) = match has_it {
        true => (Outcome::Kept, ""),
        false => (Outcome::Changed, line),
    };
    Ok(Step {
        path: from_here(path),
        outcome,
        text: text.to_owned(),
    })
}

/// A file that is there, and whose text nobody can read.
fn unread(path: &Path, todo: &str) -> Step {
    Step {
        path: from_here(path),
        outcome: Outcome::Todo,
        text: format!("it cannot be read as text; {todo}"),
    }
}

/// Writes a file, and the folders above it.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, text));
    written.map_err(|cause| failed::file("written", path, cause))
}
