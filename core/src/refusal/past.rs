//! The past of the database is not that of the binary.

use super::{Refusal, subject};
use crate::chain::{Chain, Migration};
use crate::diagnostic::Diagnostic;
use crate::history::Applied;
use crate::record::Recorded;
use crate::version::listed;
use crate::{Code, Version};

/// Of so many migrations all is told.
const SHOWN: usize = 8;

impl Refusal {
    /// One of `pending` may be the missing one under another version.
    pub(crate) fn missing(found: &[&Applied], pending: &[&Migration<'_>]) -> Box<Refusal> {
        let versions: Vec<Version> = found
            .iter()
            .map(|applied| applied.migration.version)
            .collect();
        let title = format!(
            "{} applied, but not embedded in this binary",
            subject(&versions, "migration", "is", "are")
        );
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
                .note(format!(
                    "the script applied as version {then} is embedded as version {now}: it was renumbered"
                ))
                .help(format!(
                    "rename all files of `{}` back to version {then}",
                    moved.up.path
                ));
        }
        if lost == 0 {
            return Refusal::new(versions, diagnostic);
        }
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
            .note("older binaries may run over a migration that is sealed as additive, or says `-- ingrain: compatible \"why\"`")
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
        let help = match late {
            [_] => "if it has not been applied anywhere, rename all its files to a version",
            _ => "if they have not been applied anywhere, rename all their files to versions",
        };
        let diagnostic = diagnostic
            .help(format!("{help} above {last}"))
            .help("to apply it late: `migrator().order(Order::Any)`");
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
