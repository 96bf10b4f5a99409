//! What is disturbed: a chain, a call, and how they run.

use std::fmt;

use ingrain::{Dialect, Transactions};
use ingrain_end_to_end::victim::{Call, Embedded, Order};

/// One call of the victim, on a database that was prepared for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scenario {
    pub(crate) dialect: Dialect,
    pub(crate) embedded: Embedded,
    pub(crate) call: Call,
    pub(crate) transactions: Transactions,
    /// SQLite's journal mode.
    pub(crate) journal: &'static str,
    pub(crate) backup: Backup,
    pub(crate) before: Before,
}

/// Whether a backup is made first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backup {
    Off,
    On,
}

/// What is there when the call begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing.
    Empty,
    /// The schema of this version, without a history.
    ByHand(u64),
    /// This chain, applied up to this version.
    At(Embedded, u64),
}

impl Scenario {
    /// Every scenario there is for this kind of database.
    pub(crate) fn all(dialect: Dialect) -> Vec<Scenario> {
        let journals: &[&str] = match dialect {
            Dialect::Sqlite => &["delete", "wal"],
            Dialect::Postgres => &["-"],
        };
        let mut all = Vec::new();
        for journal in journals {
            for transactions in [Transactions::Each, Transactions::Together] {
                let scenarios = Scenario::of(dialect);
                all.extend(scenarios.map(|scenario| Scenario {
                    journal,
                    transactions,
                    ..scenario
                }));
            }
        }
        all
    }

    fn of(dialect: Dialect) -> impl Iterator<Item = Scenario> {
        use Embedded::{Edited, Rebuild, Stepwise, Transactional};
        let scenario = |embedded, call, before| Scenario {
            dialect,
            embedded,
            call,
            transactions: Transactions::Each,
            journal: "",
            backup: Backup::Off,
            before,
        };
        let saved = |scenario: Scenario| Scenario {
            backup: Backup::On,
            ..scenario
        };
        let at = Before::At;
        [
            scenario(Transactional, Call::Run, Before::Empty),
            scenario(Transactional, Call::Down(0), at(Transactional, 5)),
            scenario(Transactional, Call::Redo(2), at(Transactional, 5)),
            scenario(Stepwise, Call::Run, Before::Empty),
            scenario(Stepwise, Call::Down(0), at(Stepwise, 4)),
            scenario(Stepwise, Call::Redo(1), at(Stepwise, 4)),
            scenario(Rebuild, Call::Run, Before::Empty),
            scenario(Rebuild, Call::Down(0), at(Rebuild, 3)),
            scenario(Rebuild, Call::Redo(1), at(Rebuild, 3)),
            scenario(Transactional, Call::Baseline(3), Before::ByHand(3)),
            scenario(Edited, Call::Repair, at(Transactional, 4)),
            saved(scenario(Transactional, Call::Run, at(Transactional, 2))),
            saved(scenario(Stepwise, Call::Redo(1), at(Stepwise, 4))),
        ]
        .into_iter()
        .filter(move |scenario| scenario.embedded != Rebuild || dialect == Dialect::Sqlite)
    }

    /// What the victim is told, all but the folder of its backups.
    pub(crate) fn order(&self, call: Call) -> Order {
        Order {
            transactions: self.transactions,
            journal: match self.journal {
                "wal" => "wal",
                _ => "delete",
            },
            ..Order::new(self.embedded, call)
        }
    }

    /// What is called once the fault is gone, one after the other: the same again, then what an application
    /// does at its start.
    pub(crate) fn restarts(&self) -> Vec<Call> {
        match self.call {
            Call::Run | Call::Down(_) => vec![self.call],
            call => vec![call, Call::Run],
        }
    }

    /// The last version that is applied at the end, of a chain with this head.
    pub(crate) fn end(&self, head: u64) -> u64 {
        match self.call {
            Call::Down(version) => version,
            _ => head,
        }
    }
}

/// `sqlite/transactional/down-0/each/wal`.
impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let call = match self.call {
            Call::Run => "run".to_owned(),
            Call::Down(version) => format!("down-{version}"),
            Call::Redo(version) => format!("redo-{version}"),
            Call::Baseline(version) => format!("baseline-{version}"),
            Call::Repair => "repair".to_owned(),
            Call::Settle(_) => "settle".to_owned(),
        };
        let transactions = match self.transactions {
            Transactions::Together => "together",
            _ => "each",
        };
        let (dialect, embedded) = (self.dialect, self.embedded.name());
        write!(f, "{dialect}/{embedded}/{call}/{transactions}")?;
        if self.dialect == Dialect::Sqlite {
            write!(f, "/{}", self.journal)?;
        }
        match self.backup {
            Backup::On => f.write_str("/backup"),
            Backup::Off => Ok(()),
        }
    }
}
