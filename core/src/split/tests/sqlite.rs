//! What only SQLite knows.

use super::super::{Construct, Statement, TokenKind, split};
use super::Sqlite;

#[track_caller]
fn check(script: &str, expected: &[&str]) {
    super::check(Sqlite, script, expected);
}

#[track_caller]
fn check_open(marked: &str, what: Construct) {
    super::check_open(Sqlite, marked, what);
}

/// A script of this one statement and a second.
#[track_caller]
fn check_one(statement: &str) {
    check(&format!("{statement};\nSELECT 2"), &[statement, "SELECT 2"]);
}

#[test]
fn quotes() {
    check_one("SELECT `a;``b'` FROM t");
    check_one("SELECT [a;'\"`] FROM t");
    check("SELECT [a]];b; c]", &["SELECT [a]]", "b", "c]"]);
    check(r"SELECT E'\'; SELECT 2", &[r"SELECT E'\'", "SELECT 2"]);
}

#[test]
fn dollars_quote_nothing() {
    check("SELECT $$;$$", &["SELECT $$", "$$"]);
    check("SELECT $a$;$a$", &["SELECT $a$", "$a$"]);
    check(
        "SELECT $a, @a, :a, ?1, #a; $",
        &["SELECT $a, @a, :a, ?1, #a", "$"],
    );
    check("SELECT a$b;c", &["SELECT a$b", "c"]);
}

#[test]
fn parentheses_hold_no_statements() {
    check(
        "SELECT (1; SELECT 2); SELECT 3",
        &["SELECT (1", "SELECT 2)", "SELECT 3"],
    );
    check(
        "CREATE TABLE a (b; CREATE TABLE c (d)",
        &["CREATE TABLE a (b", "CREATE TABLE c (d)"],
    );
}

#[test]
fn comments_do_not_nest_and_a_carriage_return_ends_none() {
    check("/* /* */ a; /* ; */ b", &["a", "b"]);
    check("/* /* */ a */; b", &["a */", "b"]);
    check("-- a\r; b\n; c", &["c"]);
}

#[test]
fn a_byte_order_mark_between_tokens_is_white_space() {
    check_one("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;\u{feff}END");
    check("SELECT 1;\u{feff}\nSELECT 2", &["SELECT 1", "SELECT 2"]);
    check("SELECT 'a\u{feff};'", &["SELECT 'a\u{feff};'"]);
}

#[test]
fn triggers() {
    check_one("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END");
    check_one("create temp trigger t after insert on x begin select 1; select 2; end");
    check_one("CREATE TEMPORARY TRIGGER IF NOT EXISTS main.t DELETE ON x BEGIN SELECT 1;END");
    check_one("CREATE/**/TRIGGER--;\nt DELETE ON x BEGIN\r\n  SELECT ';';\r\n-- END;\r\nEND");
    check_one("EXPLAIN QUERY PLAN CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; END");
    check(
        "CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; END",
        &["CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; END"],
    );
    check_one(
        "CREATE TRIGGER t UPDATE OF a, b ON x WHEN CASE WHEN new.a THEN 1 ELSE 0 END BEGIN\n\
         UPDATE y SET c = CASE new.a WHEN 1 THEN CASE 2 WHEN 2 THEN 3 END END;\n\
         SELECT CASE WHEN 1 THEN RAISE(ABORT, 'no; END;') END;\n\
         INSERT INTO z VALUES (CASE 1 WHEN 1 THEN 2 END); /* ; END; */ END",
    );
}

#[test]
fn triggers_with_keywords_for_names() {
    check_one("CREATE TRIGGER begin AFTER INSERT ON begin BEGIN SELECT end FROM end; END");
    check_one("CREATE TRIGGER end AFTER INSERT ON end BEGIN SELECT 1 AS end; END");
    check_one(
        "CREATE TRIGGER trigger DELETE ON x WHEN old.begin BEGIN SELECT begin; SELECT 2; END",
    );
    check_one(
        "CREATE TRIGGER t DELETE ON x WHEN CASE WHEN 1 THEN old.begin END BEGIN SELECT 1; END",
    );
    check_one(
        "CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; SELECT new.[END;], `;END;`, \"; END;\"; END",
    );
    check_one("CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; DELETE FROM trigger; END");
}

#[test]
fn words_that_open_no_body() {
    let two = |first| {
        check(
            &format!("{first}; END; SELECT 2"),
            &[first, "END", "SELECT 2"],
        )
    };
    two("BEGIN");
    two("DROP TRIGGER begin");
    two("CREATE TABLE trigger (begin, end)");
    two("CREATE UNIQUE INDEX trigger ON begin (end)");
    two("CREATE VIEW trigger AS SELECT 1 AS begin");
    two("CREATE \"TRIGGER\" t BEGIN SELECT 1");
    two("QUERY PLAN CREATE TRIGGER t BEGIN SELECT 1");
    two("CREATE $TRIGGER t BEGIN SELECT 1");
    two("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1");
    // SQLite refuses this one at its semicolon; nothing after it is part of it.
    two("CREATE TRIGGER t AFTER INSERT ON x");
}

#[test]
fn trigger_bodies_without_end() {
    let what = Construct::Trigger;
    check_open(
        "SELECT 1; CREATE TRIGGER t DELETE ON x ^BEGIN~ SELECT 1; SELECT 2;",
        what,
    );
    check_open(
        "CREATE TRIGGER t DELETE ON x ^BEGIN~ SELECT 1; SELECT CASE 1 END",
        what,
    );
    check_open(
        "CREATE TRIGGER t DELETE ON x ^BEGIN~ SELECT 1 END; SELECT 2;",
        what,
    );
    check_open(
        "CREATE TRIGGER a DELETE ON x ^BEGIN~ SELECT 1; CREATE TRIGGER b DELETE ON x BEGIN SELECT 1; END;",
        what,
    );
}

#[test]
fn what_follows_an_end_without_semicolon_is_left_to_the_database() {
    let one = "CREATE TRIGGER t DELETE ON x BEGIN SELECT 1; END\nCREATE TABLE y (z)";
    check_one(one);
}

#[test]
fn kinds_of_tokens() {
    let script = "x'ab' $a @a `e` [f] 1e5 .5 $";
    let tokens = split(Sqlite, script).unwrap_or_default();
    let tokens: Vec<_> = tokens.iter().flat_map(Statement::tokens).collect();
    let kinds = [
        (TokenKind::Text, "x'ab'"),
        (TokenKind::Parameter, "$a"),
        (TokenKind::Symbol, "@"),
        (TokenKind::Word, "a"),
        (TokenKind::Quoted, "`e`"),
        (TokenKind::Quoted, "[f]"),
        (TokenKind::Number, "1e5"),
        (TokenKind::Symbol, "."),
        (TokenKind::Number, "5"),
        (TokenKind::Symbol, "$"),
    ];
    assert_eq!(
        Vec::from_iter(tokens.iter().map(|token| (token.kind, token.text))),
        kinds
    );
}

#[test]
fn unterminated_quotes() {
    check_open("SELECT ^`~a; ``", Construct::QuotedIdentifier);
    check_open("SELECT ^[~a; SELECT 2", Construct::QuotedIdentifier);
}
