//! The database in memory that scripts are rehearsed on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::Connection;
use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;

use super::catalog::Catalog;
use super::schema::{self, Scope};

/// A database in memory, and what is known about it.
pub(super) struct Stage {
    pub(super) connection: Connection,
    pub(super) catalog: Catalog,
    /// How often the statement that runs was asked whether it is to go on.
    asked: Arc<AtomicU32>,
}

// A statement may take this many of SQLite's steps: some seconds even where SQLite is built without
// optimisation, as it is for build scripts, and half a million rows out of a recursive query.
const STEPS: u32 = 100_000_000;
const STEPS_PER_QUESTION: u16 = 10_000;

// What a statement without an end writes until then must not take all memory: 256 MiB.
const PRAGMAS: &str = "PRAGMA page_size = 4096; PRAGMA max_page_count = 65536; PRAGMA temp_store = MEMORY; \
    PRAGMA foreign_keys = ON";

/// Brings back what a script may have set for its session; another one would not find it.
pub(super) const RESTORE: &str = "PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF; \
    PRAGMA legacy_alter_table = OFF; PRAGMA recursive_triggers = OFF; PRAGMA writable_schema = OFF; \
    PRAGMA query_only = OFF; PRAGMA max_page_count = 65536";

/// Every application that says REGEXP brings its own, and what it matches is its own affair.
fn stand_in(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("regexp", 2, flags, |_| Ok(true))
}

impl Stage {
    /// An empty database.
    pub(super) fn open() -> rusqlite::Result<Stage> {
        let mut connection = Connection::open_in_memory()?;
        // In double quotes stands a name: what is misspelt is to be an error, not a text.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.execute_batch(PRAGMAS)?;
        stand_in(&connection)?;
        let asked = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&asked);
        let is_too_long = move || {
            counter.fetch_add(1, Ordering::Relaxed) >= STEPS / u32::from(STEPS_PER_QUESTION)
        };
        // In some versions of rusqlite this gives a result; it is an error for borrowed connections only. In some it
        // wants a connection that may change: said like this, it reads well for all of them.
        let steps = i32::from(STEPS_PER_QUESTION);
        let _ = Connection::progress_handler(&mut connection, steps, Some(is_too_long));
        Ok(Stage {
            connection,
            catalog: Catalog::default(),
            asked,
        })
    }

    /// Runs one statement to its end, whether it gives rows or not.
    pub(super) fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.rest();
        self.go_on(sql)
    }

    /// The same, its steps counted with those of the one before.
    pub(super) fn go_on(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// Lets the rehearsal itself take as many steps as it needs from here on.
    pub(super) fn rest(&self) {
        self.asked.store(0, Ordering::Relaxed);
    }

    /// Another database that holds the same.
    pub(super) fn copy(&self) -> rusqlite::Result<Stage> {
        const ALL_PAGES: i32 = -1;
        let mut copy = Stage::open()?;
        Backup::new(&self.connection, &mut copy.connection)?.step(ALL_PAGES)?;
        copy.catalog = self.catalog.clone();
        Ok(copy)
    }

    /// Reads the whole schema anew.
    pub(super) fn know_all(&mut self) -> rusqlite::Result<()> {
        self.rest();
        let objects = schema::read(&self.connection, &Scope::All)?;
        self.catalog = Catalog::of(objects);
        Ok(())
    }
}
