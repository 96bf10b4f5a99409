//! An applied script that is no longer what it was: refused, and accepted when a reason is given.

use ingrain::{Checksum, Code};
use ingrain_end_to_end::testbed::{Testbed, on_both, version};

use crate::assert_says;

const NOTES: &str = "CREATE TABLE notes (\n    id integer PRIMARY KEY,\n    body text\n);\n";
const TAGS: (&str, &str, &str) = (
    "2_tags",
    "CREATE TABLE tags (id integer)",
    "DROP TABLE tags",
);

fn migrated(bed: &Testbed) {
    let chain = bed.chain(&[("1_notes", NOTES, "DROP TABLE notes"), TAGS]);
    bed.run(&chain.migrator()).unwrap();
}

#[test]
fn one_changed_byte_is_refused_and_the_database_untouched() {
    on_both(|bed| {
        migrated(bed);
        let changed = NOTES.replace("body", "bodi");
        let chain = bed.chain(&[("1_notes", &changed, "DROP TABLE notes"), TAGS]);
        let before = bed.dump();
        let error = bed.run(&chain.migrator()).unwrap_err();
        assert_eq!(bed.dump(), before);

        let recorded = format!("the database has {}", Checksum::of(NOTES));
        let embedded = format!("this binary has  {}", Checksum::of(&changed));
        let words = [
            "migration 1 has changed after being applied",
            "--> migrations/1_notes.up.sql",
            "version 1 was applied at 2",
            &recorded,
            &embedded,
            "restore the file as it was",
            "migrator().repair(&mut connection, \"why\")",
        ];
        assert_says(&error, Code::Divergent, &words);
        assert_eq!(error.refusal().unwrap().versions(), [version(1)]);

        let status = bed.status(&chain.migrator()).unwrap();
        assert!(!status.is_current());
        assert_eq!(status.refusal().unwrap().code(), Code::Divergent);
    });
}

/// `fn main() -> Result<(), ingrain::Error>` shows an error as `Error: ` and its `Debug`.
#[test]
fn an_error_that_main_returns_reads_well() {
    on_both(|bed| {
        migrated(bed);
        let chain = bed.chain(&[("1_notes", "SELECT 1", "DROP TABLE notes"), TAGS]);
        let error = bed.run(&chain.migrator()).unwrap_err();
        let shown = format!("Error: {error:?}");
        let (heading, rest) = shown.split_once('\n').unwrap();
        assert_eq!(
            heading,
            "Error: [ING0101]: migration 1 has changed after being applied"
        );
        assert!(error.to_string().ends_with(rest), "{shown}");
    });
}

#[test]
fn every_changed_script_is_named() {
    on_both(|bed| {
        migrated(bed);
        let chain = bed.chain(&[
            (
                "1_notes",
                "CREATE TABLE note (id integer)",
                "DROP TABLE note",
            ),
            ("2_tags", "CREATE TABLE tag (id integer)", "DROP TABLE tag"),
            (
                "3_more",
                "CREATE TABLE more (id integer)",
                "DROP TABLE more",
            ),
        ]);
        let before = bed.dump();
        let error = bed.run(&chain.migrator()).unwrap_err();
        let words = [
            "migrations 1 and 2 have changed",
            "1_notes.up.sql",
            "2_tags.up.sql",
        ];
        assert_says(&error, Code::Divergent, &words);
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn line_endings_and_a_byte_order_mark_are_no_change() {
    on_both(|bed| {
        migrated(bed);
        let windows = format!("\u{feff}{}", NOTES.replace('\n', "\r\n"));
        let chain = bed.chain(&[("1_notes", &windows, "DROP TABLE notes"), TAGS]);
        assert!(bed.run(&chain.migrator()).unwrap().is_empty());
        assert!(bed.status(&chain.migrator()).unwrap().is_current());
    });
}

#[test]
fn a_changed_down_script_or_description_is_no_change_of_the_past() {
    on_both(|bed| {
        migrated(bed);
        let chain = bed.chain(&[("1_pages", NOTES, "DROP TABLE IF EXISTS notes"), TAGS]);
        assert!(bed.run(&chain.migrator()).unwrap().is_empty());
    });
}

#[test]
fn a_repair_accepts_the_change_and_keeps_the_reason() {
    on_both(|bed| {
        migrated(bed);
        let changed = NOTES.replace("body text", "body text -- it's \\ known");
        let chain = bed.chain(&[("1_notes", &changed, "DROP TABLE notes"), TAGS]);
        let why = "a comment that isn't \\SQL";
        let report = bed.repair(&chain.migrator(), why).unwrap();
        assert_eq!(report.recorded(), [version(1)]);
        assert!(report.ran().is_empty() && !report.is_empty());
        let last = bed
            .history("seq, event, version, checksum, note")
            .pop()
            .unwrap();
        assert_eq!(
            last,
            format!("3 | repaired | 1 | {} | {why}", Checksum::of(&changed))
        );

        assert!(bed.run(&chain.migrator()).unwrap().is_empty());
        assert!(bed.status(&chain.migrator()).unwrap().is_current());
        // And a second repair finds nothing to accept.
        assert!(bed.repair(&chain.migrator(), why).unwrap().is_empty());
        assert_eq!(bed.history("seq").len(), 3);
    });
}
