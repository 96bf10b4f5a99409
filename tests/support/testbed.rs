//! One scenario for both databases: a fresh database, and every call on it by the same name.

mod script;
mod session;

use std::iter;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use ingrain::__private::Function;
use ingrain::{
    Command, Declared, Dialect, Error, Migrations, Migrator, Plan, Report, Status, Target, Tool,
    Version,
};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::chain::chain_with;
use crate::postgres::{self, Postgres};
use crate::sqlite;

pub use self::session::{Session, runtime};

const HISTORY: &str = "ingrain_history";

/// A fresh database of either kind; gone with this value.
pub enum Testbed {
    /// A file.
    Sqlite(TempDir),
    /// A database on the tests' server.
    Postgres(postgres::Database<'static>),
}

/// Plays `scenario` on a fresh SQLite database, then on a fresh Postgres one.
pub fn on_both(mut scenario: impl FnMut(&Testbed)) {
    on_sqlite(&mut scenario);
    on_postgres(&mut scenario);
}

/// Plays `scenario` on a fresh SQLite database.
pub fn on_sqlite(mut scenario: impl FnMut(&Testbed)) {
    println!("on SQLite:");
    scenario(&Testbed::Sqlite(directory()));
}

fn directory() -> TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary directory: {error}"))
}

/// Plays `scenario` on a fresh Postgres database, if there is a server.
pub fn on_postgres(mut scenario: impl FnMut(&Testbed)) {
    if let Some(server) = Postgres::for_tests() {
        println!("on Postgres:");
        scenario(&Testbed::Postgres(server.database()));
    }
}

/// Plays `scenario` on a fresh database of a Postgres server that it may make crash, if there is one. One
/// at a time has that server.
pub fn on_own_postgres(mut scenario: impl FnMut(&Testbed)) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(server) = Postgres::for_faults() {
        println!("on Postgres:");
        scenario(&Testbed::Postgres(server.database()));
    }
}

/// The calls of a migrator, each on a connection of its own and on a given one.
macro_rules! calls {
    ($($name:ident($($argument:ident: $type:ty),*) -> $output:ty;)+) => {
        impl Testbed {
            $(
                #[doc = concat!("`Migrator::", stringify!($name), "` on a connection of its own.")]
                pub fn $name(&self, migrator: &Migrator $(, $argument: $type)*) -> Result<$output, Error> {
                    self.session().$name(migrator $(, $argument)*)
                }
            )+
        }

        impl Session {
            $(
                #[doc = concat!("`Migrator::", stringify!($name), "` on this connection.")]
                pub fn $name(&mut self, migrator: &Migrator $(, $argument: $type)*) -> Result<$output, Error> {
                    match self {
                        Session::Sqlite(connection) => migrator.$name(connection $(, $argument)*),
                        Session::Postgres(runtime, client) => {
                            runtime.block_on(migrator.$name(client $(, $argument)*))
                        }
                    }
                }
            )+
        }
    };
}

calls! {
    run() -> Report;
    status() -> Status;
    up(target: Target) -> Report;
    down(target: Target) -> Report;
    redo(target: Target) -> Report;
    plan(command: Command) -> Plan;
    baseline(version: Version, why: &str) -> Report;
    adopt(tool: Tool) -> Report;
    repair(why: &str) -> Report;
    repair_unfinished(declared: Declared, why: &str) -> Report;
    environment(name: &str) -> Report;
}

impl Testbed {
    /// What kind of database it is.
    pub fn dialect(&self) -> Dialect {
        match self {
            Testbed::Sqlite(_) => Dialect::Sqlite,
            Testbed::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The same with a fresh database of the same kind.
    pub fn another(&self) -> Testbed {
        match self {
            Testbed::Sqlite(_) => Testbed::Sqlite(directory()),
            Testbed::Postgres(database) => Testbed::Postgres(database.another()),
        }
    }

    /// The word that this dialect has for it.
    pub fn pick<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Testbed::Sqlite(_) => sqlite,
            Testbed::Postgres(_) => postgres,
        }
    }

    /// Migrations for this database, of a folder called `migrations`. For each a name such as
    /// `1_notes`, its up and its down script; without a down script, the empty text.
    pub fn chain(&self, scripts: &[(&str, &str, &str)]) -> Migrations {
        self.chain_with(scripts, &[])
    }

