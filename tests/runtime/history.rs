//! The history: what its rows hold, that they never change, and what is said when somebody changed them.

use ingrain::{ChainDigest, Checksum, Code, Migrations, Target};
use ingrain_end_to_end::testbed::{Testbed, on_both, ran, version};

use crate::assert_says;

const A: &str = "-- ingrain: compatible \"nobody reads it\"\nCREATE TABLE a (id integer)";
const B: &str = "CREATE TABLE b (id integer)";

fn chain(bed: &Testbed) -> Migrations {
    bed.chain(&[
        ("1_first_table", A, "DROP TABLE a"),
        ("2_b", B, "DROP TABLE b"),
    ])
}

fn digest(scripts: &[(u64, &str)]) -> String {
    let start = ChainDigest::BASE;
    let digest = scripts.iter().fold(start, |digest, (number, up)| {
        digest.then(version(*number), Checksum::of(up))
    });
    digest.to_string()
}

#[test]
fn a_row_holds_what_is_known() {
    on_both(|bed| {
        let migrator = chain(bed).migrator().application("journal 1.2.3");
        bed.run(&migrator).unwrap();
        bed.down(&migrator, Target::Down(1)).unwrap();
        let truth = "CASE WHEN compatible THEN 1 ELSE 0 END";
        let columns = format!(
            "seq, event, version, description, checksum, chain, down_sql, down_checksum, {truth}, statements, note"
        );
        let (a, b) = (Checksum::of(A), Checksum::of(B));
        let (one, two) = (digest(&[(1, A)]), digest(&[(1, A), (2, B)]));
        let (down_a, down_b) = (Checksum::of("DROP TABLE a"), Checksum::of("DROP TABLE b"));
        assert_eq!(
            bed.history(&columns),
            [
                format!(
                    "1 | applied | 1 | first_table | {a} | {one} | DROP TABLE a | {down_a} | 1 | null | null"
                ),
                format!(
                    "2 | applied | 2 | b | {b} | {two} | DROP TABLE b | {down_b} | 0 | null | null"
                ),
                format!("3 | reverted | 2 | b | {b} | {one} | null | null | 0 | null | null"),
            ]
        );
        for row in bed.history("applied_by") {
            let process = format!("journal 1.2.3 (pid {} on ", std::process::id());
            assert!(row.starts_with(&process) && row.ends_with(')'), "{row}");
        }
        let timed = bed.pick(
            "abs(julianday('now') - julianday(applied_at)) < 0.01 AND duration_ms >= 0 AND applied_at LIKE '____-__-__T__:__:__.___Z'",
            "abs(extract(epoch FROM now() - applied_at)) < 600 AND duration_ms >= 0",
        );
        let untimed = bed.rows(&format!(
            "SELECT count(*) FROM ingrain_history WHERE NOT ({timed})"
        ));
        assert_eq!(untimed, ["0"]);
    });
}

#[test]
fn without_a_name_the_application_is_the_one_that_embeds() {
    on_both(|bed| {
        static DEMO: Migrations = ingrain::embed!("migrations");
        bed.up(&DEMO.migrator(), Target::Up(1)).unwrap();
        let by = bed.history("applied_by").remove(0);
        let package = concat!(
            env!("CARGO_PKG_NAME"),
            " ",
            env!("CARGO_PKG_VERSION"),
            " (pid "
        );
        assert!(by.starts_with(package), "{by}");
    });
}

