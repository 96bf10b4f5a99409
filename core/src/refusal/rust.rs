//! What is to run is a function that this binary does not have.

use super::{Refusal, subject};
use crate::diagnostic::{Diagnostic, Remedy, Text, either};
use crate::plan::Step;
use crate::{Code, Dialect, Target, Version};

/// Of so many migrations all is told.
const SHOWN: usize = 8;

impl Refusal {
    /// `absent`: the steps that nothing in this binary can carry out; `before`: the last version that it could
    /// apply until then.
    pub(crate) fn rust_absent(
        absent: &[&Step<'_>],
        before: Option<Version>,
        dialect: Dialect,
    ) -> Box<Refusal> {
        let versions: Vec<Version> = absent.iter().filter_map(|step| step.version()).collect();
        let is_stored = |step: &&&Step<'_>| matches!(step, Step::Revert { path: None, .. });
        let stored = absent.iter().filter(is_stored).count();
        let title = Text::from(subject(&versions, "migration", "is", "are"))
            + " Rust code that "
            + either("this binary does not have", "a folder alone does not have");
        let mut diagnostic = Diagnostic::new(Code::RustAbsent, title);
        for step in absent.iter().take(SHOWN) {
            diagnostic = told(diagnostic, step, dialect);
        }
        if stored < absent.len() {
            diagnostic = diagnostic.help(
                "run it with the application's own command, whose `embed!` was given the functions: \
                 a folder alone holds none",
            );
            if let Some(before) = before {
                diagnostic = diagnostic.help(
                    Text::from("nothing has run; to apply what comes before it: ")
                        + Remedy::Up(Target::Version(before)),
                );
            }
        }
        if stored > 0 {
            diagnostic = diagnostic
                .help(
                    Text::from("revert with ")
                        + either(
                            "a binary that embeds what is to be reverted: the newer release",
                            "the folder of the newer release, which has what is to be reverted",
                        ),
                )
                .help("or restore a backup from before it");
        }
        Refusal::new(versions, diagnostic)
    }
}

fn told(diagnostic: Diagnostic, step: &Step<'_>, dialect: Dialect) -> Diagnostic {
    let revision = step.rust(dialect).unwrap_or_default();
    let (Some(version), Some(direction)) = (step.version(), step.direction()) else {
        return diagnostic;
    };
    let path = match step {
        Step::Apply { migration, .. } => Some(migration.up.path),
        Step::Revert { path, .. } => *path,
        _ => None,
    };
    match path {
        Some(path) => diagnostic.at(path).note(format!(
            "the {direction} script of version {version} stands for a function, `rust \"{revision}\"`"
        )),
        None => diagnostic.note(format!(
            "the history keeps of the {direction} script of version {version} that it is `rust \"{revision}\"`, \
             not the function"
        )),
    }
}
