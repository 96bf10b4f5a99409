//! `init`: makes a package ready. What is there already is left alone, so that it can be run at any time.

mod files;
mod first;
mod manifest;
mod next;

use ingrain_cli::{Answer, Error};
use ingrain_core::{Dialect, Folder, Tool};
use serde::Serialize;

use crate::arguments::{Init, Whereabouts};
use crate::failed;
use crate::project::{DependencyKind, Package, Place};

/// What `init` did about one file.
#[derive(Debug, Serialize)]
struct Step {
    path: String,
    outcome: Outcome,
    /// What was put into it, or is to be put into it by hand.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Created,
    Changed,
    /// It was there already.
    Kept,
    /// It is for the user to change.
    Todo,
}

#[derive(Serialize)]
struct Done {
    folder: String,
    dialects: Vec<&'static str>,
    steps: Vec<Step>,
    next: String,
}

pub(crate) fn init(asked: &Init, whereabouts: &Whereabouts) -> Result<Answer, Error> {
    let package = Package::find(whereabouts)?;
    let place = place(&package, whereabouts)?;
    let declared = declared(&place);
    let dialects = dialects(asked, declared.as_deref(), &package);
    let mut steps = manifest::manifest(&package, &dialects)?;
    steps.push(files::build_script(&package.build_script, &place.name)?);
    steps.extend(first::folder(&place, &dialects, declared.as_deref())?);
    let next = next::next(&package, &place.name, &dialects, &tools(&package), &steps);
    let mut text: String = steps.iter().map(Step::line).collect();
    text += &format!("\n{next}");
    let done = Done {
        folder: place.name,
        dialects: dialects.iter().map(|dialect| dialect.name()).collect(),
        steps,
        next,
    };
    Answer::new(text, &done)
}

/// The folder as `embed!` is to name it: relative to the package.
fn place(package: &Package, whereabouts: &Whereabouts) -> Result<Place, Error> {
    if whereabouts.folder.is_none() {
        return Place::of(package);
    }
    let Place { root, .. } = Place::find(whereabouts)?;
    let name = pathdiff::diff_paths(&root, &package.root);
    let name = name.map(|name| name.to_string_lossy().replace('\\', "/"));
    match name {
        Some(name) if !name.is_empty() => Ok(Place { root, name }),
        _ => Err(failed::whereabouts(
            "the package's own folder cannot be its folder of migrations",
            &["name one inside it, such as `--folder migrations`".to_owned()],
        )),
    }
}

/// What the folder says, if it is there.
fn declared(place: &Place) -> Option<Vec<Dialect>> {
    let folder = Folder::read(&place.root, &place.name).ok()?;
    Some(folder.lints().declared_dialects()?.to_vec())
}

/// What was asked for, else what the folder says, else what the package's dependencies speak of, else SQLite; each
/// once.
fn dialects(asked: &Init, declared: Option<&[Dialect]>, package: &Package) -> Vec<Dialect> {
    let asked: Vec<Dialect> = asked
        .dialect
        .iter()
        .map(|name| Dialect::from(*name))
        .collect();
    let found = declared.unwrap_or(&package.dialects);
    let wanted = match (asked.as_slice(), found) {
        ([], []) => &[Dialect::Sqlite],
        ([], found) => found,
        (asked, _) => asked,
    };
    let all = Dialect::ALL.into_iter();
    all.filter(|dialect| wanted.contains(dialect)).collect()
}

/// The migration tools among the package's dependencies.
fn tools(package: &Package) -> Vec<Tool> {
    let is_there = |tool: &Tool| {
        let names = match tool {
            Tool::Refinery => ["refinery", "refinery-core"].as_slice(),
            Tool::Sqlx => &["sqlx"],
            Tool::Diesel => &["diesel", "diesel_migrations"],
            _ => &[],
        };
        let mut names = names.iter();
        names.any(|name| package.dependency(name, DependencyKind::Normal).is_some())
    };
    Tool::ALL.into_iter().filter(is_there).collect()
}

impl Step {
    fn line(&self) -> String {
        let Step {
            path,
            outcome,
            text,
        } = self;
        let outcome = match outcome {
            Outcome::Created => "created",
            Outcome::Changed => "changed",
            Outcome::Kept => "kept",
            Outcome::Todo => "to do",
        };
        match text.as_str() {
            "" => format!("{outcome:7}  {path}\n"),
            text => {
                let lines: String = text
                    .lines()
                    .map(|line| format!("         {line}\n"))
                    .collect();
                format!("{outcome:7}  {path}\n{lines}")
            }
        }
    }
}
