//! `new`: the files of the next migration.

mod description;

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use ingrain_cli::{Answer, Error, Exit};
use ingrain_core::{Code, Diagnostic, Direction, Folder, Moment, NewFile, NewMigration};
use jiff::Timestamp;
use serde::Serialize;

use self::description::description;
use crate::arguments::New;
use crate::failed;
use crate::project::{Place, from_here};

#[derive(Serialize)]
struct Written {
    version: u64,
    description: String,
    files: Vec<String>,
}

pub(crate) fn new(asked: &New, place: &Place) -> Result<Answer, Error> {
    let description = description(&asked.name).map_err(|why| {
        let found = Diagnostic::new(Code::NoDescription, why.title).help(why.help);
        Error::new(Exit::Usage, found)
    })?;
    let folder = place.read()?;
    readable(&folder)?;
    let next = next(&folder, &description)?;
    let is_wanted =
        |file: &&NewFile| asked.irreversible.is_none() || file.direction == Direction::Up;
    let mut files = Vec::new();
    for file in next.files.iter().filter(is_wanted) {
        let path = place.root.join(&file.name);
        create(&path, &template(asked, &description, file.direction))?;
        files.push(from_here(&path));
    }
    let text = files.join("\n");
    let version = next.version.number();
    Answer::new(
        text,
        &Written {
            version,
            description,
            files,
        },
    )
}

/// Whoever cannot tell what the files are called cannot tell what the next one is to be called. Scripts that are yet
/// to be written are no hindrance.
fn readable(folder: &Folder) -> Result<(), Error> {
    if let Some(unsaid) = folder.unsaid_origin() {
        return Err(failed::mistakes(vec![unsaid]));
    }
    let mut found = folder.chains().err().unwrap_or_default();
    found.retain(|found| matches!(found.code(), Code::Misnamed | Code::Config));
    match found.is_empty() {
        true => Ok(()),
        false => Err(failed::mistakes(found)),
    }
}

fn next(folder: &Folder, description: &str) -> Result<NewMigration, Error> {
    let now = Timestamp::now();
    let calendar = now.strftime("%Y%m%d%H%M%S").to_string();
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
    let next = folder.next_migration(
        description,
        Moment {
            calendar: &calendar,
            milliseconds,
        },
    );
    next.ok_or_else(|| {
        let path = folder.path();
        let title =
            format!("`{path}` has no name for a migration `{description}` after its last one");
        let help =
            "name its files by hand, and `cargo ingrain check` tells what is wrong with them";
        Error::new(
            Exit::Failed,
            Diagnostic::new(Code::NoDescription, title).help(help),
        )
    })
}

/// What a new file holds: what is to be said at its top, and what is to be written below. The build fails while it
/// holds comments only, and says which file it is about.
fn template(asked: &New, description: &str, direction: Direction) -> String {
    let mut text = String::new();
    if let Some(why) = &asked.irreversible {
        // A directive's reason ends with its quote, and its line.
        let why = why.replace('"', "'").replace(char::is_control, " ");
        text += &format!("-- ingrain: irreversible \"{why}\"\n");
    }
    if asked.no_transaction {
        text += "-- ingrain: no-transaction\n";
    }
    let what = match direction {
        Direction::Up => "the SQL that does this",
        Direction::Down => "the SQL that takes back what the up script does",
    };
    text += &format!("-- {description}: put {what} in the place of this line.\n");
    text
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(text.as_bytes())
    });
    written.map_err(|cause| failed::file("written", path, cause))
}