#[test]
fn rows_are_added_and_never_changed() {
    on_both(|bed| {
        let migrator = chain(bed).migrator();
        let mut before: Vec<String> = Vec::new();
        let mut longer = |step: &str| {
            let now = bed.history("*");
            assert!(now.len() > before.len(), "{step}");
            assert_eq!(now[..before.len()], before, "{step}");
            before = now;
        };
        bed.run(&migrator).unwrap();
        longer("applied");
        bed.down(&migrator, Target::Base).unwrap();
        longer("reverted");
        bed.run(&migrator).unwrap();
        longer("applied again");
        bed.environment(&migrator, "staging").unwrap();
        longer("stamped");
        let changed = bed.chain(&[
            (
                "1_first_table",
                "CREATE TABLE a (id bigint)",
                "DROP TABLE a",
            ),
            ("2_b", B, "DROP TABLE b"),
        ]);
        bed.repair(&changed.migrator(), "why").unwrap();
        longer("repaired");
        assert_eq!(before.len(), 8);
        let expected = digest(&[(1, "CREATE TABLE a (id bigint)"), (2, B)]);
        assert_eq!(bed.history("chain").pop().unwrap(), expected);
        assert!(bed.status(&changed.migrator()).unwrap().is_current());
    });
}

/// Something is pending, so that the whole log is read.
fn tampered(bed: &Testbed, sql: &str) -> ingrain::Error {
    bed.execute(
        "DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS b; DROP TABLE IF EXISTS ingrain_history",
    );
    bed.run(&chain(bed).migrator()).unwrap();
    bed.execute(sql);
    let before = bed.dump();
    let longer = bed.chain(&[
        ("1_first_table", A, "DROP TABLE a"),
        ("2_b", B, "DROP TABLE b"),
        ("3_c", "SELECT 1", "SELECT 1"),
    ]);
    let error = bed.run(&longer.migrator()).unwrap_err();
    assert!(bed.status(&longer.migrator()).is_err());
    assert_eq!(bed.dump(), before);
    error
}

#[test]
fn a_row_changed_by_hand_is_found() {
    on_both(|bed| {
        let checksum = Checksum::of("something else");
        for (sql, words) in [
            ("DELETE FROM ingrain_history WHERE seq = 1", "row 2"),
            (
                "UPDATE ingrain_history SET version = 3 WHERE seq = 1",
                "row 1",
            ),
            (
                &format!("UPDATE ingrain_history SET checksum = '{checksum}' WHERE seq = 1"),
                "row 1",
            ),
            (
                "UPDATE ingrain_history SET chain = 'sha256:0' WHERE seq = 2",
                "row 2 holds \"sha256:0\" as its `chain`",
            ),
            (
                "UPDATE ingrain_history SET event = 'done' WHERE seq = 2",
                "row 2 holds \"done\" as its `event`",
            ),
            (
                "UPDATE ingrain_history SET event = 'reverted' WHERE seq = 1",
                "row 1",
            ),
            (
                "UPDATE ingrain_history SET checksum = NULL WHERE seq = 1",
                "row 1 holds NULL as its `checksum`",
            ),
        ] {
            let error = tampered(bed, sql);
            let words = [
                "ingrain_history\"",
                "was changed by hand",
                words,
                "restore the table from a backup",
            ];
            assert_says(&error, Code::CorruptHistory, &words);
        }
    });
}

/// What scripts, descriptions and reasons hold, the log must hold unharmed.
#[test]
fn quotes_and_backslashes_come_back_as_they_went_in() {
    on_both(|bed| {
        let down = "DELETE FROM q WHERE v = 'it''s \\ \"x\" \\'' $1 ?';\nDROP TABLE q; -- '\\";
        let name = "1_it's a name";
        let up = "CREATE TABLE q (v text);\nINSERT INTO q VALUES ('it''s \\ \"x\" \\'' $1 ?');";
        let newer = bed.chain(&[(name, up, down)]);
        let migrator = newer.migrator().application("o'journal\\");
        bed.run(&migrator).unwrap();
        assert_eq!(bed.history("down_sql"), [down]);
        let by = bed.history("applied_by").remove(0);
        assert!(by.starts_with("o'journal\\ (pid"), "{by}");
        assert_eq!(bed.history("description"), ["it's a name"]);
        bed.environment(&migrator, "it's \\ 'staging").unwrap();
        assert_eq!(bed.history("note")[1], "it's \\ 'staging");
        assert_eq!(ran(&bed.down(&migrator, Target::Base).unwrap()), [1]);
        assert_eq!(bed.history("event"), ["applied", "stamped", "reverted"]);
    });
}
