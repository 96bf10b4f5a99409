//! The planner's answer when it will not go on: what was found, for which versions, and the remedy.

mod adopt;
mod confirmed;
mod divergent;
mod past;
mod request;
mod rust;
mod state;
mod verify;

use std::fmt;

use crate::diagnostic::{Diagnostic, Style, render};
use crate::version::listed;
use crate::{Code, Version};

pub(crate) use self::adopt::Unadoptable;

/// Why the planner will not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    versions: Vec<Version>,
    diagnostic: Diagnostic,
    lasts: Lasts,
}

/// How long a refusal lasts if nobody does anything about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lasts {
    ForGood,
    WhileSomebodyIsAtWork,
}

impl Refusal {
    /// Which refusal it is.
    pub fn code(&self) -> Code {
        self.diagnostic.code()
    }

    /// The versions concerned, rising.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// What was found, in one line.
    pub fn title(&self) -> &str {
        self.diagnostic.title()
    }

    /// All of it, for rendering.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }

    /// Whether another process is about to clear away what was found, so that it may be waited for.
    pub fn is_passing(&self) -> bool {
        self.lasts == Lasts::WhileSomebodyIsAtWork
    }

    fn new(versions: impl IntoIterator<Item = Version>, diagnostic: Diagnostic) -> Box<Refusal> {
        let mut versions: Vec<Version> = versions.into_iter().collect();
        versions.sort_unstable();
        Box::new(Refusal {
            versions,
            diagnostic,
            lasts: Lasts::ForGood,
        })
    }

    fn passing(self) -> Box<Refusal> {
        Box::new(Refusal {
            lasts: Lasts::WhileSomebodyIsAtWork,
            ..self
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostic, Style::Plain))
    }
}

impl std::error::Error for Refusal {}

/// `migration 2 has`, `migrations 2 and 3 have`.
fn subject(versions: &[Version], noun: &str, one: &str, many: &str) -> String {
    match versions.len() {
        1 => format!("{noun} {} {one}", listed(versions)),
        _ => format!("{noun}s {} {many}", listed(versions)),
    }
}

/// `version 1`, `the versions 1 and 2`.
fn the_versions(versions: &[Version]) -> String {
    match versions {
        [only] => format!("version {only}"),
        _ => format!("the versions {}", listed(versions)),
    }
}
