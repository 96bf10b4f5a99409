//! There is something to do, and this process only verifies.

use super::request::asked;
use super::state::{reached, unit};
use super::{Refusal, subject};
use crate::diagnostic::{Diagnostic, Remedy, Text};
use crate::history::Unfinished;
use crate::plan::{AtWork, Step};
use crate::{Code, Version};

/// Of so many migrations the files are told.
const SHOWN: usize = 8;

impl Refusal {
    /// `steps` would be done, were it not for [`Mode::Verify`](crate::Mode::Verify); the first may go on with
    /// the script that is part-way.
    pub(crate) fn only_verifies(
        steps: &[Step<'_>],
        unfinished: Option<&Unfinished>,
        at_work: AtWork,
    ) -> Box<Refusal> {
        let (versions, found) = asked(steps);
        let Some(Step::Apply { migration, .. }) = steps.first() else {
            let title = format!("{found}, and this process only verifies");
            let diagnostic = Diagnostic::new(Code::Pending, title)
                .help("do it with a migrator that has `Mode::Apply`");
            return Refusal::new(versions, diagnostic);
        };
        let begun = unfinished.filter(|begun| begun.migration.version == migration.version);
        let diagnostic = match (begun, at_work) {
            (Some(begun), AtWork::Somebody) => told(title_at_work(begun), steps)
                .note(format!("it was begun by {}", begun.applied_by))
                .help("let it finish, then start this one again: there is nothing to do by hand while it runs"),
            (Some(begun), AtWork::Nobody) => {
                let diagnostic = told(title_stopped(begun), steps)
                    .note(format!("it was begun by {}", begun.applied_by));
                let diagnostic = others(&versions).into_iter().fold(diagnostic, Diagnostic::note);
                applied_by(diagnostic.help(format!(
                    "let a process that applies go on with it, after the last {} done; then start this one again",
                    unit(begun)
                )))
            }
            (None, _) => {
                let title = format!("{found}, and this process only verifies");
                applied_by(
                    told(title, steps).help("apply them first, then start this one again"),
                )
            }
        };
        Refusal::new(versions, diagnostic)
    }
}

fn title_stopped(begun: &Unfinished) -> String {
    format!(
        "the up script of version {} stopped part-way, {}; this process only verifies",
        begun.migration.version,
        reached(begun)
    )
}

fn title_at_work(begun: &Unfinished) -> String {
    format!(
        "the up script of version {} is part-way, {}; a process is at work on it, and this one only verifies",
        begun.migration.version,
        reached(begun)
    )
}

fn told(title: String, steps: &[Step<'_>]) -> Diagnostic {
    let paths = steps.iter().take(SHOWN).filter_map(|step| match step {
        Step::Apply { migration, .. } => Some(migration.up.path),
        _ => None,
    });
    paths.fold(Diagnostic::new(Code::Pending, title), Diagnostic::at)
}

/// What comes behind the first of `versions`.
fn others(versions: &[Version]) -> Option<String> {
    let others = versions.get(1..).filter(|others| !others.is_empty())?;
    let pending = subject(others, "migration", "is", "are");
    Some(format!("{pending} pending behind it"))
}

fn applied_by(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic
        .help(
            "with this application: start it once with `INGRAIN_POLICY=apply`, if its migrator is made with \
             `for_environment` or `policy_from_env`",
        )
        .help(Text::from("or from code: ") + Remedy::Run)
}
