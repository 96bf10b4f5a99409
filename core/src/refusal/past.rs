//! The past of the database is not that of the binary.

use super::{Refusal, subject};
use crate::chain::{Chain, Migration};
use crate::diagnostic::{BUILD_AGAIN, Diagnostic, NOT_EMBEDDED, Remedy, THIS_BINARY, Text, either};
use crate::history::Applied;
use crate::record::Recorded;
use crate::version::listed;
use crate::{Code, Target, Version};

/// Of so many migrations all is told.
const SHOWN: usize = 8;

impl Refusal {
    /// One of `pending` may be the missing one under another version.
    pub(crate) fn missing(found: &[&Applied], pending: &[&Migration<'_>]) -> Box<Refusal> {
        let versions: Vec<Version> = found
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let title = Text::from(subject(&versions, "migration", "is", "are"))
            + " applied, but "
            + NOT_EMBEDDED;
        let mut diagnostic = recorded(Diagnostic::new(Code::Missing, title), found);
        let mut lost = found.len();
        for applied in found.iter().take(SHOWN) {
            let checksum = applied.migration.checksum;
            let moved = pending.iter().find(|moved| moved.up.checksum == checksum);
            let Some(moved) = moved else { continue };
            lost -= 1;
            let (then, now) = (applied.migration.version, moved.version);
            diagnostic = diagnostic
                .at(moved.up.path)
                .note(
                    Text::from(format!("the script applied as version {then} is "))
                        + either("embedded", "in the folder")
                        + format!(" as version {now}: it was renumbered"),
                )
                .help(format!(
                    "rename all files of `{}` back to version {then}",
                    moved.up.path
                ));
        }
        if lost == 0 {
            return Refusal::new(versions, diagnostic);
        }
        let help = "restore the files from version control: a merge or a checkout probably lost them; then ";
        Refusal::new(versions, diagnostic.help(Text::from(help) + BUILD_AGAIN))
    }

    pub(crate) fn newer(found: &[&Applied], chain: &Chain<'_>) -> Box<Refusal> {
        let versions: Vec<Version> = found
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let ahead = Text::from("the database is ahead of ") + THIS_BINARY;
        let title = match chain.head() {
            Some(head) => ahead + format!(", which ends at version {head}"),
            None => ahead + ", which " + either("embeds", "has") + " no migration",
        };
        let diagnostic = recorded(Diagnostic::new(Code::Newer, title), found)
            .note("older binaries may run over a migration that is sealed as additive, or says `-- ingrain: compatible \"why\"`")
            .help(
                Text::from(either(
                    "start a binary that embeds",
                    "update the folder, or `git switch` to a branch that has",
                )) + format!(" version {}", listed(&versions[versions.len() - 1..])),
            );
        let diagnostic = match chain.head() {
            Some(head) => diagnostic.help(
                Text::from("to go back instead, with the down scripts that the history keeps: ")
                    + Remedy::Down(Target::Version(head)),
            ),
            None => diagnostic,
        };
        Refusal::new(
            versions,
            diagnostic.help(Text::from("to start all the same: ") + Remedy::Newer),
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
        let help = match late {
            [_] => "if it has not been applied anywhere, rename all its files to a version",
            _ => "if they have not been applied anywhere, rename all their files to versions",
        };
        let diagnostic = diagnostic
            .help(format!("{help} above {last}"))
            .help(Text::from("to apply it late: ") + Remedy::Order);
        Refusal::new(versions, diagnostic)
    }
}

fn recorded(diagnostic: Diagnostic, found: &[&Applied]) -> Diagnostic {
    found
        .iter()
        .take(SHOWN)
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

pub(super) fn when(at: &str, by: &str) -> String {
    format!("at {at} by {by}")
}
