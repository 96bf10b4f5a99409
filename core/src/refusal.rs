//! The planner's answer when it will not go on: what was found, for which versions, and the remedy.

use std::fmt;

use crate::chain::{Chain, Migration};
use crate::diagnostic::{Diagnostic, Style, render};
use crate::history::{Applied, History, Unfinished};
use crate::plan::Step;
use crate::record::Recorded;
use crate::version::listed;
use crate::{Code, Dialect, Direction, Target, Version};

/// Why the planner will not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    versions: Vec<Version>,
    diagnostic: Diagnostic,
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

    fn new(versions: impl IntoIterator<Item = Version>, diagnostic: Diagnostic) -> Box<Refusal> {
        let mut versions: Vec<Version> = versions.into_iter().collect();
        versions.sort_unstable();
        Box::new(Refusal {
            versions,
            diagnostic,
        })
    }

    pub(crate) fn divergent(found: &[(&Migration<'_>, &Applied)]) -> Box<Refusal> {
        let versions: Vec<Version> = found.iter().map(|(embedded, _)| embedded.version).collect();
        let title = format!(
            "{} changed after being applied",
            subject(&versions, "migration", "has", "have")
        );
        let mut diagnostic = Diagnostic::new(Code::Divergent, title);
        for (embedded, applied) in found {
            diagnostic = diagnostic
                .at(embedded.up.path)
                .note(format!(
                    "version {} was applied {}",
                    embedded.version,
                    when(&applied.applied_at, &applied.applied_by)
                ))
                .note(format!("the database has {}", applied.migration.checksum))
                .note(format!("this binary has  {}", embedded.up.checksum));
        }
        let help = "restore the file as it was when it was applied, and put the change into a new migration";
        let accept = "if the change is known to be harmless, accept it: `migrator().repair(&mut connection, \"why\")`";
        Refusal::new(versions, diagnostic.help(help).help(accept))
    }

    pub(crate) fn missing(found: &[&Applied]) -> Box<Refusal> {
        let versions: Vec<Version> = found
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let title = format!(
            "{} applied, but not embedded in this binary",
            subject(&versions, "migration", "is", "are")
        );
        let diagnostic = recorded(Diagnostic::new(Code::Missing, title), found);
        let help = "restore the files from version control: a merge or a checkout probably lost them; then build again";
        Refusal::new(versions, diagnostic.help(help))
    }

    pub(crate) fn newer(found: &[&Applied], chain: &Chain<'_>) -> Box<Refusal> {
        let versions: Vec<Version> = found
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let title = match chain.head() {
            Some(head) => {
                format!("the database is ahead of this binary, which ends at version {head}")
            }
            None => "the database is ahead of this binary, which embeds no migration".to_owned(),
        };
        let diagnostic = recorded(Diagnostic::new(Code::Newer, title), found)
            .note("a migration that older binaries may run over says `-- ingrain: compatible \"why\"`")
            .help(format!("start a binary that embeds version {}", listed(&versions[versions.len() - 1..])));
        let diagnostic = match chain.head() {
            Some(head) => diagnostic.help(format!(
                "to go back instead, with the down scripts that the history keeps: \
                 `migrator().down(&mut connection, \"{head}\".parse::<Target>()?)`"
            )),
            None => diagnostic,
        };
        Refusal::new(
            versions,
            diagnostic.help("to start all the same: `migrator().newer(Newer::Allow)`"),
        )
    }

    pub(crate) fn out_of_order(late: &[&Migration<'_>], last: Version) -> Box<Refusal> {
        let versions: Vec<Version> = late.iter().map(|migration| migration.version).collect();
        let title = format!(
            "{} pending, below version {last}, which is applied",
            subject(&versions, "migration", "is", "are")
        );
        let diagnostic = late.iter().fold(
            Diagnostic::new(Code::OutOfOrder, title),
            |diagnostic, migration| diagnostic.at(migration.up.path),
        );
        let diagnostic = diagnostic
            .help(format!(
                "give what was never applied anywhere a version above {last}, in the names of all its files"
            ))
            .help("to apply it late: `migrator().order(Order::Any)`");
        Refusal::new(versions, diagnostic)
    }

    /// `steps` would be done, were it not for [`Mode::Verify`](crate::Mode::Verify).
    pub(crate) fn only_verifies(steps: &[Step<'_>]) -> Box<Refusal> {
        const ELSEWHERE: &str = "do it with a migrator that has `Mode::Apply`";
        let versions = versions_of(steps);
        let subject = |one, many| subject(&versions, "migration", one, many);
        let (found, help) = match steps.first() {
            Some(Step::Apply { .. }) => (
                subject("is pending", "are pending"),
                "apply them first, with a process whose migrator has `Mode::Apply`; then start this one again",
            ),
            Some(Step::Revert { .. }) => (
                subject("is to be reverted", "are to be reverted"),
                ELSEWHERE,
            ),
            Some(Step::Baseline(_)) => (
                subject(
                    "is to be recorded as applied",
                    "are to be recorded as applied",
                ),
                ELSEWHERE,
            ),
            Some(Step::Repair(_)) => (
                subject("is to be repaired", "are to be repaired"),
                ELSEWHERE,
            ),
            Some(Step::Environment) | None => {
                ("the environment is to be recorded".to_owned(), ELSEWHERE)
            }
        };
        let title = format!("{found}, and this process only verifies");
        let diagnostic = steps
            .iter()
            .take(8)
            .filter_map(|step| match step {
                Step::Apply { migration, .. } => Some(migration.up.path),
                _ => None,
            })
            .fold(Diagnostic::new(Code::Pending, title), Diagnostic::at);
        Refusal::new(versions, diagnostic.help(help))
    }

    pub(crate) fn unfinished(unfinished: &Unfinished, chain: &Chain<'_>) -> Box<Refusal> {
        let Unfinished {
            migration,
            direction,
            statements,
            applied_by,
        } = unfinished;
        let version = migration.version;
        let title = format!(
            "the {direction} script of version {version} stopped part-way, {}",
            match statements {
                0 => "and none of its statements is known to be done".to_owned(),
                1 => "after its first statement".to_owned(),
                _ => format!("after {statements} of its statements"),
            }
        );
        let mut diagnostic = Diagnostic::new(Code::Unfinished, title);
        if let Some(embedded) = chain.get(version) {
            let script = if *direction == Direction::Up {
                Some(embedded.up)
            } else {
                embedded.down_script()
            };
            diagnostic = script
                .iter()
                .fold(diagnostic, |diagnostic, script| diagnostic.at(script.path));
        }
        diagnostic = match direction {
            Direction::Up => diagnostic
                .note(format!("it was begun by {applied_by} with the script {}", migration.checksum))
                .help("start a binary that embeds that very script: it goes on after the last statement done"),
            Direction::Down => diagnostic
                .note(format!("it was begun by {applied_by}"))
                .help("go on reverting with that very script: it goes on after the last statement done"),
        };
        diagnostic = diagnostic.help(
            format!(
                "or undo by hand what it did (look at statement {} too, which may have run), and declare it undone: \
                 `migrator().repair(&mut connection, \"why\")`",
                statements + 1
            ),
        );
        Refusal::new([version], diagnostic)
    }

    pub(crate) fn unmanaged(strangers: &[String], chain: &Chain<'_>) -> Box<Refusal> {
        const SHOWN: usize = 5;
        let names = strangers
            .iter()
            .take(SHOWN)
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let more = if strangers.len() > SHOWN {
            format!(" and {} more", strangers.len() - SHOWN)
        } else {
            String::new()
        };
        let diagnostic = Diagnostic::new(Code::Unmanaged, "the database has tables, but no history of migrations")
            .note(format!("it has {names}{more}"))
            .help("is it the right database? look at the URL or path that the application was given")
            .help(
                "if its schema is that of a version already, say which: \
                 `migrator().baseline(&mut connection, version, \"why\")` records everything up to it as applied",
            )
            .help("to apply the whole chain beside what is there: `migrator().unmanaged(Unmanaged::Allow)`");
        Refusal::new(
            chain.migrations().iter().map(|migration| migration.version),
            diagnostic,
        )
    }

    pub(crate) fn protected(steps: &[Step<'_>]) -> Box<Refusal> {
        let versions = versions_of(steps);
        let title = format!(
            "{} to be reverted on a database stamped as production",
            subject(&versions, "migration", "is", "are")
        );
        let diagnostic = Diagnostic::new(Code::Protected, title)
            .help("take a backup; then, if it is meant: `migrator().consent(Consent::Given)`");
        Refusal::new(versions, diagnostic)
    }

    pub(crate) fn irreversible(
        recorded: &Recorded,
        embedded: Option<(&Migration<'_>, Dialect)>,
    ) -> Box<Refusal> {
        let version = recorded.version;
        let diagnostic = Diagnostic::new(
            Code::Irreversible,
            format!("version {version} cannot be reverted"),
        );
        let diagnostic = match embedded {
            Some((migration, dialect)) => {
                let why = migration
                    .up
                    .directives(dialect)
                    .irreversible
                    .unwrap_or_default();
                diagnostic
                    .at(migration.up.path)
                    .note(format!("its up script says `irreversible \"{why}\"`"))
            }
            None if recorded.down.is_some() => {
                diagnostic.note("the down script that the history keeps has been changed there")
            }
            None => diagnostic
                .note("this binary does not embed it, and the history keeps no down script of it"),
        };
        let help = format!(
            "choose version {version} or a later one as the target, or go forward with a new migration"
        );
        Refusal::new(
            [version],
            diagnostic
                .help(help)
                .help("or restore a backup from before it"),
        )
    }

    pub(crate) fn no_such_target(target: Target, chain: &Chain<'_>) -> Box<Refusal> {
        let diagnostic = Diagnostic::new(Code::BadTarget, format!("there is no version {target}"));
        let versions: Vec<Version> = chain
            .migrations()
            .iter()
            .map(|migration| migration.version)
            .collect();
        let help = format!("this binary embeds the versions {}", listed(&versions));
        Refusal::new([], diagnostic.help(help))
    }

    pub(crate) fn wrong_way(target: Target, direction: Direction) -> Box<Refusal> {
        let diagnostic = Diagnostic::new(
            Code::BadTarget,
            format!("the target `{target}` does not lie {direction}wards"),
        );
        let help = match direction {
            Direction::Up => {
                "upwards the targets are `head`, a version, or `+1`; to revert, call `down`"
            }
            Direction::Down => {
                "downwards the targets are `base`, a version, or `-1`; to apply, call `up`"
            }
        };
        Refusal::new([], diagnostic.help(help))
    }

    pub(crate) fn already_managed(history: &History) -> Box<Refusal> {
        let versions: Vec<Version> = history
            .applied()
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let title = format!(
            "the database has a history already: {} applied",
            subject(&versions, "migration", "is", "are")
        );
        let help = "a baseline is for a database without one; run the migrations instead";
        Refusal::new(versions, Diagnostic::new(Code::BadTarget, title).help(help))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostic, Style::Plain))
    }
}

impl std::error::Error for Refusal {}

fn versions_of(steps: &[Step<'_>]) -> Vec<Version> {
    steps.iter().filter_map(Step::version).collect()
}

/// `migration 2 has`, `migrations 2 and 3 have`.
fn subject(versions: &[Version], noun: &str, one: &str, many: &str) -> String {
    match versions.len() {
        1 => format!("{noun} {} {one}", listed(versions)),
        _ => format!("{noun}s {} {many}", listed(versions)),
    }
}

fn recorded(diagnostic: Diagnostic, found: &[&Applied]) -> Diagnostic {
    found
        .iter()
        .take(8)
        .fold(diagnostic, |diagnostic, applied| {
            let Recorded {
                version,
                description,
                ..
            } = &applied.migration;
            diagnostic.note(format!(
                "version {version} ({description}) was applied {}",
                when(&applied.applied_at, &applied.applied_by)
            ))
        })
}

fn when(at: &str, by: &str) -> String {
    format!("at {at} by {by}")
}
