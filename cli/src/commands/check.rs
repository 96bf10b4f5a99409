//! `check`: what the build would find.

mod findings;

use ingrain_build::{Outcome, not_sealed, prove};
use ingrain_cli::{Answer, Console, Error, Exit};
use ingrain_core::{Diagnostic, Dialect, Folder, Profile, Watched, sorted};
use serde::Serialize;

use self::findings::Finding;
use super::proving;
use crate::arguments::Check;
use crate::project::Place;

#[derive(Serialize)]
struct Checked<'a> {
    folder: &'a str,
    errors: usize,
    warnings: usize,
    proven: Vec<&'static str>,
    diagnostics: Vec<Finding<'a>>,
}

pub(crate) fn check(asked: &Check, place: &Place, console: Console) -> Result<Answer, Error> {
    let folder = place.read()?;
    let outcome = proving::during(&folder, |folder| prove(folder, None));
    let mut errors = outcome.errors();
    if asked.release {
        errors = sorted([errors, unsealed(&folder)].concat());
        if !folder.is_sealed() {
            console.say(format_args!("warning: {}\n", not_sealed(&folder)));
        }
    }
    let warned = outcome.warned.iter().map(Finding::warning);
    let diagnostics: Vec<Finding<'_>> = warned.chain(errors.iter().map(Finding::error)).collect();
    let mut texts: Vec<String> = diagnostics.iter().map(Finding::coloured).collect();
    texts.push(summary(&folder, &errors, &outcome));
    let checked = Checked {
        folder: folder.path(),
        errors: errors.len(),
        warnings: outcome.warned.len(),
        proven: outcome
            .proven
            .iter()
            .map(|dialect| dialect.name())
            .collect(),
        diagnostics,
    };
    let answer = Answer::new(texts.join("\n\n"), &checked)?;
    Ok(match errors.as_slice() {
        [] => answer,
        _ => answer.ending(Exit::Failed),
    })
}

/// What a release build refuses beside what every build does.
fn unsealed(folder: &Folder) -> Vec<Diagnostic> {
    let chains = folder.chains_for(Watched::Same(Profile::Release));
    chains.err().unwrap_or_default()
}

/// One line: `migrations: 3 migrations are sound, proven on SQLite`.
fn summary(folder: &Folder, errors: &[Diagnostic], outcome: &Outcome) -> String {
    let path = folder.path();
    let warnings = match outcome.warned.len() {
        0 => String::new(),
        count => format!(", {}", counted(count, "warning")),
    };
    if !errors.is_empty() {
        let errors = counted(errors.len(), "error");
        return format!("`{path}` would not build: {errors}{warnings}");
    }
    let count = folder.chains().map_or(0, |chains| {
        chains.first().map_or(0, |chain| chain.migrations().len())
    });
    let migrations = match count {
        1 => "1 migration is sound".to_owned(),
        count => format!("{count} migrations are sound"),
    };
    let titles: Vec<&str> = outcome
        .proven
        .iter()
        .map(|dialect: &Dialect| dialect.title())
        .collect();
    let proven = match titles.as_slice() {
        [] => "proven on no database".to_owned(),
        titles => format!("proven on {}", titles.join(" and ")),
    };
    format!("`{path}`: {migrations}, {proven}{warnings}")
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
