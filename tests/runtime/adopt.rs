//! Taking over another tool's history: what the table says decides, and nothing is written in vain.
//! `tests/adopt` does it with the tools themselves.

mod around;

use std::thread;

use ingrain::{Code, Migrations, Mode, Target, Tool};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{Testbed, on_both, ran};

use crate::assert_says;

/// A folder of diesel, in which the last two were not applied there.
fn embedded(bed: &Testbed) -> Migrations {
    let directory = |day: u32, name: &str| format!("2026-01-0{day}_{name}");
    let (notes, tags, later) = (
        directory(1, "notes"),
        directory(2, "tags"),
        directory(3, "later"),
    );
    let files = [
        (
            format!("{notes}/up.sql"),
            "CREATE TABLE notes (id integer);",
        ),
        (format!("{notes}/down.sql"), "DROP TABLE notes;"),
        (format!("{tags}/up.sql"), "CREATE TABLE tags (id integer);"),
        (
            format!("{later}/up.sql"),
            "CREATE TABLE later (id integer);",
        ),
        (format!("{later}/down.sql"), "DROP TABLE later;"),
    ];
    let config = format!(
        "dialects = [\"{}\"]\nadopted = {{ from = \"diesel\", up-to = 20260102 }}",
        bed.dialect()
    );
    let files = files.iter().map(|(name, sql)| (name.as_str(), *sql));
    let files: Vec<(&str, &str)> = files.chain([("ingrain.toml", config.as_str())]).collect();
    chain(&files)
}

/// What diesel leaves behind when it has applied these versions.
fn diesel(bed: &Testbed, versions: &[&str]) {
    bed.execute(
        "CREATE TABLE notes (id integer); CREATE TABLE tags (id integer);
         CREATE TABLE __diesel_schema_migrations (
             version VARCHAR(50) PRIMARY KEY NOT NULL,
             run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
         );",
    );
    for version in versions {
        bed.execute(&format!(
            "INSERT INTO __diesel_schema_migrations VALUES ('{version}', '2026-01-05 10:15:00')"
        ));
    }
}

#[test]
fn what_is_applied_there_is_applied_here_and_the_rest_is_pending() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20260102"]);
        let migrator = embedded(bed).migrator();
        let before = bed.dump_without_history();
        let report = bed.adopt(&migrator, Tool::Diesel).unwrap();
        assert_eq!(report.to_string().lines().next(), Some("recorded 20260101"));
        let note = "from diesel, which applied it at 2026-01-05 10:15:00; diesel keeps no checksum to verify";
        let row = |version: u32, description: &str| {
            format!("adopted | {version} | {description} | {note}")
        };
        assert_eq!(
            bed.history("event, version, description, note"),
            [row(20260101, "notes"), row(20260102, "tags")]
        );
        assert_eq!(
            bed.dump_without_history(),
            before,
            "nothing ran, and the tool's table is as it was"
        );
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [20260103]);
        let irreversible = bed.down(&migrator, Target::Base).unwrap_err();
        let words = [
            "version 20260102 cannot be reverted",
            "taken over from another tool",
        ];
        assert_says(&irreversible, Code::Irreversible, &words);
    });
}

#[test]
fn what_cannot_be_taken_over_is_refused_whole() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20251231", "base"]);
        let (before, migrator) = (bed.dump(), embedded(bed).migrator());
        let words = [
            "2 rows of `__diesel_schema_migrations` cannot be taken over",
            "not embedded here, but applied by diesel: 20251231, base",
            "this binary embeds the versions 20260101, 20260102 and 20260103",
        ];
        assert_says(
            &bed.adopt(&migrator, Tool::Diesel).unwrap_err(),
            Code::Unadoptable,
            &words,
        );
        let words = ["there is no `_sqlx_migrations`", "Tool::Diesel"];
        assert_says(
            &bed.adopt(&migrator, Tool::Sqlx).unwrap_err(),
            Code::Unadoptable,
            &words,
        );
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_migration_that_failed_in_sqlx_is_refused() {
    on_both(|bed| {
        let bytes = bed.pick("BLOB", "BYTEA");
        bed.execute(&format!(
            "CREATE TABLE notes (id integer);
             CREATE TABLE _sqlx_migrations (
                 version BIGINT PRIMARY KEY, description TEXT NOT NULL,
                 installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
                 success BOOLEAN NOT NULL, checksum {bytes} NOT NULL, execution_time BIGINT NOT NULL
             );
             INSERT INTO _sqlx_migrations VALUES
                 (20260101, 'notes', CURRENT_TIMESTAMP, FALSE, '', -1);"
        ));
        let error = bed
            .adopt(&embedded(bed).migrator(), Tool::Sqlx)
            .unwrap_err();
        assert_says(
            &error,
            Code::Unadoptable,
            &["failed in sqlx: 20260101", "let sqlx run once more"],
        );
    });
}

