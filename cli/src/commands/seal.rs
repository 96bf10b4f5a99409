//! `seal`: proves the folder and writes its lock file.

mod guard;
mod table;

use ingrain_build::{SealError, Sealing, prove_to_seal};
use ingrain_cli::{Answer, Console, Error, Options};
use ingrain_core::{
    Class, Dialect, Folder, Novelty, Seal as NextLock, SealRequest, SealedMigration, Style,
    render_warning,
};
use serde::Serialize;

use super::proving;
use crate::arguments::{Seal, Whose};
use crate::failed;
use crate::project::{Place, from_here};

/// Which database may have applied what is to be sealed anew, and how the folder was named.
pub(crate) struct Database<'a> {
    pub(crate) options: &'a Options,
    pub(crate) whose: &'a Whose,
    /// The arguments that name the folder, as they were typed.
    pub(crate) typed: String,
}

#[derive(Serialize)]
struct Sealed<'a> {
    lock_file: &'a str,
    written: bool,
    changes: Vec<&'a str>,
    migrations: Vec<Migration<'a>>,
}

#[derive(Serialize)]
struct Migration<'a> {
    version: u64,
    description: &'a str,
    class: std::collections::BTreeMap<&'static str, &'static str>,
    proven: Vec<&'static str>,
    novelty: &'static str,
}

pub(crate) fn seal(
    asked: &Seal,
    place: &Place,
    database: &Database<'_>,
    console: Console,
) -> Result<Answer, Error> {
    let folder = place.read()?;
    let request = SealRequest::anew(&asked.reseal);
    if !asked.reseal.is_empty()
        && let Some(warning) = guard::guard(asked, &folder, database)?
    {
        console.say(warning);
    }
    let outcome = proving::during(&folder, |folder| prove_to_seal(folder, &request, None));
    for warned in &outcome.warned {
        console.say(format_args!(
            "{}\n",
            render_warning(warned, Style::Coloured)
        ));
    }
    match ingrain_build::seal(&folder, &place.root, request, &outcome) {
        Ok(Sealing::Written(next)) => written(asked, place, &next),
        Ok(Sealing::Unchanged(next)) => answer(place, &next, false, nothing_new(&folder, &next)),
        Err(SealError::Mistakes(mistakes)) => Err(failed::mistakes(mistakes)),
        Err(SealError::Unwritable(cause)) => Err(failed::file("written", &lock_file(place), cause)),
    }
}

fn written(asked: &Seal, place: &Place, next: &NextLock) -> Result<Answer, Error> {
    let path = from_here(&lock_file(place));
    let table = table::table(next.migrations());
    let mut text = table.map_or(String::new(), |table| format!("{table}\n"));
    for change in next.other_changes() {
        text += &format!("{change}\n");
    }
    text += &format!("`{path}` is written; commit it with the migrations");
    match &asked.reason {
        Some(reason) if ingrain_cli::may_hold_a_password(reason) => text += ", and say why",
        Some(reason) => text += &format!(", and say why: {reason}"),
        None => {}
    }
    answer(place, next, true, text)
}

fn nothing_new(folder: &Folder, next: &NextLock) -> String {
    let path = folder.path();
    let sealed = match next.migrations().len() {
        1 => "its only migration is sealed as it is".to_owned(),
        count => format!("all {count} migrations are sealed as they are"),
    };
    format!("`{path}` has nothing to seal: {sealed}")
}

fn answer(place: &Place, next: &NextLock, written: bool, text: String) -> Result<Answer, Error> {
    let sealed = Sealed {
        lock_file: &from_here(&lock_file(place)),
        written,
        changes: next.changes().collect(),
        migrations: next.migrations().iter().map(Migration::of).collect(),
    };
    Answer::new(text, &sealed)
}

fn lock_file(place: &Place) -> std::path::PathBuf {
    place.root.join("ingrain.lock")
}

impl<'a> Migration<'a> {
    fn of(sealed: &'a SealedMigration) -> Migration<'a> {
        let class = |(dialect, class): &(Dialect, Class)| (dialect.name(), class.name());
        Migration {
            version: sealed.version.number(),
            description: &sealed.description,
            class: sealed.classes.iter().map(class).collect(),
            proven: sealed.proven.iter().map(|dialect| dialect.name()).collect(),
            novelty: match sealed.novelty {
                Novelty::New => "new",
                Novelty::Anew => "anew",
                Novelty::Same => "same",
            },
        }
    }
}
