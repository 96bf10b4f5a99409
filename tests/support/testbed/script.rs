//! Scripts, run by the databases' own programs.

use std::io::Write as _;
use std::process::{Command, Stdio};

use rusqlite::Connection;

use super::Testbed;

impl Testbed {
    /// Runs a script as an operator does, with psql or sqlite3: what it said when it failed.
    ///
    /// Where there is no sqlite3, SQLite itself runs the statements of the script, which is left at the first
    /// that fails.
    ///
    /// # Panics
    ///
    /// When there is no psql.
    pub fn script(&self, sql: &str) -> Result<(), String> {
        let mut command = match self {
            Testbed::Sqlite(_) => Command::new("sqlite3"),
            Testbed::Postgres(database) => database.psql(),
        };
        if let Testbed::Sqlite(_) = self {
            command.arg(self.path());
        }
        let pipes = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = match (pipes.spawn(), self) {
            (Ok(process), _) => process,
            (Err(_), Testbed::Sqlite(_)) => return batch(&self.open(), sql),
            (Err(error), _) => panic!("psql: {error}"),
        };
        if let Some(mut input) = process.stdin.take() {
            // It fails when the program has stopped reading, and its exit tells that.
            let _ = input.write_all(sql.as_bytes());
        }
        let output = process.wait_with_output();
        let output = output.unwrap_or_else(|error| panic!("the script's program: {error}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.status.success() {
            true => Ok(()),
            false => Err(said),
        }
    }
}

/// Without the commands of the program.
fn batch(connection: &Connection, sql: &str) -> Result<(), String> {
    let lines = sql.lines().filter(|line| !line.starts_with('.'));
    let sql = lines.collect::<Vec<_>>().join("\n");
    connection
        .execute_batch(&sql)
        .map_err(|error| error.to_string())
}
