//! A history that somebody has edited: when it is found, and what is said then.

use ingrain::{Code, Command, Error, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, to};
use ingrain_end_to_end::victim::{Call, Embedded, Order};

/// When an edit is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// By the next start, although nothing is pending.
    AtStart,
    /// By whatever reads the history as a whole: the next migration, a plan, a way down.
    WhenRead,
    /// By nothing: it changes what nobody decides by.
    Never,
}

use Found::{AtStart, Never, WhenRead};

const H: &str = "ingrain_history";

/// The history holds: applied 1 to 5, reverted 5, applied 5.
fn edits(bed: &Testbed) -> Vec<(String, Found, &'static str)> {
    let other = format!("sha256:{}", "0".repeat(64));
    let copy = "event, version, description, checksum, chain, down_sql, down_checksum, compatible, statements, \
        duration_ms, applied_at, applied_by, note";
    let set = |what: &str, seq: u64| format!("UPDATE {H} SET {what} WHERE seq = {seq}");
    let mut edits = vec![
        (
            format!("DELETE FROM {H} WHERE seq = 3"),
            WhenRead,
            "row 4 stands where row 3 should be",
        ),
        (
            format!("DELETE FROM {H} WHERE seq = 1"),
            WhenRead,
            "row 2 stands where row 1 should be",
        ),
        (
            set("seq = 9", 7),
            WhenRead,
            "row 9 stands where row 7 should be",
        ),
        (
            set(&format!("checksum = '{other}'"), 2),
            WhenRead,
            "row 2 holds the `chain`",
        ),
        (
            set(&format!("checksum = '{other}'"), 7),
            WhenRead,
            "row 7 holds the `chain`",
        ),
        (
            set("checksum = 'abc'", 2),
            WhenRead,
            "holds \"abc\" as its `checksum`",
        ),
        (
            set("checksum = NULL", 2),
            WhenRead,
            "holds NULL as its `checksum`",
        ),
        (set("version = 9", 2), WhenRead, "row 2 holds the `chain`"),
        (
            set("version = -1", 2),
            WhenRead,
            "holds \"-1\" as its `version`",
        ),
        (
            set("version = NULL", 2),
            WhenRead,
            "says `applied` of no version",
        ),
        (set("version = 1", 2), WhenRead, "which is applied already"),
        (
            set("event = 'done'", 2),
            WhenRead,
            "holds \"done\" as its `event`",
        ),
        (
            set("event = 'done'", 7),
            AtStart,
            "holds \"done\" as its `event`",
        ),
        (
            set("event = 'reverted'", 2),
            WhenRead,
            "which is not applied",
        ),
        (
            set("event = 'started'", 7),
            AtStart,
            "row 7 holds the `chain`",
        ),
        (
            set("event = 'repaired'", 2),
            WhenRead,
            "which is not applied",
        ),
        (
            set("event = 'progressed'", 2),
            WhenRead,
            "which never started",
        ),
        (
            set(&format!("chain = '{other}'"), 2),
            WhenRead,
            "row 2 holds the `chain`",
        ),
        (
            set(&format!("chain = '{other}'"), 7),
            AtStart,
            "row 7 holds the `chain`",
        ),
        (set("chain = ''", 7), AtStart, "holds \"\" as its `chain`"),
        (
            set("description = NULL", 2),
            WhenRead,
            "holds NULL as its `description`",
        ),
        (
            set("compatible = NULL", 2),
            WhenRead,
            "holds NULL as its `compatible`",
        ),
        (
            set("down_checksum = NULL", 2),
            WhenRead,
            "holds NULL as its `down_checksum`",
        ),
        (
            set("statements = -1", 2),
            WhenRead,
            "holds \"-1\" as its `statements`",
        ),
        (
            format!("INSERT INTO {H} (seq, {copy}) SELECT 8, {copy} FROM {H} WHERE seq = 7"),
            WhenRead,
            "which is applied already",
        ),
        (
            format!("INSERT INTO {H} (seq, {copy}) SELECT 8, {copy} FROM {H} WHERE seq = 2"),
            AtStart,
            "which is applied already",
        ),
        (
            format!("ALTER TABLE {H} DROP COLUMN note"),
            WhenRead,
            "note",
        ),
        (
            format!("ALTER TABLE {H} DROP COLUMN chain"),
            AtStart,
            "chain",
        ),
        (set("description = 'other'", 2), Never, ""),
        (
            set("note = 'other', applied_by = 'other', duration_ms = 1", 2),
            Never,
            "",
        ),
    ];
    edits.extend(bed.pick(
        vec![
            (
                set("version = 'two'", 2),
                WhenRead,
                "holds \"two\" as its `version`",
            ),
            (
                set("version = 2.5", 2),
                WhenRead,
                "holds \"2.5\" as its `version`",
            ),
            (set("compatible = 'maybe'", 2), WhenRead, "row 2"),
            (
                set("statements = 'x'", 2),
                WhenRead,
                "holds \"x\" as its `statements`",
            ),
            (set("chain = x'00ff'", 7), AtStart, "as its `chain`"),
        ],
        Vec::new(),
    ));
    edits
}

