//! A dump of a Postgres database.

mod connection;

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use self::connection::Connection;
use super::currency::Currency;
use super::shelf::Shelf;
use super::{KEPT, Problem, Saved, keep_at_least_one};
use crate::{Error, Upcoming};

/// A dump of a Postgres database, made by `pg_dump --format=custom` and read back by `pg_restore --list`:
/// `journal.0007-to-0009.dump` for a database called `journal`.
///
/// It is made by the process that leads, before its first transaction begins and while it holds no lock
/// that `pg_dump` would wait for; the application's other connections go on reading and writing. Whoever
/// waits for that process waits for its dump too: see [`Migrator::wait`](crate::Migrator::wait).
///
/// The programs must be at least as new as the server. They are given the connection in their
/// environment, so that no password is to be seen in a list of processes, and none is in an error.
/// `pg_dump` itself waits for a lock no longer than a minute.
#[derive(Clone)]
#[must_use = "it does nothing until it is given to `Migrator::backup`"]
pub struct PgDump {
    folder: PathBuf,
    connection: Option<Connection>,
    programs: Option<PathBuf>,
    environment: Vec<(String, OsString)>,
    keep: usize,
}

/// In milliseconds. Without an end to it, a start would hang behind a lock that somebody forgot.
const LOCK_WAIT: &str = "--lock-wait-timeout=60000";

/// Postgres does not tell whether rows were written since a dump. So one that fails at every start is
/// dumped at intervals, and what was written is missing in none that is older.
const LASTS: Duration = Duration::from_secs(10 * 60);

impl PgDump {
    /// Dumps stand in `folder`, which must exist. `connection` is what `tokio_postgres::connect` is
    /// given for the same database: `postgres://user:password@host/database`, or
    /// `host=… user=… dbname=…`.
    ///
    /// A folder is for one server: of databases with one name on two servers each would take the other's
    /// dumps for its own. A connection that cannot be understood is said when the migrator is used.
    pub fn new(folder: impl Into<PathBuf>, connection: &str) -> PgDump {
        PgDump {
            folder: folder.into(),
            connection: Connection::parse(connection),
            programs: None,
            environment: Vec::new(),
            keep: KEPT,
        }
    }

    /// The folder that holds `pg_dump` and `pg_restore`, such as `/usr/lib/postgresql/17/bin`; by default
    /// they are looked for on the `PATH`.
    pub fn programs(mut self, folder: impl Into<PathBuf>) -> PgDump {
        self.programs = Some(folder.into());
        self
    }

    /// Sets a variable of the programs' environment: what the connection's text cannot say, such as
    /// `PGSSLMODE` and `PGSSLROOTCERT`.
    pub fn environment(mut self, name: impl Into<String>, value: impl Into<OsString>) -> PgDump {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// How many dumps of a database stay, the newest; 3 by default. Files that Ingrain did not make are
    /// never removed.
    pub fn keep(mut self, dumps: usize) -> PgDump {
        self.keep = dumps;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.connection.is_none() {
            // The parser's own words may hold parts of a password.
            return Err(Error::settings(
                "the connection for pg_dump cannot be understood".to_owned(),
                "write `postgres://user:password@host/database`, special characters in it as %40 and so on, \
                 or `host=… user=… password='…' dbname=…`",
            ));
        }
        keep_at_least_one(self.keep)
    }

    pub(super) fn make(&self, upcoming: &Upcoming) -> Result<Option<Saved>, Problem> {
        let (Some(connection), Some(database)) = (&self.connection, upcoming.database()) else {
            return Ok(None);
        };
        if connection.database() != Some(database) {
            let other = connection.database().unwrap_or_default();
            return Err(Problem::new(
                format!(
                    "the client is connected to `{database}`, and pg_dump would save `{other}`"
                ),
                "give `PgDump::new` the connection of the same database, by the name that the server has for it",
            ));
        }
        let shelf = Shelf {
            folder: &self.folder,
            of: database,
            stem: &file_name(database),
            extension: "dump",
            keep: self.keep,
            access: None,
        };
        let write = |part: &Path| self.dump(connection, part);
        let saved = shelf.provide(upcoming, Currency::Lasts(LASTS), write);
        saved.map(Some)
    }

    fn dump(&self, connection: &Connection, part: &Path) -> Result<(), Problem> {
        let mut file = OsString::from("--file=");
        file.push(part);
        let mut pg_dump = self.program("pg_dump");
        pg_dump.args(["--format=custom", "--no-password", LOCK_WAIT]);
        connection.describe(&mut pg_dump);
        pg_dump.envs(self.environment.iter().map(|(name, value)| (name, value)));
        self.run(pg_dump.arg(file), connection)?;
        self.run(
            self.program("pg_restore").arg("--list").arg(part),
            connection,
        )
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.as_deref().unwrap_or(Path::new("")).join(name);
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    fn run(&self, command: &mut Command, connection: &Connection) -> Result<(), Problem> {
        const SHOWN: usize = 1000;
        let program = command.get_program().to_string_lossy().into_owned();
        let output = command.output().map_err(|error| {
            let help = match error.kind() {
                io::ErrorKind::NotFound => {
                    "install PostgreSQL's client programs where the application runs, or say in which folder \
                     they are: `PgDump::programs(\"/usr/lib/postgresql/17/bin\")`"
                }
                _ => "may this process run it?",
            };
            Problem::new(format!("`{program}` cannot be started: {error}"), help).caused(error)
        })?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = self.without_secrets(said.trim().to_owned(), connection);
        let said: String = said.chars().take(SHOWN).collect();
        Err(Problem::new(
            format!("`{program}` failed ({}): {said}", output.status),
            "put right what it says, and start again; it must be at least as new as the server, and its role \
             must be allowed to read everything",
        ))
    }

    fn without_secrets(&self, said: String, connection: &Connection) -> String {
        let set = self.environment.iter();
        let set = set.filter(|(name, _)| name.contains("PASS") || name.contains("KEY"));
        let set = set.filter_map(|(_, value)| value.to_str());
        let secrets = set.chain(connection.password());
        secrets
            .filter(|secret| !secret.is_empty())
            .fold(said, |said, secret| said.replace(secret, "…"))
    }
}

impl fmt::Debug for PgDump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgDump")
            .field("folder", &self.folder)
            .field("programs", &self.programs)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

/// A file name for a database: what is not a letter, a digit, `-`, `_` or `.` becomes `%` and its bytes.
fn file_name(database: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut name = String::new();
    for c in database.chars() {
        match plain(c) {
            true => name.push(c),
            false => {
                let mut bytes = [0; 4];
                let bytes = c.encode_utf8(&mut bytes).bytes();
                name.extend(bytes.map(|byte| format!("%{byte:02x}")));
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_cannot_leave_the_folder() {
        assert_eq!(file_name("journal-2_é.x"), "journal-2_é.x");
        assert_eq!(file_name("../a b"), "..%2fa%20b");
    }

    #[test]
    fn what_it_shows_of_itself_holds_no_secret() {
        let dump = PgDump::new("/backups", "postgres://u:hunter2@h/d")
            .environment("PGSSLKEYPASSWORD", "hunter3");
        let shown = format!("{dump:?}");
        assert!(
            shown.contains("/backups") && !shown.contains("hunter"),
            "{shown}"
        );
        let connection = dump.connection.clone().unwrap();
        let said = "with hunter2 and hunter3".to_owned();
        assert_eq!(dump.without_secrets(said, &connection), "with … and …");
    }
}
