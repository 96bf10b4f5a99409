//! What is asked for cannot be done, or may not.

use super::{Refusal, subject, the_versions};
use crate::chain::{Chain, Migration};
use crate::diagnostic::{
    Diagnostic, NOT_EMBEDDED, Remedy, THIS_BINARY, THIS_BINARY_EMBEDS, Text, either,
};
use crate::history::History;
use crate::plan::Step;
use crate::record::Recorded;
use crate::version::listed;
use crate::{Code, Dialect, Direction, Rule, Target, Version};

impl Refusal {
    pub(crate) fn protected(steps: &[Step<'_>]) -> Box<Refusal> {
        let (versions, found) = asked(steps);
        let title = format!("{found} on a database stamped as production");
        let diagnostic = Diagnostic::new(Code::Protected, title)
            .help(Text::from("take a backup; then, if it is meant: ") + Remedy::Consent);
        Refusal::new(versions, diagnostic)
    }

    /// The database would not be protected any more, and whatever comes next would go unasked.
    pub(crate) fn ends_protection() -> Box<Refusal> {
        let title = "the database is stamped as production, and would not be protected any more";
        let diagnostic = Diagnostic::new(Code::Protected, title)
            .help(Text::from("is it the right database? then, if it is meant: ") + Remedy::Consent);
        Refusal::new([], diagnostic)
    }

    /// `steps` apply scripts that take data away, on a database that is stamped as production.
    pub(crate) fn loses_data(steps: &[&Step<'_>], dialect: Dialect) -> Box<Refusal> {
        let versions: Vec<Version> = steps.iter().filter_map(|step| step.version()).collect();
        let found = subject(&versions, "pending migration", "loses", "lose");
        let title = format!("{found} data on a database stamped as production");
        let rule = match dialect {
            Dialect::Postgres => Rule::BanDropTable,
            _ => Rule::RowsLost,
        };
        let paths = steps.iter().take(8).filter_map(|step| match step {
            Step::Apply { migration, .. } => Some(migration.up.path),
            _ => None,
        });
        let diagnostic = paths
            .fold(Diagnostic::new(Code::Protected, title), Diagnostic::at)
            .help(Text::from("take a backup; then, if it is meant: ") + Remedy::Consent)
            .help(format!(
                "or say so at the top of the script, before it is sealed: `-- ingrain: allow {rule} \"why\"`"
            ));
        Refusal::new(versions, diagnostic)
    }

    pub(crate) fn irreversible(
        recorded: &Recorded,
        (embedded, dialect): (&Migration<'_>, Dialect),
    ) -> Box<Refusal> {
        let note = match embedded.up.directives(dialect).irreversible {
            Some(why) => format!("its up script says `irreversible \"{why}\"`"),
            None => "it was taken over from another tool, without a down script".to_owned(),
        };
        let note = |diagnostic: Diagnostic| diagnostic.at(embedded.up.path).note(note);
        Refusal::no_way_back(recorded, note)
    }

    /// Only the history could tell how to revert it, and does not; `changed` is what is embedded under its version,
    /// if that is another text.
    pub(crate) fn irreversible_as_recorded(
        recorded: &Recorded,
        changed: Option<&Migration<'_>>,
    ) -> Box<Refusal> {
        let note = match (&recorded.down, changed) {
            (Some(_), _) => "the down script that the history keeps has been changed there".into(),
            (None, Some(_)) => {
                "its up script has changed since it was applied, and the history keeps no down script of what was".into()
            }
            (None, None) => {
                Text::from(either("this binary does not embed it", "the folder does not have it"))
                    + ", and the history keeps no down script of it"
            }
        };
        Refusal::no_way_back(recorded, |diagnostic| {
            let at = changed.map(|migration| migration.up.path);
            let diagnostic = at.iter().fold(diagnostic, |it, path| it.at(*path));
            diagnostic.note(note)
        })
    }

    fn no_way_back(
        recorded: &Recorded,
        why: impl FnOnce(Diagnostic) -> Diagnostic,
    ) -> Box<Refusal> {
        let version = recorded.version;
        let title = format!("version {version} cannot be reverted");
        let diagnostic = why(Diagnostic::new(Code::Irreversible, title));
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

    /// There is no such version in this chain; what there is instead, the help says.
    pub fn no_such_target(target: Target, chain: &Chain<'_>) -> Box<Refusal> {
        let diagnostic = Diagnostic::new(Code::BadTarget, format!("there is no version {target}"));
        let diagnostic = diagnostic.help(embedded(target, chain));
        let diagnostic = match target {
            Target::Version(version) if version.number() == 0 => {
                diagnostic.help("before the first migration is `base`")
            }
            _ => diagnostic,
        };
        Refusal::new([], diagnostic)
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

    /// `unknown` would be reverted, and could not be applied again.
    pub(crate) fn cannot_redo(unknown: Vec<Version>, chain: &Chain<'_>) -> Box<Refusal> {
        let them = if unknown.len() == 1 { "it" } else { "them" };
        let title = Text::from(subject(&unknown, "migration", "is", "are"))
            + " "
            + NOT_EMBEDDED
            + format!(", which could not apply {them} again");
        let diagnostic = Diagnostic::new(Code::BadTarget, title).help(
            Text::from("redo it with ")
                + either("a binary that embeds it", "a folder that has it")
                + ", or revert it alone, with `down`",
        );
        let diagnostic = match chain.head() {
            Some(head) => {
                diagnostic.note(Text::from(THIS_BINARY) + format!(" ends at version {head}"))
            }
            None => diagnostic,
        };
        Refusal::new(unknown, diagnostic)
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
        let help =
            "baselines and adoptions are for databases without one; run the migrations instead";
        Refusal::new(versions, Diagnostic::new(Code::BadTarget, title).help(help))
    }
}

/// What there is instead: all of it, if it is little, else what is nearest.
fn embedded(target: Target, chain: &Chain<'_>) -> Text {
    Text::from(THIS_BINARY_EMBEDS) + format!(" {}", instead(target, chain))
}

fn instead(target: Target, chain: &Chain<'_>) -> String {
    const LITTLE: usize = 8;
    let versions: Vec<Version> = chain.migrations().iter().map(|it| it.version).collect();
    let (Some(first), Some(last)) = (versions.first(), versions.last()) else {
        return "no migration".to_owned();
    };
    if versions.len() <= LITTLE {
        return the_versions(&versions);
    }
    let count = versions.len();
    let all = format!("{count} versions, from {first} to {last}");
    let Target::Version(version) = target else {
        return all;
    };
    let at = versions.partition_point(|it| *it < version);
    let nearest = &versions[at.saturating_sub(1)..(at + 1).min(count)];
    match nearest {
        [_] => format!("{all}; the nearest is {}", listed(nearest)),
        _ => format!("{all}; the nearest are {}", listed(nearest)),
    }
}

/// What steps are about, and what is to become of it: `migration 2 is to be reverted`.
pub(super) fn asked(steps: &[Step<'_>]) -> (Vec<Version>, String) {
    // What follows the other way, or is only recorded, follows from these.
    let direction = steps.first().and_then(Step::direction);
    let same = steps.iter().filter(|step| step.direction() == direction);
    let versions: Vec<Version> = same.filter_map(Step::version).collect();
    let subject = |one, many| subject(&versions, "migration", one, many);
    let found = match steps.first() {
        Some(Step::Apply { .. }) => subject("is pending", "are pending"),
        Some(Step::Revert { .. }) => subject("is to be reverted", "are to be reverted"),
        Some(Step::Baseline(_) | Step::Adopt { .. }) => subject(
            "is to be recorded as applied",
            "are to be recorded as applied",
        ),
        Some(Step::Repair(_) | Step::Refresh(_) | Step::Finish { .. }) => {
            subject("is to be repaired", "are to be repaired")
        }
        Some(Step::Environment(_)) | None => "the environment is to be recorded".to_owned(),
    };
    (versions, found)
}
