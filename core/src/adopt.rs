//! What another tool recorded of the migrations that it applied, and whether they are the embedded ones.

mod checksum;

use crate::Tool;
use crate::chain::Migration;

/// The table of another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolHistory {
    /// Whose it is.
    pub tool: Tool,
    /// Its rows, in no particular order.
    pub rows: Vec<ToolRow>,
}

/// One migration that another tool has recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolRow {
    /// Its version, as it stands there.
    pub version: String,
    /// Its description, where the tool keeps one.
    pub description: Option<String>,
    /// Its checksum, where the tool keeps one: hexadecimal digits of sqlx, a decimal number of refinery.
    pub checksum: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// When, in the tool's own form.
    pub applied_at: Option<String>,
}

/// How another tool's migration ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    /// It is done.
    #[default]
    Done,
    /// It failed, and the tool does not know how much of it is done.
    Failed,
}

/// Whether a recorded checksum is that of an embedded script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verified {
    Same,
    Different,
    /// The tool keeps no checksums.
    Unknown,
}

impl ToolRow {
    /// The columns of a row, in the order in which [`ToolRow::parse`] takes their values.
    pub const COLUMNS: [&'static str; 5] = [
        "version",
        "description",
        "checksum",
        "success",
        "applied_at",
    ];

    /// Reads a row, given as text: `success` is 0 for a migration that failed.
    pub fn parse(cells: &[Option<String>]) -> ToolRow {
        let cell = |column: &str| {
            let at = ToolRow::COLUMNS.iter().position(|name| *name == column)?;
            cells.get(at)?.clone()
        };
        ToolRow {
            version: cell("version").unwrap_or_default(),
            description: cell("description"),
            checksum: cell("checksum"),
            outcome: match cell("success").as_deref() {
                Some("0") => Outcome::Failed,
                _ => Outcome::Done,
            },
            applied_at: cell("applied_at"),
        }
    }

    /// Whether this is what `tool` records of `migration`.
    pub(crate) fn verified(&self, tool: Tool, migration: &Migration<'_>) -> Verified {
        let recorded = self.checksum.as_deref().unwrap_or_default();
        let is_same = match tool {
            Tool::Diesel => return Verified::Unknown,
            Tool::Sqlx => checksum::is_of_sqlx(recorded, migration),
            Tool::Refinery => {
                let name = self.description.as_deref();
                checksum::is_of_refinery(recorded, name.unwrap_or(migration.description), migration)
            }
        };
        match is_same {
            true => Verified::Same,
            false => Verified::Different,
        }
    }

    /// What the log keeps of it.
    pub(crate) fn note(&self, tool: Tool, verified: Verified) -> String {
        let when = self.applied_at.as_deref();
        let when = when.map(|at| format!(" at {at}")).unwrap_or_default();
        let verified = match verified {
            Verified::Unknown => format!("{tool} keeps no checksum to verify"),
            Verified::Same | Verified::Different => "its checksum was verified".to_owned(),
        };
        format!("from {tool}, which applied it{when}; {verified}")
    }
}