#[test]
fn what_somebody_edits_is_found() {
    on_both(|bed| {
        for (edit, found, words) in edits(bed) {
            let bed = bed.another();
            let migrator = Order::new(Embedded::Transactional, Call::Run).migrator("");
            bed.run(&migrator).unwrap();
            bed.down(&migrator, Target::Down(1)).unwrap();
            bed.run(&migrator).unwrap();
            bed.execute(&edit);
            let before = bed.dump();
            let check = |error: Error| {
                let text = error.to_string();
                assert!(text.contains(words), "{edit}\n{text}");
                assert!(text.contains("= help: "), "{edit}\n{text}");
                let is_the_tables = edit.starts_with("ALTER TABLE");
                let code = if is_the_tables {
                    Code::Database
                } else {
                    Code::CorruptHistory
                };
                assert_eq!(error.code(), code, "{edit}\n{text}");
            };
            let start = bed.run(&migrator);
            let plan = bed.plan(&migrator, Command::Run);
            let down = bed.down(&migrator, to(4));
            match found {
                AtStart => [start.map(drop), plan.map(drop), down.map(drop)]
                    .into_iter()
                    .for_each(|result| check(result.expect_err(&edit))),
                WhenRead => {
                    start.expect(&edit);
                    check(plan.expect_err(&edit));
                    check(down.expect_err(&edit));
                }
                Never => {
                    start.expect(&edit);
                    plan.expect(&edit);
                    down.expect(&edit);
                    continue;
                }
            }
            assert_eq!(bed.dump(), before, "{edit}");
        }
    });
}

/// Without rows the database is one that has no history, but tables.
#[test]
fn an_emptied_history_is_a_missing_one() {
    on_both(|bed| {
        for edit in ["DELETE FROM ingrain_history", "DROP TABLE ingrain_history"] {
            let bed = bed.another();
            let migrator = Order::new(Embedded::Transactional, Call::Run).migrator("");
            bed.run(&migrator).unwrap();
            bed.execute(edit);
            assert_eq!(bed.run(&migrator).unwrap_err().code(), Code::Unmanaged);
        }
    });
}

/// The one thing that the log cannot know: that it was longer. The last migration then counts as pending.
#[test]
fn a_last_row_that_is_gone_is_not_missed() {
    on_both(|bed| {
        let migrator = Order::new(Embedded::Transactional, Call::Run).migrator("");
        bed.run(&migrator).unwrap();
        bed.execute("DELETE FROM ingrain_history WHERE seq = 5");
        let before = bed.dump();
        let error = bed.run(&migrator).unwrap_err();
        let text = error.to_string();
        assert_eq!(error.code(), Code::StatementFailed, "{text}");
        assert!(text.contains("0005_notes.up.sql:1:"), "{text}");
        assert_eq!(bed.dump(), before);
    });
}

/// A stored down script is verified before it runs.
#[test]
fn an_edited_down_script_is_not_run() {
    on_both(|bed| {
        let migrator = Order::new(Embedded::Transactional, Call::Run).migrator("");
        bed.run(&migrator).unwrap();
        let edit = "UPDATE ingrain_history SET down_sql = 'DROP TABLE accounts' WHERE seq = 5";
        bed.execute(edit);
        // A binary that embeds the migration runs its own.
        bed.down(&migrator, to(4)).unwrap();
        assert_eq!(bed.rows("SELECT count(*) FROM accounts"), ["1"]);
    });
}
