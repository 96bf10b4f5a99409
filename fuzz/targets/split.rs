//! Scripts: what `split` leaves out is nothing but gaps and semicolons.
#![no_main]

use ingrain_core::{Dialect, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let script = String::from_utf8_lossy(data);
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let statements = match split(dialect, &script) {
            Ok(statements) => statements,
            Err(open) => {
                let opening = script.get(open.start..open.start + open.length);
                assert!(opening.is_some_and(|opening| !opening.is_empty()));
                continue;
            }
        };
        let mut end = 0;
        for statement in &statements {
            assert_eq!(
                script.get(statement.start()..statement.end()),
                Some(statement.text())
            );
            let between = &script[end..statement.start()];
            assert_eq!(split(dialect, between), Ok(Vec::new()), "{between:?}");
            end = statement.end();
            let mut token_end = statement.start();
            for token in statement.tokens() {
                assert!(token.start >= token_end && !token.text.is_empty());
                assert_eq!(script.get(token.start..token.end()), Some(token.text));
                token_end = token.end();
            }
            assert_eq!(token_end, end);
            let again = split(dialect, statement.text()).expect("it was split before");
            assert_eq!(again.len(), 1);
            assert_eq!(again[0].text(), statement.text());
        }
        assert_eq!(split(dialect, &script[end..]), Ok(Vec::new()));
    }
});
