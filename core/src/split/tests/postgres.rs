//! What only Postgres knows.

use super::super::{Construct, Statement, TokenKind, split};
use super::Postgres;

#[track_caller]
fn check(script: &str, expected: &[&str]) {
    super::check(Postgres, script, expected);
}

#[track_caller]
fn check_open(marked: &str, what: Construct) {
    super::check_open(Postgres, marked, what);
}

/// A script of this one statement and a second.
#[track_caller]
fn check_one(statement: &str) {
    check(&format!("{statement}; SELECT 2"), &[statement, "SELECT 2"]);
}

#[test]
fn strings() {
    check_one(r"SELECT E'it\'s;', e'\\', E'\''''");
    check_one(r"SELECT E'\é;', E'é\';'");
    check_one(r"SELECT U&'d\0061t;''a', u&'\'");
    check_one(r#"SELECT U&"d\0061;t""a", u&"\""#);
    check_one(r"SELECT B'01', b';', N'\', n''';'");
    check_one(r"SELECT namE'\'");
    check_one(r#"SELECT "E"'\'"#);
    check_one(r"SELECT E '\'");
    check("SELECT 1\x0b;\x0b", &["SELECT 1"]);
    check_one("SELECT [';'], a[1:2]");
    check(
        "SELECT ARRAY[1; SELECT `;`",
        &["SELECT ARRAY[1", "SELECT `", "`"],
    );
}

#[test]
fn adjacent_strings_keep_their_escapes() {
    check_one("SELECT 'a'\n';b'");
    check_one("SELECT E'a'\n'b\\';'");
    check_one("SELECT E'a' -- it's\r -- c\n\t'b\\';' \r '\\';'");
    check(
        "SELECT E'a' 'b\\'; SELECT ';'",
        &["SELECT E'a' 'b\\'", "SELECT ';'"],
    );
    check(
        "SELECT E'a' /*\n*/ 'b\\'; ';'",
        &["SELECT E'a' /*\n*/ 'b\\'", "';'"],
    );
    check(
        "SELECT E'a'\n\"b\\\"; ';'",
        &["SELECT E'a'\n\"b\\\"", "';'"],
    );
    check_open("SELECT E'a'\n^'~b\\'", Construct::Text);
}

#[test]
fn dollar_quotes() {
    check_one("DO $$ BEGIN a; END; $$");
    check_one("DO $body$ a; $$ b; $$ $other$ ; $body$");
    check_one("SELECT $a$ ; $A$ ; $a$");
    check_one("SELECT $é1_$ ; $é$ $é1_$");
    check_one("SELECT $$it's; -- /* \" $ $a $a$$");
    check_one("SELECT $a$;$b$a$");
    check_one("SELECT $a$;$$a$");
    check_one("SELECT $a$;x$a$::text");
    check_one("SELECT $$;$$$$;$$");
    check_one("DO $$\r\nBEGIN;\r\nEND;\r\n$$");
    // https://github.com/pressly/goose/issues/231
    check_one("CREATE FUNCTION f() RETURNS void AS $$ BEGIN x := ';'; END; $$ LANGUAGE plpgsql");
    check_one("CREATE FUNCTION f() RETURNS void AS 'BEGIN x; END' LANGUAGE plpgsql");
}

#[test]
fn dollars_that_quote_nothing() {
    check("SELECT $1;SELECT $1", &["SELECT $1", "SELECT $1"]);
    check("SELECT $1$;$2$;$", &["SELECT $1$", "$2$", "$"]);
    check(
        "SELECT foo$bar$;SELECT foo$bar$",
        &["SELECT foo$bar$", "SELECT foo$bar$"],
    );
    check("SELECT é$$;é$$", &["SELECT é$$", "é$$"]);
}

#[test]
fn dollar_quotes_after_numbers() {
    check_one("SELECT $1$$;$$");
    check_one("SELECT 1$$;$$, 1.5$a$;$a$");
}

#[test]
fn comments_nest_and_end_at_a_carriage_return() {
    check_one("SELECT /* a /* ; */ ; /* /* */ */ */ 1");
    check("SELECT 1 -- a\r; SELECT 2", &["SELECT 1", "SELECT 2"]);
    check_open("SELECT 1; ^/*~ /* */ ; SELECT 2", Construct::Comment);
    check_open("^/*~/*/ */", Construct::Comment);
}

#[test]
fn parentheses_hold_statements() {
    check_one("CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b;)");
    check_one("SELECT f((';'), \")\", $$)$$ /* ) */)");
    check(
        "SELECT (1; SELECT 2)); SELECT 3",
        &["SELECT (1; SELECT 2))", "SELECT 3"],
    );
    check("SELECT 1); SELECT (2)", &["SELECT 1)", "SELECT (2)"]);
    check_open(
        "SELECT 1; CREATE TABLE a ^(~b int; CREATE TABLE c (d int);",
        Construct::Parenthesis,
    );
    check_open("SELECT ^(~(1);", Construct::Parenthesis);
}

#[test]
fn kinds_of_tokens() {
    let script = "U&'a' b'1' X'f' n'g' $1 $$b$$ E'c'\n'd' x.\"e\" f$1";
    let tokens = split(Postgres, script).unwrap_or_default();
    let tokens: Vec<_> = tokens.iter().flat_map(Statement::tokens).collect();
    let kinds = [
        (TokenKind::Text, "U&'a'"),
        (TokenKind::Text, "b'1'"),
        (TokenKind::Text, "X'f'"),
        (TokenKind::Text, "n'g'"),
        (TokenKind::Parameter, "$1"),
        (TokenKind::Text, "$$b$$"),
        (TokenKind::Text, "E'c'\n'd'"),
        (TokenKind::Word, "x"),
        (TokenKind::Symbol, "."),
        (TokenKind::Quoted, "\"e\""),
        (TokenKind::Word, "f$1"),
    ];
    assert_eq!(
        Vec::from_iter(tokens.iter().map(|token| (token.kind, token.text))),
        kinds
    );
}

#[test]
fn unterminated_strings() {
    check_open("SELECT ^E'~a\\'; SELECT 2", Construct::Text);
    check_open("SELECT ^E'~\\", Construct::Text);
    check_open("SELECT ^u&'~a; ''", Construct::Text);
    check_open("SELECT ^U&\"~a; SELECT 2", Construct::QuotedIdentifier);
    check_open("SELECT $$a$$; DO ^$é$~ a; $$; $É$", Construct::DollarQuote);
    check_open("DO ^$$~ a; $b$", Construct::DollarQuote);
}