#[test]
fn who_has_a_history_of_their_own_takes_no_other_over() {
    on_both(|bed| {
        bed.run(&embedded(bed).migrator()).unwrap();
        bed.execute("DROP TABLE notes; DROP TABLE tags");
        diesel(bed, &["20260101", "20260102"]);
        let migrator = embedded(bed).migrator();
        assert!(
            bed.adopt(&migrator, Tool::Diesel).unwrap().is_empty(),
            "all of it is applied here"
        );
        bed.down(&migrator, Target::Down(1)).unwrap();
        bed.execute(
            "INSERT INTO __diesel_schema_migrations VALUES ('20260103', '2026-01-05 10:15:00')",
        );
        let error = bed.adopt(&migrator, Tool::Diesel).unwrap_err();
        assert_says(
            &error,
            Code::BadTarget,
            &["the database has a history already"],
        );
    });
}

/// What diesel has in a file beside the scripts, a binary that has only the history finds in the script.
#[test]
fn what_runs_outside_transactions_is_reverted_outside_them() {
    on_both(|bed| {
        let config = format!(
            "dialects = [\"{}\"]\nadopted = {{ from = \"diesel\", up-to = 20260102 }}",
            bed.dialect()
        );
        let earlier = config.replace("20260102", "20260101");
        let notes = [
            (
                "2026-01-01_notes/up.sql",
                "CREATE TABLE notes (id integer);",
            ),
            ("2026-01-01_notes/down.sql", "DROP TABLE notes;"),
        ];
        let up = bed.pick("VACUUM;", "CREATE INDEX CONCURRENTLY by_id ON notes (id);");
        let index = [
            ("2026-01-02_index/up.sql", up),
            (
                "2026-01-02_index/down.sql",
                bed.pick("VACUUM;", "DROP INDEX CONCURRENTLY by_id;"),
            ),
            (
                "2026-01-02_index/metadata.toml",
                "run_in_transaction = false",
            ),
            ("ingrain.toml", config.as_str()),
        ];
        let both = chain(&[&notes[..], &index].concat()).migrator();
        assert_eq!(ran(&bed.run(&both).unwrap()), [20260101, 20260102]);
        let repaired = bed.repair(&both, "to see that nothing is stale").unwrap();
        assert!(repaired.is_empty(), "{repaired}");
        let older = chain(&[&notes[..], &[("ingrain.toml", earlier.as_str())]].concat()).migrator();
        assert_eq!(ran(&bed.down(&older, Target::Down(1)).unwrap()), [20260102]);
        let events =
            ["started", "progressed", "reverted"].map(|event| format!("{event} | 20260102"));
        assert_eq!(bed.history("event, version").split_off(4), events);
        assert_eq!(ran(&bed.run(&both).unwrap()), [20260102]);
        assert_eq!(ran(&bed.down(&both, Target::Down(1)).unwrap()), [20260102]);
    });
}

#[test]
fn who_only_verifies_takes_nothing_over() {
    on_both(|bed| {
        diesel(bed, &["20260101"]);
        let (before, migrator) = (bed.dump(), embedded(bed).migrator().mode(Mode::Verify));
        let error = bed.adopt(&migrator, Tool::Diesel).unwrap_err();
        assert_says(
            &error,
            Code::Pending,
            &["20260101 is to be recorded as applied"],
        );
        assert_eq!(bed.dump(), before);
    });
}

/// How an application starts on databases of which some are new and some are diesel's; docs/adopting.md
/// has it.
fn start(bed: &Testbed) {
    let migrator = embedded(bed).migrator();
    match bed.run(&migrator) {
        Err(error) if error.code() == Code::Unmanaged => {
            bed.adopt(&migrator, Tool::Diesel).unwrap();
            bed.run(&migrator).unwrap();
        }
        result => drop(result.unwrap()),
    }
    assert!(bed.status(&migrator).unwrap().is_current());
}

#[test]
fn a_new_database_is_taken_over_from_nobody() {
    on_both(|bed| {
        start(bed);
        start(bed);
        let events = [
            "applied | 20260101",
            "applied | 20260102",
            "applied | 20260103",
        ];
        assert_eq!(bed.history("event, version"), events);
    });
}

#[test]
fn of_processes_that_take_over_at_once_one_does_and_all_go_on() {
    on_both(|bed| {
        diesel(bed, &["20260101", "20260102"]);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| start(bed));
            }
        });
        let events = [
            "adopted | 20260101",
            "adopted | 20260102",
            "applied | 20260103",
        ];
        assert_eq!(bed.history("event, version"), events);
    });
}
