//! Programs that tests make, to be run.
//!
//! A file that is open for writing anywhere cannot be run, and a child that another test's thread is just
//! starting holds open what this process is writing. So processes of their own write these files.

use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

/// Copies a program, with its permissions.
///
/// # Errors
///
/// When it is not there, or there is no room.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    succeeded(Command::new("cp").arg("-p").args([from, to]).status()?)
}

/// Writes a shell script that everybody may run.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_script(path: &Path, text: &str) -> io::Result<()> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "printf %s \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh"]);
    succeeded(
        shell
            .arg(format!("#!/bin/sh\n{text}\n"))
            .arg(path)
            .status()?,
    )
}

fn succeeded(status: ExitStatus) -> io::Result<()> {
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(status.to_string())),
    }
}
