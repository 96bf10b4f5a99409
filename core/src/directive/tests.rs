use super::*;
use crate::Direction;
use proptest::prelude::*;

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
    mistake(
        "-- ingrain: allow \"why\"\nX;",
        "`allow` takes the name of a rule and a reason in double quotes",
        "allow ban-drop-column",
    );
}

/// Finds this comment to be no directive, and says how it is written.
#[track_caller]
fn lookalike(comment: &str, help: &str) {
    let script = format!("-- Search.\n{comment}\nX;");
    assert_eq!(read(Dialect::Sqlite, &script).1, [], "{comment}");
    let found: Vec<_> = lookalikes(Dialect::Sqlite, &script).collect();
    let [found] = found.as_slice() else {
        panic!("{comment}: {found:?}")
    };
    assert_eq!(found.code, Code::MisusedDirective);
    assert!(
        found.help.starts_with(&format!("write `{help}`, ")),
        "{comment}: {}",
        found.help
    );
    let at = &script[found.span.clone()];
    assert!(comment.contains(at) && at.len() > 7, "{comment}: {at}");
}

#[test]
fn what_looks_like_a_directive_is_not_passed_over() {
    let no_transaction = "-- ingrain: no-transaction";
    for comment in [
        "-- ingrain no-transaction",
        "-- Ingrain no-transaction",
        "-- ingrain; no-transaction",
        "-- ingrain : no-transaction",
        "-- ingrain = no_transaction",
        "-- ingrain - notransaction",
        "-- ingrain no-transactions, for the index",
        "-- ingran: no-transaction",
        "--- ingrain: no-transaction",
        "-- no-transaction",
        "  --no-transaction  ",
        "/* ingrain: no-transaction */",
        "/* INGRAIN: no-transaction */ -- why",
        "/** ingrain no-transaction */",
        "/* It is long.\n * ingrain: no-transaction\n */",
        "/* It is long. */ -- ingrain: no-transaction",
        "/* no-transaction */",
    ] {
        lookalike(comment, no_transaction);
    }
    lookalike("-- lock-timeout 5s", "-- ingrain: lock-timeout 5s");
    lookalike("-- ingrain lock-timeout", "-- ingrain: lock-timeout 5s");
    lookalike(
        "-- ingrain foreign-keys off",
        "-- ingrain: foreign-keys off",
    );
    lookalike("-- breaking", "-- ingrain: breaking");
    lookalike("-- ingrain breaking", "-- ingrain: breaking");
    lookalike(
        "-- irreversible \"gone\"",
        "-- ingrain: irreversible \"gone\"",
    );
    lookalike(
        "-- ingrain irreversable \"gone\"",
        "-- ingrain: irreversible \"gone\"",
    );
    lookalike(
        "-- allow ban-drop-table \"unread\"",
        "-- ingrain: allow ban-drop-table \"unread\"",
    );
    lookalike("/* ingrain: wibble */", "-- ingrain: no-transaction");
}

#[test]
fn a_directive_inside_a_block_comment_is_found() {
    let count = |script: &str| enclosed(Dialect::Sqlite, script).count();
    let line = "-- ingrain: no-transaction\n";
    assert_eq!(count(&format!("/*\n{line}*/\nX;")), 1);
    assert_eq!(count(&format!("/* it's */\n{line}/* \n */X;")), 0);
    assert_eq!(count(&format!("-- /*\n{line}X; /*\n{line}*/")), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A directive is not a lookalike as well, and whatever is found can be shown.
    #[test]
    fn any_comment_can_be_looked_at(
        script in "(-- |--|/\\*|\\*/| \\* |\n|ingrain|ingran|:|;|no-transaction|breaking|é|–|\"| |x){0,14}",
        is_sqlite in any::<bool>(),
    ) {
        let dialect = if is_sqlite { Dialect::Sqlite } else { Dialect::Postgres };
        let said: Vec<_> = lines(&script).map(|line| line.span).collect();
        for found in lookalikes(dialect, &script) {
            let words = script.get(found.span.clone());
            prop_assert!(words.is_some_and(|words| !words.trim().is_empty() && !words.contains('\n')));
            prop_assert!(said.iter().all(|span| span.end <= found.span.start || found.span.end <= span.start));
        }
        enclosed(dialect, &script).for_each(drop);
    }
}

#[test]
fn prose_is_prose() {
    for comment in [
        "-- Ingrain's history stays",
        "-- Ingrain",
        "-- ingrain is our tool",
        "-- Ingrain allows no transaction here",
        "-- Ingrain also writes a row",
        "-- Ingrain. Breaking it up is no help",
        "-- Ingrain, breaking with tradition, does it",
        "-- ingrain breaking changes are listed elsewhere",
        "-- breaking change: the column goes",
        "-- Breaking",
        "-- - breaking",
        "-- -- ingrain: no-transaction",
        "-- compatible with 1.4",
        "-- irreversible",
        "-- no transaction: it would lock the table",
        "-- lock-timeout is set by the server",
        "-- foreign-keys",
        "-- grain: the smallest unit",
        "/* allow */",
        "/*\n * Compatible \"enough\".\n */",
        "-- --",
        "/**/",
        "-- ünïcode – no-transaction",
    ] {
        let script = format!("{comment}\nX; -- no-transaction");
        let found: Vec<_> = lookalikes(Dialect::Sqlite, &script).collect();
        assert_eq!(found, [], "{comment}");
    }
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
