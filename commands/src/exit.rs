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
    /// The table of all codes, for `--help`.
    pub const HELP: &str = "Exit codes:
  0    all is well
  1    something failed: the database, a statement, a file
  2    the command line cannot be understood, or lacks something
  3    something is pending (status, plan)
  4    refused, and the database is untouched
  130  interrupted by Ctrl-C, and nothing is half-done";
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
