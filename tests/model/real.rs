//! The real thing, on a SQLite file.

use ingrain::{Command, Error, Migrations, Migrator, Report};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{Session, Testbed};
use rusqlite::Connection;

use crate::binary::{Binary, files};
use crate::call::{Call, Done, Failed, Outcome};
use crate::database::{Statement, Tables};
use crate::state::{COLUMNS, Shown};

pub(crate) struct Real {
    bed: Testbed,
    binaries: Vec<Migrations>,
}

impl Real {
    pub(crate) fn new(binaries: &[Binary]) -> Real {
        let embedded = |binary: &Binary| {
            let files = files(binary);
            let files: Vec<(&str, &str)> = files
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect();
            chain(&files)
        };
        Real {
            bed: Testbed::Sqlite(tempfile::tempdir().unwrap()),
            binaries: binaries.iter().map(embedded).collect(),
        }
    }

    /// Whether the statement could be carried out.
    pub(crate) fn by_hand(&self, statement: Statement) -> bool {
        self.connection().execute_batch(&statement.text()).is_ok()
    }

    pub(crate) fn status(&self, binary: usize) -> (Option<u64>, Vec<u64>, Option<ingrain::Code>) {
        let status = self.bed.status(&self.binaries[binary].migrator()).unwrap();
        let pending = status.pending().iter().map(|it| it.number());
        (
            status.current().map(|it| it.number()),
            pending.collect(),
            status.refusal().map(|refusal| refusal.code()),
        )
    }

    pub(crate) fn call(&self, call: &Call) -> Outcome {
        let mut connection = self.connection();
        if let Some(mut left) = call.dies_after {
            // Once it has died it answers nothing any more, not even a ROLLBACK.
            let dies = move || {
                left = left.saturating_sub(1);
                left == 0
            };
            connection.progress_handler(1, Some(dies)).unwrap();
        }
        match carried_out(&self.migrator(call), &mut connection, call) {
            Ok(report) => Ok(Done {
                skipped: report
                    .skipped()
                    .iter()
                    .map(|skipped| (skipped.version.number(), skipped.because.name()))
                    .collect(),
                current: report.current().map(|it| it.number()),
                ran: ran(&report),
                recorded: recorded(&report),
            }),
            Err(error) => Err(Failed {
                code: error.code(),
                ran: ran(error.report()),
                recorded: recorded(error.report()),
            }),
        }
    }

    /// What a new connection sees.
    pub(crate) fn state(&self) -> Shown {
        let names =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'ingrain_history'";
        let tables: Tables = self
            .bed
            .rows(names)
            .into_iter()
            .map(|name| {
                let rows = self.bed.rows(&format!("SELECT v FROM {name} ORDER BY v"));
                let rows = rows.iter().map(|row| row.parse().unwrap());
                (name[1..].parse().unwrap(), rows.collect())
            })
            .collect();
        let exists = "SELECT count(*) FROM sqlite_schema WHERE name = 'ingrain_history'";
        let history = match self.bed.rows(exists).concat().as_str() {
            "0" => Vec::new(),
            _ => self.bed.history(COLUMNS),
        };
        Shown { tables, history }
    }

    fn migrator(&self, call: &Call) -> Migrator {
        let policy = call.policy;
        self.binaries[call.binary]
            .migrator()
            .mode(policy.mode)
            .order(policy.order)
            .newer(policy.newer)
            .unmanaged(policy.unmanaged)
            .consent(policy.consent)
            .transactions(call.transactions)
    }

    fn connection(&self) -> Connection {
        match self.bed.session() {
            Session::Sqlite(connection) => connection,
            Session::Postgres(..) => unreachable!("the bed is a SQLite file"),
        }
    }
}

fn carried_out(
    migrator: &Migrator,
    connection: &mut Connection,
    call: &Call,
) -> Result<Report, Error> {
    match call.command {
        Command::Run => migrator.run(connection),
        Command::Up(target) => migrator.up(connection, target),
        Command::Down(target) => migrator.down(connection, target),
        Command::Redo(target) => migrator.redo(connection, target),
        Command::Baseline(version) => migrator.baseline(connection, version, call.note),
        Command::Repair => migrator.repair(connection, call.note),
        Command::RepairUnfinished(declared) => {
            migrator.repair_unfinished(connection, declared, call.note)
        }
        Command::Environment(_) => migrator.environment(connection, call.note),
        other => unreachable!("no story has {other:?}"),
    }
}

fn ran(report: &Report) -> Vec<(u64, ingrain::Direction)> {
    let ran = report.ran().iter();
    ran.map(|ran| (ran.version().number(), ran.direction()))
        .collect()
}

fn recorded(report: &Report) -> Vec<u64> {
    report.recorded().iter().map(|it| it.number()).collect()
}
