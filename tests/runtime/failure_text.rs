//! The text of a failed statement: file, line, column, the source line, and a caret where the database
//! says that it is.

use ingrain::Code;
use ingrain_end_to_end::testbed::{Testbed, on_both, on_postgres, on_sqlite};

/// The text of the error of a run of this script as version 2.
fn text(bed: &Testbed, script: &str) -> String {
    let chain = bed.chain(&[
        (
            "1_one",
            "CREATE TABLE one (id integer PRIMARY KEY, \"naïve 🐘\" text)",
            "DROP TABLE one",
        ),
        ("2_two", script, "SELECT 1"),
        (
            "3_three",
            "CREATE TABLE three (id integer)",
            "DROP TABLE three",
        ),
    ]);
    let error = bed.run(&chain.migrator()).unwrap_err();
    assert_eq!(error.code(), Code::StatementFailed);
    assert!(error.driver_error().is_some());
    error.to_string()
}

/// Where the caret of the text points: `LINE:COLUMN` as it is said, and the source line from the caret on,
/// counted in what a terminal shows: an emoji is two columns wide.
fn caret(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let said = lines.iter().find_map(|line| {
        line.trim_start()
            .strip_prefix("--> migrations/2_two.up.sql:")
    });
    let at = lines.iter().position(|line| line.contains('^')).unwrap();
    let mut columns = lines[at].chars().take_while(|c| *c != '^').count();
    let wide = |c: char| if c as u32 >= 0x1_0000 { 2 } else { 1 };
    let from_caret = lines[at - 1].chars().skip_while(|c| {
        let before = columns > 0;
        columns = columns.saturating_sub(wide(*c));
        before
    });
    (said.unwrap().to_owned(), from_caret.collect())
}

#[test]
fn a_syntax_error_is_shown_where_it_is() {
    on_both(|bed| {
        for (script, said, rest) in [
            (
                "CREATE TABEL x (id integer);",
                "1:8",
                "TABEL x (id integer);",
            ),
            ("SELECT 1;\n\n  SELEC 2;\nSELECT 3;", "3:3", "SELEC 2;"),
            (
                "SELECT 1;\nSELECT 2; INSERT INTO one VALUEZ (1)",
                "2:27",
                "VALUEZ (1)",
            ),
            // A multi-byte character earlier in the line, in the statement, in earlier statements.
            ("SELECT 'é', 2 FORM one;", "1:20", "one;"),
            ("SELECT '🐘🐘', 2 FORM one;", "1:21", "one;"),
            (
                "SELECT 'é🐘';\n-- ß\nSELECT '🐘',\n  'é' AS x, , 4;",
                "4:13",
                ", 4;",
            ),
            ("SELECT 1; SELECT\n'Ωé'\n,, 2", "3:2", ", 2"),
        ] {
            let text = text(bed, script);
            assert_eq!(caret(&text), (said.to_owned(), rest.to_owned()), "{text}");
        }
    });
}

#[test]
fn a_missing_column_is_shown_where_it_is() {
    on_both(|bed| {
        let text = text(
            bed,
            "UPDATE one SET id = 1;\nUPDATE one SET \"naïve 🐘\" = '🐘', id = size",
        );
        assert_eq!(
            caret(&text),
            ("2:38".to_owned(), "size".to_owned()),
            "{text}"
        );
    });
}

/// Neither database gives a position of what is found out by running: the statement's first line is shown,
/// and nothing of its neighbours.
#[test]
fn a_violation_is_shown_at_its_statement() {
    on_both(|bed| {
        let script = "INSERT INTO one VALUES (1, 'é');\nINSERT INTO one (id) VALUES (2);  INSERT INTO one (id)\nVALUES (1);";
        let text = text(bed, script);
        assert_eq!(
            caret(&text),
            ("2:35".to_owned(), "INSERT INTO one (id)".to_owned()),
            "{text}"
        );
        let text = self::text(
            bed,
            "INSERT INTO one (id) VALUES (1), (1); DELETE FROM one;",
        );
        let carets = text.matches('^').count();
        assert_eq!(
            carets,
            "INSERT INTO one (id) VALUES (1), (1)".len(),
            "{text}"
        );
    });
}

#[test]
fn on_sqlite_the_whole_text_reads_so() {
    on_sqlite(|bed| {
        let syntax = r#"
error[ING0201]: the up script of version 2 (two) failed
 --> migrations/2_two.up.sql:2:22
  |
2 | SELECT '🐘', 'é' FORM one;
  |                       ^^^ near "one": syntax error
  |
  = note: version 1 shares its transaction, and was rolled back with it
  = note: SQLite error code 1
  = note: its transaction was rolled back: nothing of it is left
  = help: fix the script, or the rows that it stumbles over; then start again"#;
        assert_eq!(
            text(bed, "SELECT 'é🐘';\nSELECT '🐘', 'é' FORM one;"),
            syntax.trim_start()
        );
        let violation = r#"
error[ING0201]: the up script of version 2 (two) failed
 --> migrations/2_two.up.sql:3:1
  |
3 | INSERT INTO one VALUES (1, 'é'), (1, 'è');
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ UNIQUE constraint failed: one.id
  |
  = note: version 1 shares its transaction, and was rolled back with it
  = note: SQLite error code 1555
  = note: its transaction was rolled back: nothing of it is left
  = help: fix the script, or the rows that it stumbles over; then start again"#;
        let script = "-- 'Ω\n\nINSERT INTO one VALUES (1, 'é'), (1, 'è');";
        assert_eq!(text(bed, script), violation.trim_start());
    });
}

#[test]
fn on_postgres_the_whole_text_reads_so() {
    on_postgres(|bed| {
        let syntax = r#"
error[ING0201]: the up script of version 2 (two) failed
 --> migrations/2_two.up.sql:2:22
  |
2 | SELECT '🐘', 'é' FORM one;
  |                       ^^^ syntax error at or near "one"
  |
  = note: SQLSTATE 42601
  = note: its transaction was rolled back: nothing of it is left
  = note: version 1 was applied before it, and stays so
  = help: fix the script, or the rows that it stumbles over; then start again"#;
        assert_eq!(
            text(bed, "SELECT 'é🐘';\nSELECT '🐘', 'é' FORM one;"),
            syntax.trim_start()
        );
        let missing = r#"
error[ING0201]: the up script of version 2 (two) failed
 --> migrations/2_two.up.sql:2:13
  |
2 | INSERT INTO absent VALUES (1);
  |             ^^^^^^ relation "absent" does not exist
  |
  = note: SQLSTATE 42P01
  = note: its transaction was rolled back: nothing of it is left
  = help: fix the script, or the rows that it stumbles over; then start again"#;
        assert_eq!(
            text(bed, "-- Ωmega\nINSERT INTO absent VALUES (1);"),
            missing.trim_start()
        );
        let violation = r#"
error[ING0201]: the up script of version 2 (two) failed
 --> migrations/2_two.up.sql:3:1
  |
3 | INSERT INTO one VALUES (1, 'é'), (1, 'è');
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ duplicate key value violates unique constraint "one_pkey"
  |
  = note: SQLSTATE 23505
  = note: Key (id)=(1) already exists.
  = note: its transaction was rolled back: nothing of it is left
  = help: fix the script, or the rows that it stumbles over; then start again"#;
        let script = "-- 'Ω\n\nINSERT INTO one VALUES (1, 'é'), (1, 'è');";
        assert_eq!(text(bed, script), violation.trim_start());
    });
}
