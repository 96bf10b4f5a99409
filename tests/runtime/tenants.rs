//! One chain over many tenants: a history and a report for each, failures by themselves.

mod files;
mod schemas;

use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::tenants::{Files, Outcomes, Schemas};
use ingrain::{Code, Migrations, Migrator, Report, Status};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, runtime, version};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use crate::assert_says;

/// Two migrations; the second one fails at a tenant that has a table in its way.
fn chain(bed: &Testbed) -> Migrations {
    bed.chain(&[
        (
            "1_notes",
            "CREATE TABLE notes (id integer)",
            "DROP TABLE notes",
        ),
        (
            "2_tags",
            "CREATE TABLE tags (id integer)",
            "DROP TABLE tags",
        ),
    ])
}

/// Names of so many tenants, one of them unusual.
fn names(count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| match number {
            2 => "It's \"№ 2\"".to_owned(),
            number => format!("tenant_{number}"),
        })
        .collect()
}

/// Brings the tenant into being.
fn create(bed: &Testbed, name: &str) {
    match bed {
        Testbed::Sqlite(_) => drop(Connection::open(file(bed, name)).unwrap()),
        Testbed::Postgres(_) => bed.execute(&format!("CREATE SCHEMA {}", quoted(name))),
    }
}

fn file(bed: &Testbed, name: &str) -> std::path::PathBuf {
    bed.path().with_file_name(format!("{name}.db"))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Opens a tenant's file, which must exist.
fn open(bed: &Testbed, name: &str) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(file(bed, name), OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// Runs a statement at one tenant.
fn execute(bed: &Testbed, name: &str, sql: &str) {
    match bed {
        Testbed::Sqlite(_) => open(bed, name).unwrap().execute_batch(sql).unwrap(),
        Testbed::Postgres(_) => bed.execute(&format!("SET search_path = {}; {sql}", quoted(name))),
    }
}

/// The history of one tenant: its versions.
fn history(bed: &Testbed, name: &str) -> Vec<String> {
    match bed {
        Testbed::Sqlite(_) => {
            let connection = open(bed, name).unwrap();
            let sql = "SELECT CAST(version AS TEXT) FROM ingrain_history ORDER BY seq";
            let mut rows = connection.prepare(sql).unwrap();
            let rows = rows.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        }
        Testbed::Postgres(_) => bed.rows(&format!(
            "SELECT version FROM {}.ingrain_history ORDER BY seq",
            quoted(name)
        )),
    }
}

fn run(bed: &Testbed, names: &[String], migrator: &Migrator) -> Outcomes<Report> {
    match bed {
        Testbed::Sqlite(_) => Files::of(names, |name| open(bed, name)).run(migrator),
        Testbed::Postgres(database) => {
            runtime().block_on(Schemas::of(names, || database.try_connect()).run(migrator))
        }
    }
}

fn status(bed: &Testbed, names: &[String], migrator: &Migrator) -> Outcomes<Status> {
    match bed {
        Testbed::Sqlite(_) => Files::of(names, |name| open(bed, name)).status(migrator),
        Testbed::Postgres(database) => {
            runtime().block_on(Schemas::of(names, || database.try_connect()).status(migrator))
        }
    }
}

#[test]
fn fifty_tenants_one_of_them_broken_and_one_not_there() {
    on_both(|bed| {
        let names = names(50);
        let (broken, missing) = (&names[16], &names[41]);
        for name in names.iter().filter(|name| *name != missing) {
            create(bed, name);
        }
        let migrator = chain(bed).migrator();
        let first = bed.chain(&[(
            "1_notes",
            "CREATE TABLE notes (id integer)",
            "DROP TABLE notes",
        )]);
        let some = [names[0].clone(), broken.clone()];
        assert!(run(bed, &some, &first.migrator()).is_ok());
        execute(bed, broken, "CREATE TABLE tags (other integer)");

        let outcomes = run(bed, &names, &migrator);
        assert!(!outcomes.is_ok());
        let told: Vec<&str> = outcomes.iter().map(|outcome| outcome.tenant()).collect();
        assert_eq!(told, names);
        let failed: Vec<&str> = outcomes.failed().map(|outcome| outcome.tenant()).collect();
        assert_eq!(failed, [broken, missing]);
        let errors: Vec<_> = outcomes
            .failed()
            .map(|outcome| outcome.result().unwrap_err())
            .collect();
        assert_says(
            errors[0],
            Code::StatementFailed,
            &["version 2 (tags) failed", "tags"],
        );
        let words = bed.pick(
            ["the tenant's file cannot be opened", "see that it is there"],
            ["does not exist", "CREATE SCHEMA \"tenant_42\""],
        );
        assert_says(errors[1], Code::Database, &words);
        let reports: Vec<Vec<u64>> = outcomes
            .iter()
            .filter_map(|outcome| Some(ran(outcome.result().ok()?)))
            .collect();
        assert_eq!(reports[0], [2]);
        assert!(reports[1..].iter().all(|ran| *ran == [1, 2]), "{reports:?}");
        for name in names
            .iter()
            .filter(|name| ![broken, missing].contains(name))
        {
            assert_eq!(history(bed, name), ["1", "2"], "{name}");
        }
        assert_eq!(history(bed, broken), ["1"]);

        let standing = status(bed, &names, &migrator);
        assert!(!standing.is_ok() && !standing.is_current());
        let pending = standing
            .iter()
            .filter_map(|one| Some(one.result().ok()?.pending().len()));
        assert_eq!(pending.sum::<usize>(), 1);

        execute(bed, broken, "DROP TABLE tags");
        create(bed, missing);
        let again = run(bed, &names, &migrator);
        assert!(again.is_ok(), "{again}");
        for outcome in again {
            let expected: &[u64] = match outcome.tenant() {
                name if name == broken => &[2],
                name if name == missing => &[1, 2],
                _ => &[],
            };
            assert_eq!(ran(&outcome.into_result().unwrap()), expected);
        }
        assert!(status(bed, &names, &migrator).is_current());
    });
}

#[test]
fn what_became_of_them_is_told_to_people_and_programs() {
    on_both(|bed| {
        let names = ["good", "gone"].map(str::to_owned);
        create(bed, "good");
        let outcomes = run(bed, &names, &chain(bed).migrator());
        let text = outcomes.to_string();
        let beginning = "2 tenants, 1 failed\ngood: applied  1 notes (";
        assert!(text.starts_with(beginning), "{text}");
        assert!(text.contains("\n  applied  2 tags ("), "{text}");
        assert!(
            text.contains("\n  the database is at version 2\ngone: error[ING0202]: "),
            "{text}"
        );
        assert!(text.contains("\n   = help: "), "{text}");
        let value = serde_json::to_value(&outcomes).unwrap();
        assert_eq!(value["ok"], json!(false));
        assert_eq!(value["tenants"][0]["tenant"], json!("good"));
        assert_eq!(value["tenants"][0]["error"], json!(null));
        assert_eq!(value["tenants"][0]["result"]["current"], json!(2));
        assert_eq!(value["tenants"][1]["result"], json!(null));
        assert_eq!(value["tenants"][1]["error"]["code"], json!("ING0202"));
        let error = outcomes.failed().next().unwrap().result().unwrap_err();
        assert_eq!(value["tenants"][1]["error"]["title"], json!(error.title()));
        assert_eq!(
            value["tenants"][1]["error"]["text"],
            json!(error.to_string())
        );

        let none = run(bed, &[], &chain(bed).migrator());
        assert!(none.is_ok());
        assert_eq!(none.to_string(), "0 tenants, 0 failed");
    });
}

#[test]
fn a_panic_at_one_loses_no_other() {
    on_both(|bed| {
        let names = names(6);
        names.iter().for_each(|name| create(bed, name));
        let calls = AtomicUsize::new(0);
        let calls: &'static AtomicUsize = Box::leak(Box::new(calls));
        let migrator = chain(bed).migrator().before_run(|_| {
            assert!(calls.fetch_add(1, Ordering::SeqCst) != 2, "the third call");
            Ok(())
        });
        let outcomes = run(bed, &names, &migrator);
        let failed: Vec<_> = outcomes.failed().collect();
        assert_eq!(failed.len(), 1, "{outcomes}");
        let words = [
            "the call panicked: the third call",
            "a hook of the application's",
        ];
        assert_says(failed[0].result().unwrap_err(), Code::Stopped, &words);
        let again = run(bed, &names, &migrator);
        assert!(again.is_ok(), "{again}");
        let ran: usize = again
            .iter()
            .map(|outcome| ran(outcome.result().unwrap()).len())
            .sum();
        assert_eq!(ran, 2);
        for name in &names {
            assert_eq!(history(bed, name), ["1", "2"]);
        }
        let at = again
            .iter()
            .map(|outcome| outcome.result().unwrap().current());
        assert!(at.into_iter().all(|current| current == Some(version(2))));
    });
}
