mod lookalike;

use super::*;
use crate::Direction;

fn parsed(script: &str) -> Directives<'_> {
    let (directives, mistakes) = read(Dialect::Sqlite, script);
    assert_eq!(mistakes, [], "{script}");
    directives
}

#[track_caller]
fn mistake(script: &str, title: &str, help: &str) {
    let (_, mistakes) = read(Dialect::Sqlite, script);
    let [mistake] = mistakes.as_slice() else {
        panic!("{script}: {mistakes:?}")
    };
    assert_eq!(mistake.title, title, "{script}");
    assert!(mistake.help.contains(help), "{script}: {}", mistake.help);
    assert!(script[mistake.span.clone()].starts_with("--"), "{script}");
}

#[test]
fn each_directive() {
    assert_eq!(parsed("SELECT 1;"), Directives::default());
    assert_eq!(
        parsed("-- ingrain: no-transaction\nVACUUM;").transaction,
        Transaction::None
    );
    assert_eq!(
        parsed("-- ingrain: foreign-keys off\nX;").foreign_keys,
        ForeignKeys::Off
    );
    assert_eq!(
        parsed("-- ingrain: irreversible \"it's gone\"\nX;").irreversible,
        Some("it's gone")
    );
    assert_eq!(
        parsed("-- ingrain: compatible \"new table\"\nX;").compatible,
        Some(true)
    );
    assert_eq!(parsed("-- ingrain: breaking\nX;").compatible, Some(false));
    assert_eq!(
        parsed("-- ingrain: lock-timeout 5s\nX;").lock_timeout,
        Some(Duration::from_secs(5))
    );
    assert_eq!(
        parsed("-- ingrain: statement-timeout 10m\nX;").statement_timeout,
        Some(Duration::from_secs(600))
    );
    assert_eq!(
        parsed("-- ingrain: rust \"revision 1\"\n").rust,
        Some("revision 1")
    );
    parsed(
        "-- ingrain: allow ban-drop-column \"unread\"\n-- ingrain: allow ban-drop-table \"unread\"\nX;",
    );
}

#[test]
fn they_stand_anywhere_in_the_leading_comment() {
    let script = "-- Notes.\n\n  --Ingrain:  lock-timeout   500ms  \r\n/* more */ -- it goes on\n-- ingrain: breaking\nX;";
    let directives = parsed(script);
    assert_eq!(
        (directives.lock_timeout, directives.compatible),
        (Some(Duration::from_millis(500)), Some(false))
    );
}

#[test]
fn an_unknown_one_is_told_the_nearest() {
    mistake(
        "-- ingrain: no-transactions\nX;",
        "unknown directive `no-transactions`",
        "did you mean `no-transaction`?",
    );
    mistake(
        "-- ingrain: irreversable \"x\"\nX;",
        "unknown directive `irreversable`",
        "did you mean `irreversible`?",
    );
    mistake(
        "-- ingrain: wibble\nX;",
        "unknown directive `wibble`",
        "the directives are: no-transaction, ",
    );
    mistake(
        "-- ingrain:\nX;",
        "no directive stands here",
        "the directives are: ",
    );
}

#[test]
fn a_wrong_argument_is_shown_the_right_form() {
    mistake(
        "-- ingrain: no-transaction please\nX;",
        "`no-transaction` takes nothing after it",
        "`-- ingrain: no-transaction`",
    );
    mistake(
        "-- ingrain: foreign-keys on\nX;",
        "`foreign-keys` takes the word `off`",
        "`-- ingrain: foreign-keys off`",
    );
    for argument in ["", "because", "\"\"", "\" \"", "\"a\" b", "\"a"] {
        let title = "`irreversible` needs a reason in double quotes";
        mistake(
            &format!("-- ingrain: irreversible {argument}\nX;"),
            title,
            "-- ingrain: irreversible \"",
        );
    }
    for argument in [
        "",
        "5",
        "s",
        "0s",
        "5 s",
        "-5s",
        "1d",
        "99999999999999999999s",
        "600h",
    ] {
        let title = "`lock-timeout` takes a time such as `500ms`, `5s`, `10m` or `1h`";
        mistake(
            &format!("-- ingrain: lock-timeout {argument}\nX;"),
            title,
            "lock-timeout 5s",
        );
    }
    for argument in ["", "1", "\"\"", "revision 1"] {
        mistake(
            &format!("-- ingrain: rust {argument}\n"),
            "`rust` needs the revision of its function in double quotes",
            "`-- ingrain: rust \"revision 1\"`",
        );
    }
    mistake(
        "-- ingrain: allow \"why\"\nX;",
        "`allow` takes the name of a rule and a reason in double quotes",
        "allow ban-drop-column",
    );
    mistake(
        "-- ingrain: allow ban-drop-colum \"unread\"\nX;",
        "there is no rule `ban-drop-colum`",
        "did you mean `ban-drop-column`?",
    );
}

