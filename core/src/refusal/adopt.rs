//! What another tool recorded cannot be taken over as it stands.

use super::{Refusal, subject, the_versions};
use crate::adopt::ToolRow;
use crate::chain::{Chain, Migration};
use crate::diagnostic::{Diagnostic, Remedy, THIS_BINARY_EMBEDS, Text, either};
use crate::{Code, Tool, Version};

/// Of so many rows of a kind all is told.
const SHOWN: usize = 8;

/// Rows of another tool's table that stand in the way.
#[derive(Default)]
pub(crate) struct Unadoptable<'r, 'a> {
    /// Those of which the tool says that they failed.
    pub(crate) failed: Vec<&'r ToolRow>,
    /// Those of which nothing is embedded.
    pub(crate) unknown: Vec<&'r ToolRow>,
    /// The embedded migrations that were applied with another script.
    pub(crate) different: Vec<Migration<'a>>,
}

impl Refusal {
    pub(crate) fn no_table(tool: Tool, strangers: &[String]) -> Box<Refusal> {
        let title = format!(
            "there is no `{}`: {tool} has recorded nothing here",
            tool.table()
        );
        let is_it = "is it the right database? on Postgres, is the schema of that table on the search path?";
        let mut others = Tool::ALL.into_iter().filter(|other| *other != tool);
        let diagnostic = Diagnostic::new(Code::Unadoptable, title);
        let diagnostic = match others.find(|other| has_table(strangers, *other)) {
            Some(other) => {
                let there_is = format!("there is `{}`: take that over with ", other.table());
                diagnostic
                    .help(Text::from(there_is) + Remedy::Adopt(other))
                    .help(is_it)
            }
            None => diagnostic.help(is_it).help(
                "a database on which no migration has run needs no taking over: run the migrations",
            ),
        };
        Refusal::new([], diagnostic)
    }

    pub(crate) fn unadoptable(
        tool: Tool,
        found: &Unadoptable<'_, '_>,
        chain: &Chain<'_>,
    ) -> Box<Refusal> {
        let table = tool.table();
        let Unadoptable {
            failed,
            unknown,
            different,
        } = found;
        let rows = failed.len() + unknown.len() + different.len();
        let title = match rows {
            0 => format!("`{table}` holds no row: there is nothing to take over"),
            1 => format!("a row of `{table}` cannot be taken over, and so none is"),
            _ => format!("{rows} rows of `{table}` cannot be taken over, and so none is"),
        };
        let mut diagnostic = Diagnostic::new(Code::Unadoptable, title);
        let changed: Vec<Version> = different.iter().map(Migration::version).collect();
        for migration in different.iter().take(SHOWN) {
            diagnostic = diagnostic.at(migration.up.path);
        }
        if !failed.is_empty() {
            let told = told(failed, "failed in", tool);
            let help = format!(
                "finish or undo by hand what failed, as {tool} asks for it, and let {tool} run once more"
            );
            diagnostic = diagnostic.note(told).help(help);
        }
        if !unknown.is_empty() {
            let embedded: Vec<Version> =
                chain.migrations().iter().map(Migration::version).collect();
            let note = Text::from(either("not embedded here", "not in the folder"))
                + told(unknown, ", but applied by", tool);
            let help = Text::from("restore their scripts; ")
                + THIS_BINARY_EMBEDS
                + " "
                + the_versions(&embedded);
            diagnostic = diagnostic.note(note).help(help);
        }
        if !changed.is_empty() {
            let note = Text::from(subject(&changed, "version", "was", "were"))
                + " applied with another script than the one "
                + either("embedded", "in the folder")
                + ": the checksum differs";
            let without =
                format!("if the schema is known to be right, do without {tool}'s checksums: ");
            diagnostic = diagnostic
                .note(note)
                .help("restore the files as they were when they were applied; one whose lines end partly in CRLF cannot be verified")
                .help(Text::from(without) + Remedy::Baseline);
        }
        if rows == 0 {
            diagnostic = diagnostic.help(
                Text::from("run the migrations with ")
                    + Remedy::Unmanaged
                    + ", if nothing but that table is in the database",
            );
        }
        Refusal::new(changed, diagnostic)
    }
}

/// Whether one of these tables is the tool's.
pub(super) fn has_table(strangers: &[String], tool: Tool) -> bool {
    strangers.iter().any(|name| name == tool.table())
}

fn told(rows: &[&ToolRow], what: &str, tool: Tool) -> String {
    let shown: Vec<&str> = rows
        .iter()
        .take(SHOWN)
        .map(|row| row.version.as_str())
        .collect();
    let more = match rows.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{what} {tool}: {}{more}", shown.join(", "))
}
