//! Whether a mistake is told as the catalogue says.

use ingrain_build::{Outcome, prove};
use ingrain_core::{Code, Diagnostic, Dialect, Style, render};

use super::{Case, Expected, Kind, Place};
use crate::files::{Edit, Files};

/// The demo chain of one database, and what its proof says to it as it is.
pub(super) struct Judge {
    dialect: Dialect,
    demo: Files,
    sound: Outcome,
}

/// A code, and where it is told.
type Told = (Code, String, Option<usize>);

impl Judge {
    /// # Panics
    ///
    /// When the demo chain has a mistake.
    pub(super) fn new(dialect: Dialect) -> Judge {
        let demo = Files::demo(dialect);
        let sound = prove(&demo.folder(), None);
        assert_eq!(listed(&sound.errors()), "", "the demo chain of {dialect}");
        assert_eq!(sound.proven, [dialect]);
        Judge {
            dialect,
            demo,
            sound,
        }
    }

    /// How many of the mistakes of a kind are told; those that are not as they should be go to `wrong`.
    pub(super) fn rate(&self, kind: &Kind, wrong: &mut Vec<String>) -> String {
        let (mut told, mut all, mut needing) = (0, 0, 0);
        for mistake in kind.mistakes() {
            let Some(case) = mistake.on(self.dialect) else {
                continue;
            };
            all += 1;
            match (self.check(case), case.expected) {
                (Ok(()), Expected::NeedsServer) => needing += 1,
                (Ok(()), _) => told += 1,
                (Err(instead), _) => wrong.push(format!("{}: {instead}", mistake.name)),
            }
        }
        match needing {
            0 => format!("{} {told}/{all}", kind.name),
            1 => format!("{} {told}/{all} (1 needs a server)", kind.name),
            _ => format!("{} {told}/{all} ({needing} need a server)", kind.name),
        }
    }

    /// # Panics
    ///
    /// When the chain after these changes is not as sound as before.
    pub(super) fn no_mistake(&self, name: &str, edits: &[Edit]) {
        let outcome = prove(&self.demo.after(edits).folder(), None);
        assert_eq!(listed(&outcome.errors()), "", "{}: {name}", self.dialect);
        assert_eq!(outcome.proven, [self.dialect], "{name}");
    }

    fn check(&self, case: &Case) -> Result<(), String> {
        let files = self.demo.after(case.edits);
        let outcome = prove(&files.folder(), None);
        let errors = outcome.errors();
        let (place, told) = match case.expected {
            Expected::NeedsServer => return self.check_untold(&outcome),
            Expected::Denied(place) => (place, &errors),
            Expected::Warned(_) if !errors.is_empty() => {
                return Err(format!(
                    "it is more than warned of\n{}",
                    everything(&outcome)
                ));
            }
            Expected::Warned(place) => (place, &self.new_warnings(&outcome)),
        };
        let wanted = wanted(&files, place)?;
        match told.iter().map(told_as).any(|told| told == wanted) {
            true => Ok(()),
            false => Err(format!("expected {wanted:?}\n{}", everything(&outcome))),
        }
    }

    fn new_warnings(&self, outcome: &Outcome) -> Vec<Diagnostic> {
        let mut warned = outcome.warned.clone();
        warned.retain(|one| !self.sound.warned.contains(one));
        warned
    }

    fn check_untold(&self, outcome: &Outcome) -> Result<(), String> {
        let codes = |outcome: &Outcome| {
            outcome
                .warned
                .iter()
                .map(Diagnostic::code)
                .collect::<Vec<_>>()
        };
        let is_untold = outcome.errors().is_empty() && codes(outcome) == codes(&self.sound);
        match is_untold {
            true => Ok(()),
            false => Err(format!(
                "it is told without a server\n{}",
                everything(outcome)
            )),
        }
    }
}

fn wanted(files: &Files, place: Place) -> Result<Told, String> {
    let path = format!("migrations/{}", files.name(place.file));
    let line = place.line.map(|line| files.line(place.file, line));
    Ok((place.code, path, line.transpose()?))
}

fn told_as(one: &Diagnostic) -> Told {
    let line = one.line_and_column().map(|(line, _)| line);
    (one.code(), one.path().unwrap_or_default().to_owned(), line)
}

fn everything(outcome: &Outcome) -> String {
    format!(
        "errors:\n{}\nwarnings:\n{}\n",
        listed(&outcome.errors()),
        listed(&outcome.warned)
    )
}

fn listed(diagnostics: &[Diagnostic]) -> String {
    let texts: Vec<String> = diagnostics
        .iter()
        .map(|one| render(one, Style::Plain))
        .collect();
    texts.join("\n")
}