#[test]
fn what_a_script_allows_stands_in_its_leading_comment() {
    let script = "-- ingrain: allow ban-drop-table \"unread\"\n--ingrain: allow rows-lost \"old\"\n\
        DROP TABLE t;\n-- ingrain: allow ban-drop-column \"too late\"";
    let rules: Vec<_> = allowed(Dialect::Sqlite, script)
        .map(|one| one.rule)
        .collect();
    assert_eq!(rules, [crate::Rule::BanDropTable, crate::Rule::RowsLost]);
}

#[test]
fn contradictions() {
    mistake(
        "-- ingrain: breaking\n-- ingrain: breaking\nX;",
        "`breaking` is said twice",
        "delete one of the two lines",
    );
    mistake(
        "-- ingrain: breaking\n-- ingrain: compatible \"x\"\nX;",
        "`compatible` and `breaking` exclude each other",
        "delete one of the two lines",
    );
    mistake(
        "-- ingrain: no-transaction\n-- ingrain: foreign-keys off\nX;",
        "`foreign-keys` and `no-transaction` exclude each other",
        "delete one of the two lines",
    );
    for other in ["no-transaction", "foreign-keys off"] {
        let name = other.split(' ').next().expect("a word");
        mistake(
            &format!("-- ingrain: {other}\n-- ingrain: rust \"1\"\n"),
            &format!("`rust` and `{name}` exclude each other"),
            "delete one of the two lines",
        );
    }
    let script =
        "-- ingrain: lock-timeout 5s\n-- ingrain: foreign-keys off\n-- ingrain: no-transaction\nX;";
    let (_, mistakes) = read(Dialect::Sqlite, script);
    assert_eq!(
        &script[mistakes[0].span.clone()],
        "-- ingrain: no-transaction",
        "the line that is one too many"
    );
}

#[test]
fn a_directive_after_the_first_statement_is_misplaced() {
    let text = "-- ingrain: breaking\nSELECT '\n-- ingrain: breaking\n';\n-- ingrain: breaking\nSELECT 2; -- ingrain: x\n";
    let statements = [21..53, 75..83];
    let leading = "-- ingrain: breaking\n";
    let found: Vec<_> = misplaced(text, leading, &statements)
        .map(|mistake| mistake.span)
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0], 54..74);
}

#[test]
fn what_only_an_up_script_or_sqlite_may_say() {
    let check = |script: &str, direction, only| {
        misused(&read(Dialect::Sqlite, script).0, direction, only, script)
            .into_iter()
            .map(|found| found.title)
            .collect::<Vec<_>>()
    };
    let irreversible = "-- ingrain: irreversible \"x\"\nX;";
    assert!(check(irreversible, Direction::Up, None).is_empty());
    assert_eq!(
        check(irreversible, Direction::Down, None),
        ["a down script says that there is no down script"]
    );
    assert_eq!(
        check("-- ingrain: breaking\nX;", Direction::Down, None),
        ["`breaking` is said of a down script"]
    );
    let off = "-- ingrain: foreign-keys off\nX;";
    assert!(check(off, Direction::Down, None).is_empty());
    assert_eq!(
        check(off, Direction::Up, Some(Dialect::Postgres)),
        ["`foreign-keys off` is for SQLite"]
    );
}

#[test]
fn of_many_mistakes_some_are_told_and_what_comes_after_them_counts() {
    let wrong = "-- ingrain: allow sqlite-x \"why\"\n-- ingrain: wibble\n".repeat(1_000);
    let said = "-- ingrain: breaking\n".repeat(1_000);
    let script = format!("{wrong}{said}-- ingrain: lock-timeout 5s\nX;");
    let (directives, mistakes) = read(Dialect::Sqlite, &script);
    assert_eq!(mistakes.len(), MOST_TOLD);
    assert_eq!(directives.compatible, Some(false));
    assert_eq!(directives.lock_timeout, Some(Duration::from_secs(5)));
}

#[test]
fn a_word_that_is_only_nearly_right_counts_as_said() {
    let said = |script: &str| seems_said(Dialect::Sqlite, script, "irreversible");
    assert!(said("-- ingrain: irreversble \"why\"\nX;"));
    assert!(said("-- irreversible \"why\"\nX;"));
    assert!(!said("-- ingrain: breaking\nX;"));
    assert!(!said("X;"));
}
