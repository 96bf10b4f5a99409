//! Comments that look like directives, and comments that do not.

use proptest::prelude::*;

use super::*;

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
