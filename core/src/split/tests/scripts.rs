//! Random scripts.

use proptest::prelude::*;
use proptest::sample::select;

use super::{Dialect, Postgres, Sqlite};

/// Fragments that decide where statements end, wherever they stand.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    ";", ";", ";", " ", "\n", "\r", "\u{feff}", "'", "''", "\"", "`", "[", "]", "(", ")", "\\",
    "\\'", "--", "-", "/*", "*/", "/", "*", "$", "$$", "$a$", "$é$", "$1", "E'", "U&'", "u&\"",
    "x'", "N'", "é", "日", "a", "1", ".", "E", "CREATE ", "OR REPLACE ", "FUNCTION ", "BEGIN ",
    "ATOMIC ", "END", ";END;", "TEMP ", "TRIGGER ", "EXPLAIN ", "CASE ",
    "CREATE TRIGGER t BEGIN ", "CREATE FUNCTION f() BEGIN ATOMIC ",
];

/// Tokens that hold what looks like the end of a statement, or of the token.
#[rustfmt::skip]
const SQLITE_TOKENS: &[&str] = &[
    "a", "é", "$a", "$$", "1e5", "'a;b'", "'it''s;'", "'\\'", "\"a;\"\"'\"", "`;``'`", "[a;']",
    "x';'", "E'\\'", "(", "end", "begin", "trigger", "case when 1 then 2 end", "'/*'", "'--'",
    "-", "*", "@a", "'日;'",
];
#[rustfmt::skip]
const POSTGRES_TOKENS: &[&str] = &[
    "a", "é", "$1", "a$b$", "1$$;$$", "'a;b'", "'it''s;'", "'\\'", "\"a;\"\"'\"", "`", "[", "]",
    "E'\\';'", "e'\\\\'", "U&'\\'", "u&\";\"", "b';'", "$$;'$$", "$a$ $$ ; $b$ $a$", "$é$;$é$",
    "(a; b)", "(';', \")\", (;))", "end", "begin", "atomic", "function", "'/*'", "'--'", "-", "*",
    "'日;'", "E'a'\n'\\';'",
];
#[rustfmt::skip]
const SQLITE_COMMENTS: &[&str] = &[
    " ", "\n", "\r\n", "--;'\n", "-- a\r;\n", "/*;'*/", "/* /* ; */", "/**/", " \u{feff}",
];
#[rustfmt::skip]
const POSTGRES_COMMENTS: &[&str] = &[
    " ", "\n", "\r\n", "--;'\n", "--;\"\r", "/*;'*/", "/* /* ; */ ; */", "/**/", "/*$$*/",
];

pub(super) fn dialect() -> impl Strategy<Value = Dialect> {
    select(&[Sqlite, Postgres][..])
}

/// Any text, mostly of fragments in an order that makes no sense.
pub(super) fn script() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![9 => select(FRAGMENTS).prop_map(String::from), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

/// White space and comments, at least some.
fn gap(dialect: Dialect) -> impl Strategy<Value = String> {
    let comments = match dialect {
        Sqlite => SQLITE_COMMENTS,
        Postgres => POSTGRES_COMMENTS,
    };
    prop::collection::vec(select(comments), 1..4).prop_map(|comments| comments.concat())
}

/// Tokens with commas and gaps between them, so that none runs into the next.
fn tokens(dialect: Dialect) -> impl Strategy<Value = String> {
    let tokens = match dialect {
        Sqlite => SQLITE_TOKENS,
        Postgres => POSTGRES_TOKENS,
    };
    let item = (select(tokens), gap(dialect), gap(dialect));
    let list = prop::collection::vec(item, 0..6);
    list.prop_map(|items| {
        items
            .iter()
            .map(|(token, a, b)| format!("{a}{token}{b},"))
            .collect()
    })
}

/// One statement: it begins and ends with a token.
fn statement(dialect: Dialect) -> BoxedStrategy<String> {
    let plain = tokens(dialect).prop_map(|tokens| format!("SELECT{tokens} 1"));
    let (head, open) = match dialect {
        Sqlite => ("CREATE TEMP TRIGGER", "BEGIN"),
        Postgres => ("CREATE OR REPLACE FUNCTION", "BEGIN ATOMIC"),
    };
    let inner =
        (tokens(dialect), gap(dialect)).prop_map(|(tokens, gap)| format!("SELECT{tokens}{gap};"));
    let body = (
        tokens(dialect),
        gap(dialect),
        prop::collection::vec(inner, 1..4),
    );
    let compound = body.prop_map(move |(tokens, gap, inner)| {
        format!(
            "{head}{tokens} t{gap}{open}{gap}{}{gap}END",
            inner.join(&gap)
        )
    });
    prop_oneof![2 => plain, 1 => compound].boxed()
}

/// A dialect, and statements each with what separates it from the next.
pub(super) fn statements() -> impl Strategy<Value = (Dialect, Vec<(String, String)>)> {
    dialect().prop_flat_map(|dialect| {
        let gaps = prop::collection::vec(gap(dialect), 2..4);
        let separator = gaps.prop_map(|gaps| gaps.join(";"));
        (
            Just(dialect),
            prop::collection::vec((statement(dialect), separator), 0..5),
        )
    })
}
