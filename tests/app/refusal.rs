//! Databases that it refuses to serve from: told at the start, and by `/healthz` while it runs.

use std::fs;
use std::path::Path;

use ingrain::Migrations;
use ingrain_end_to_end::app::{App, Ended, Starting};
use ingrain_end_to_end::chain::chain;
use ingrain_end_to_end::testbed::{Testbed, on_both, to};

use crate::MIGRATIONS;

/// Asserts that a start is refused with all these words, and that the database stays as it is.
#[track_caller]
fn assert_refused(bed: &Testbed, words: &[&str]) {
    let before = bed.dump();
    let Ended { status, said } = Starting::on(bed).ended();
    assert_eq!(status.code(), Some(1), "{said}");
    assert_says(&said, words);
    assert_eq!(bed.dump(), before);
}

/// Asserts that the health check fails with these words.
#[track_caller]
fn assert_unhealthy(app: &App, words: &[&str]) {
    let health = app.get("/healthz");
    assert_eq!(health.status, 503, "{}", health.body);
    assert_says(&health.body, words);
}

#[track_caller]
fn assert_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word:?} in:\n{text}");
    }
}

/// The application's chain with one migration more.
fn newer(up: &str) -> Migrations {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .filter(|(name, _)| name.ends_with(".sql") || name == "ingrain.toml")
        .collect();
    files.push(("0011_create_drafts.up.sql".to_owned(), up.to_owned()));
    files.push((
        "0011_create_drafts.down.sql".to_owned(),
        "DROP TABLE drafts;".to_owned(),
    ));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    chain(&files)
}

#[test]
fn a_checksum_edited_in_the_history_is_refused() {
    on_both(|bed| {
        let app = App::start(bed);
        // With nothing pending, the start-up check reads the last row only.
        bed.down(&MIGRATIONS.migrator(), to(9)).unwrap();
        let other = format!("sha256:{}", "0".repeat(64));
        bed.execute(&format!(
            "UPDATE ingrain_history SET checksum = '{other}' WHERE version = 3"
        ));
        let words = [
            "error[ING0203]",
            "row 3",
            "changed by hand",
            "restore the table from a backup",
        ];
        assert_unhealthy(&app, &[r#"{"status":"unknown","error":"#, "ING0203"]);
        assert_refused(bed, &words);
    });
}

#[test]
fn a_digest_edited_in_the_last_row_is_refused() {
    on_both(|bed| {
        let app = App::start(bed);
        let other = format!("sha256:{}", "0".repeat(64));
        bed.execute(&format!(
            "UPDATE ingrain_history SET chain = '{other}' WHERE version = 10"
        ));
        assert_unhealthy(&app, &["ING0203"]);
        assert_refused(bed, &["error[ING0203]", "changed by hand"]);
    });
}

#[test]
fn a_database_ahead_is_refused() {
    on_both(|bed| {
        let app = App::start(bed);
        bed.run(&newer("CREATE TABLE drafts (id integer);").migrator())
            .unwrap();
        let words = [
            "ING0103",
            "which ends at version 10",
            "11",
            "create_drafts",
            "newer(Newer::Allow)",
        ];
        assert_unhealthy(
            &app,
            &[
                r#"{"status":"refused","is_current":false,"current":11,"head":10,"pending":[],"refusal":{"code":"ING0103""#,
            ],
        );
        assert_unhealthy(&app, &words);
        assert_refused(bed, &words);
    });
}

#[test]
fn a_database_ahead_by_what_is_compatible_is_served() {
    on_both(|bed| {
        let compatible =
            "-- ingrain: compatible \"nobody else reads it\"\nCREATE TABLE drafts (id integer);";
        bed.run(&newer(compatible).migrator()).unwrap();
        let before = bed.dump();
        let app = App::start(bed);
        let health = app.get("/healthz");
        assert_eq!(health.status, 200, "{}", health.body);
        assert_says(&app.stop().said, &["skipped  11", "nothing to do"]);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_database_with_tables_of_somebody_else_is_refused() {
    on_both(|bed| {
        bed.execute("CREATE TABLE invoices (id integer)");
        assert_refused(bed, &["error[ING0107]", "invoices", "baseline"]);
    });
}
