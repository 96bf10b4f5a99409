//! Exit codes: all of them, in one place.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// Something failed: the database, a statement, a file.
    Failed = 1,
    /// The command line cannot be understood, or lacks something.
    Usage = 2,
    /// Something is pending; said by `status` and `plan`.
    Pending = 3,
    /// Refused, with the database untouched.
    Refused = 4,
    /// Interrupted by Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// Every one, in the order of their codes.
    pub const ALL: [Exit; 6] = [
        Exit::Fine,
        Exit::Failed,
        Exit::Usage,
        Exit::Pending,
        Exit::Refused,
        Exit::Interrupted,
    ];

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// What it tells, in a line.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Fine => "all is well",
            Exit::Failed => "something failed: the database, a statement, a file",
            Exit::Usage => "the command line cannot be understood, or lacks something",
            Exit::Pending => "something is pending (status, plan)",
            Exit::Refused => "refused, and the database is untouched",
            Exit::Interrupted => "interrupted by Ctrl-C",
        }
    }

    /// The table of all codes, for the end of `--help`.
    pub fn help() -> String {
        let lines = Exit::ALL.map(|exit| format!("\n  {:<3}  {}", exit.code(), exit.meaning()));
        format!("Exit codes:{}", lines.concat())
    }

    /// The same below another text for that place.
    pub fn help_below(text: &str) -> String {
        format!("{text}\n\n{}", Exit::help())
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
