//! What the program `victim` does, a small application that migrates itself: told to it on its command
//! line, so that a test can start it, hurt it, and start it again.

mod arguments;

use std::path::PathBuf;
use std::time::Duration;

use ingrain::backup::{PgDump, SqliteCopy};
use ingrain::{Declared, Error, Migrations, Migrator, Report, Target, Transactions, Version};

use crate::chain::chain;
use crate::testbed::Session;

/// What it says where it waits to be killed.
pub const HELD: &str = "held";

/// The migrations that it embeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Embedded {
    /// Scripts that all run in transactions, and change rows.
    Transactional,
    /// Some run outside transactions.
    Stepwise,
    /// One rebuilds a table without foreign keys. SQLite only.
    Rebuild,
    /// [`Transactional`](Embedded::Transactional), its second up script edited after it was released.
    Edited,
}

/// What it is to do. In the text of an order: `up`, `down 2`, `redo 0`, `baseline 3`, `repair`, `done`, `undone`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// What an application does at its start.
    Run,
    /// Revert down to this version, 0 for all.
    Down(u64),
    /// Revert down to this version, and apply again.
    Redo(u64),
    /// Take what is there for this version.
    Baseline(u64),
    /// Accept what has changed.
    Repair,
    /// Declare the script that is part-way done, or undone.
    Settle(Declared),
}

/// All that it is told.
#[derive(Debug, Clone)]
pub struct Order {
    /// What it embeds.
    pub embedded: Embedded,
    /// What it does.
    pub call: Call,
    /// How many transactions.
    pub transactions: Transactions,
    /// A folder for a backup to be made in first.
    pub backup: Option<PathBuf>,
    /// How long it waits for others.
    pub wait: Duration,
    /// On SQLite: the statement before which it stops and waits to be killed, counted from 1.
    pub hold: Option<u64>,
    /// On SQLite: the journal mode that it sets.
    pub journal: &'static str,
    /// On Postgres: the longest that a statement may take.
    pub statement_timeout: Option<Duration>,
}

impl Embedded {
    /// All there is.
    pub const ALL: [Embedded; 4] = [
        Embedded::Transactional,
        Embedded::Stepwise,
        Embedded::Rebuild,
        Embedded::Edited,
    ];

    /// Its name: of the folder `tests/faults/chains/…`, all but the last.
    pub fn name(self) -> &'static str {
        match self {
            Embedded::Transactional => "transactional",
            Embedded::Stepwise => "stepwise",
            Embedded::Rebuild => "rebuild",
            Embedded::Edited => "edited",
        }
    }

    fn migrations(self) -> Migrations {
        match self {
            Embedded::Transactional => {
                ingrain::embed!("tests/faults/chains/transactional", unwatched)
            }
            Embedded::Stepwise => ingrain::embed!("tests/faults/chains/stepwise", unwatched),
            Embedded::Rebuild => ingrain::embed!("tests/faults/chains/rebuild", unwatched),
            Embedded::Edited => edited(),
        }
    }
}

/// The line that was added to the second up script of the edited chain.
pub const EDIT: &str = "-- Nobody was to touch this.\n";

fn edited() -> Migrations {
    macro_rules! file {
        ($name:literal) => {
            (
                $name,
                include_str!(concat!("../faults/chains/transactional/", $name)),
            )
        };
    }
    let entries = file!("0002_entries.up.sql");
    let edited = format!("{}{EDIT}", entries.1);
    chain(&[
        file!("ingrain.toml"),
        file!("0001_accounts.up.sql"),
        file!("0001_accounts.down.sql"),
        (entries.0, &edited),
        file!("0002_entries.down.sql"),
        file!("0003_interest.up.sql"),
        file!("0003_interest.down.sql"),
        file!("0004_totals.up.sql"),
        file!("0004_totals.down.sql"),
        file!("0004_totals.postgres.up.sql"),
        file!("0004_totals.postgres.down.sql"),
        file!("0005_notes.up.sql"),
        file!("0005_notes.down.sql"),
    ])
}

impl Order {
    /// To do this with the defaults of a small application.
    pub fn new(embedded: Embedded, call: Call) -> Order {
        Order {
            embedded,
            call,
            transactions: Transactions::Each,
            backup: None,
            wait: Duration::from_secs(60),
            hold: None,
            journal: "delete",
            statement_timeout: None,
        }
    }

    /// The migrator that carries it out on the database at `place`.
    pub fn migrator(&self, place: &str) -> Migrator {
        let migrations = self.embedded.migrations();
        let mut migrator = migrations
            .migrator()
            .transactions(self.transactions)
            .wait(self.wait);
        if let Some(folder) = &self.backup {
            migrator = match place.starts_with("postgres") {
                true => migrator.backup(PgDump::new(folder, place)),
                false => migrator.backup(SqliteCopy::within(folder)),
            };
        }
        match self.statement_timeout {
            Some(limit) => migrator.statement_timeout(limit),
            None => migrator,
        }
    }

    /// Carries it out on an open connection.
    ///
    /// # Errors
    ///
    /// Those of Ingrain.
    pub fn carry_out(&self, session: &mut Session, place: &str) -> Result<Report, Error> {
        let migrator = self.migrator(place);
        match self.call {
            Call::Run => session.run(&migrator),
            Call::Down(version) => session.down(&migrator, target(version)),
            Call::Redo(version) => session.redo(&migrator, target(version)),
            Call::Baseline(version) => {
                session.baseline(&migrator, crate::testbed::version(version), "made by hand")
            }
            Call::Repair => session.repair(&migrator, "only a comment"),
            Call::Settle(declared) => {
                session.repair_unfinished(&migrator, declared, "seen to by hand")
            }
        }
    }
}

fn target(version: u64) -> Target {
    Version::new(version)
        .filter(|version| version.number() > 0)
        .map_or(Target::Base, Target::Version)
}
