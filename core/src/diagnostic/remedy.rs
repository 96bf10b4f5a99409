//! What a reader can do: a call in a program, a command or an argument at a command line.

use super::Voice;
use crate::{Declared, Target, Tool};

/// What a reader can do about a refusal or a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Consent to what a database stamped as production is protected from.
    Consent,
    /// Start on a database that is ahead.
    Newer,
    /// Apply what is out of order.
    Order,
    /// Go on where there is no history.
    Unmanaged,
    /// Say which version the schema is that of.
    Baseline,
    /// Accept scripts that have changed.
    Repair,
    /// Say what became of a script that stopped part-way.
    Declare(Declared),
    /// Take over what another tool recorded.
    Adopt(Tool),
    /// Apply what is pending.
    Run,
    /// Apply what the sentence is about.
    Apply,
    /// Apply up to there.
    Up(Target),
    /// Revert down to there.
    Down(Target),
    /// Revert down to there, and apply the same again.
    Redo(Target),
}

/// What an application tells its migrator when it makes it; a command line has words of its own for it, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// How long to wait for others: `; to wait longer: …`, or nothing.
    Wait,
    /// That the pooler keeps sessions: `say so: …`.
    Pooling,
    /// What the history's table is called: `say it: …`.
    HistoryTable,
    /// Which schema the history is in: `name another: …`.
    HistorySchema,
    /// A backup for one more database.
    Backup,
}

impl Remedy {
    pub(super) fn said_by(self, voice: Voice) -> String {
        let said = |call: &str, command: &str| match voice {
            Voice::Library => format!("`migrator().{call}`"),
            Voice::Program | Voice::Folder => format!("`{command}`"),
        };
        match self {
            Remedy::Consent => said("consent(Consent::Given)", "--production"),
            Remedy::Newer => said("newer(Newer::Allow)", "--allow newer"),
            Remedy::Order => said("order(Order::Any)", "--allow out-of-order"),
            Remedy::Unmanaged => said("unmanaged(Unmanaged::Allow)", "--allow unmanaged"),
            Remedy::Baseline => said(
                "baseline(&mut connection, version, \"why\")",
                "baseline VERSION --reason \"why\"",
            ),
            Remedy::Repair => said(
                "repair(&mut connection, \"why\")",
                "repair --reason \"why\"",
            ),
            Remedy::Declare(Declared::Done) => said(
                "repair_unfinished(&mut connection, Declared::Done, \"why\")",
                "repair --done --reason \"why\"",
            ),
            Remedy::Declare(Declared::Undone) => said(
                "repair_unfinished(&mut connection, Declared::Undone, \"why\")",
                "repair --undone --reason \"why\"",
            ),
            Remedy::Adopt(tool) => said(
                &format!("adopt(&mut connection, Tool::{})", tool.variant()),
                &format!("adopt {tool}"),
            ),
            Remedy::Run => said("mode(Mode::Apply).run(&mut connection)", "up"),
            Remedy::Apply => said("up(…)", "up"),
            Remedy::Up(target) => said(
                &format!("up(&mut connection, {})", argument(target)),
                &format!("up {target}"),
            ),
            Remedy::Down(target) => said(
                &format!("down(&mut connection, {})", argument(target)),
                &format!("down {target}"),
            ),
            Remedy::Redo(target) => said(
                &format!("redo(&mut connection, {})", argument(target)),
                &format!("redo {target}"),
            ),
        }
    }
}

impl Setting {
    pub(super) const fn said_by(self, voice: Voice) -> &'static str {
        // A program's own command has no argument for what its migrator is told in its source.
        let [library, program, folder] = match self {
            Setting::Wait => ["; to wait longer: `migrator().wait(duration)`", "", ""],
            Setting::Pooling => [
                "say so: `migrator().pooling(Pooling::Session)`",
                "the application's migrator can be told so, with `pooling`",
                "the application's own command can be told so, with its migrator's `pooling`",
            ],
            Setting::HistoryTable => [
                "say it: `migrator().history_table(\"name\")`",
                "its migrator's `history_table` has to name it",
                "say it: `cargo ingrain --history-table NAME`, and `--history-schema`",
            ],
            Setting::HistorySchema => [
                "name another: `migrator().history_schema(\"app\")`",
                "let the application's migrator name another, with `history_schema`",
                "name another: `cargo ingrain --history-schema NAME`",
            ],
            Setting::Backup => ["`migrator().backup(…)`", "with `backup`", "with `backup`"],
        };
        match voice {
            Voice::Library => library,
            Voice::Program => program,
            Voice::Folder => folder,
        }
    }
}

/// As it is written in a program.
fn argument(target: Target) -> String {
    match target {
        Target::Up(count) => format!("Target::Up({count})"),
        Target::Down(count) => format!("Target::Down({count})"),
        target => format!("\"{target}\".parse::<Target>()?"),
    }
}
