//! What holds for every script.

use proptest::prelude::*;

use super::super::{Statement, leading_comment, split};
use super::scripts::{dialect, script, statements};

/// Start and text of every statement, moved by an offset.
fn shifted<'a>(statements: &[Statement<'a>], offset: usize) -> Vec<(usize, &'a str)> {
    statements
        .iter()
        .map(|statement| (statement.start() + offset, statement.text()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_split_or_refused_with_a_place(dialect in dialect(), script in prop_oneof![script(), any::<String>()]) {
        let comment = leading_comment(dialect, &script);
        prop_assert!(script.starts_with(comment));
        match split(dialect, &script) {
            Ok(statements) => prop_assert!(statements.iter().all(|one| one.start() >= comment.len())),
            Err(open) => {
                let opening = script.get(open.start..open.start + open.length);
                prop_assert!(opening.is_some_and(|opening| !opening.is_empty()));
            }
        }
    }

    #[test]
    fn nothing_but_gaps_and_semicolons_is_left_out(dialect in dialect(), script in script()) {
        let mut end = 0;
        for statement in split(dialect, &script).unwrap_or_default() {
            prop_assert_eq!(script.get(statement.start()..statement.end()), Some(statement.text()));
            let between = script.get(end..statement.start());
            prop_assert_eq!(between.map(|text| split(dialect, text)), Some(Ok(Vec::new())));
            prop_assert!(end == 0 || between.is_some_and(|text| text.contains(';')));
            end = statement.end();
        }
        if split(dialect, &script).is_ok() {
            prop_assert_eq!(split(dialect, &script[end..]), Ok(Vec::new()));
        }
    }

    #[test]
    fn a_statement_is_its_tokens_and_splits_into_itself(dialect in dialect(), script in script()) {
        for statement in split(dialect, &script).unwrap_or_default() {
            let again = split(dialect, statement.text()).unwrap_or_default();
            prop_assert_eq!(shifted(&again, statement.start()), shifted(&[statement], 0));
            let mut end = statement.start();
            for token in statement.tokens() {
                prop_assert_eq!(script.get(token.start..token.end()), Some(token.text));
                prop_assert_eq!(leading_comment(dialect, &script[end..]).len(), token.start - end);
                end = token.end();
            }
            prop_assert_eq!(end, statement.end());
        }
    }

    #[test]
    fn joined_statements_are_found_again((dialect, statements) in statements()) {
        let script: String = statements.iter().map(|(text, separator)| format!("{text}{separator}")).collect();
        let texts: Vec<_> = statements.iter().map(|(text, _)| text.as_str()).collect();
        let found = split(dialect, &script);
        prop_assert_eq!(found.map(|found| found.iter().map(Statement::text).collect()), Ok(texts));
    }

    #[test]
    fn scripts_can_be_joined(dialect in dialect(), first in script(), second in script()) {
        // The newline before the semicolon ends a comment that may be last in the first script.
        let joined = format!("{first}\n;\n{second}");
        if let (Ok(before), Ok(after)) = (split(dialect, &first), split(dialect, &second)) {
            let expected = [shifted(&before, 0), shifted(&after, joined.len() - second.len())].concat();
            prop_assert_eq!(split(dialect, &joined).map(|all| shifted(&all, 0)), Ok(expected));
        }
    }
}