    /// The same of a binary with these functions for what is Rust.
    pub fn chain_with(&self, scripts: &[(&str, &str, &str)], functions: &[Function]) -> Migrations {
        let files = scripts.iter().flat_map(|(name, up, down)| {
            let up = (format!("{name}.up.sql"), *up);
            let down = (!down.is_empty()).then(|| (format!("{name}.down.sql"), *down));
            iter::once(up).chain(down)
        });
        let files: Vec<(String, &str)> = files.collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, sql)| (name.as_str(), *sql))
            .collect();
        self.files_with(&files, functions)
    }

    /// Migrations for this database, of a folder called `migrations` that holds these files.
    pub fn files(&self, files: &[(&str, &str)]) -> Migrations {
        self.files_with(files, &[])
    }

    fn files_with(&self, files: &[(&str, &str)], functions: &[Function]) -> Migrations {
        let config = format!("dialects = [\"{}\"]", self.dialect());
        chain_with(
            &[&[("ingrain.toml", config.as_str())], files].concat(),
            functions,
        )
    }

    /// Opens a connection.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    pub fn session(&self) -> Session {
        match self {
            Testbed::Sqlite(_) => Session::Sqlite(self.open()),
            Testbed::Postgres(_) => Session::open(&self.place()),
        }
    }

    fn open(&self) -> Connection {
        let open = || {
            let connection = Connection::open(self.path())?;
            // Reads the file, which others may be writing to.
            connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF")?;
            connection.busy_timeout(Duration::ZERO)?;
            Ok(connection)
        };
        let opened: rusqlite::Result<Connection> = open();
        opened.unwrap_or_else(|error| panic!("{}: {error}", self.path().display()))
    }

    /// What a test does by hand waits while others write: it is not what the test is about.
    fn patient(&self) -> Session {
        Session::open(&self.place())
    }

    /// Where it is: a URL, or the path of a file.
    pub fn place(&self) -> String {
        match self {
            Testbed::Sqlite(_) => self.path().display().to_string(),
            Testbed::Postgres(database) => database.url(),
        }
    }

    /// The file of a SQLite database.
    ///
    /// # Panics
    ///
    /// On Postgres.
    pub fn path(&self) -> PathBuf {
        match self {
            Testbed::Sqlite(directory) => directory.path().join("test.db"),
            Testbed::Postgres(_) => panic!("a Postgres database has no path"),
        }
    }

    /// The Postgres database.
    ///
    /// # Panics
    ///
    /// On SQLite.
    pub fn postgres(&self) -> &postgres::Database<'static> {
        match self {
            Testbed::Postgres(database) => database,
            Testbed::Sqlite(_) => panic!("this is SQLite"),
        }
    }

    /// Schema and rows, the history's too.
    pub fn dump(&self) -> String {
        match self {
            Testbed::Sqlite(_) => sqlite::dump(&self.open()),
            Testbed::Postgres(database) => database.dump(),
        }
    }

    /// Schema and rows without the history.
    pub fn dump_without_history(&self) -> String {
        match self {
            Testbed::Sqlite(_) => sqlite::dump_without(&self.open(), HISTORY),
            Testbed::Postgres(database) => database.dump_without(HISTORY),
        }
    }

    /// Runs statements on a connection of its own.
    pub fn execute(&self, sql: &str) {
        self.patient().execute(sql);
    }

    /// Rows on a connection of its own; see [`Session::rows`].
    pub fn rows(&self, sql: &str) -> Vec<String> {
        self.patient().rows(sql)
    }

    /// These columns of the history, one text for each row.
    pub fn history(&self, columns: &str) -> Vec<String> {
        self.rows(&format!("SELECT {columns} FROM {HISTORY} ORDER BY seq"))
    }
}

/// A version, for calls.
///
/// # Panics
///
/// When there is no such version.
pub fn version(number: u64) -> Version {
    Version::new(number).unwrap_or_else(|| panic!("{number} is too large for a version"))
}

/// The target of this version, for calls.
pub fn to(number: u64) -> Target {
    Target::Version(version(number))
}

/// The versions of what ran, in that order.
pub fn ran(report: &Report) -> Vec<u64> {
    report
        .ran()
        .iter()
        .map(|ran| ran.version().number())
        .collect()
}
