//! What both dialects share.

use super::super::{Construct, Statement, TokenKind, Unterminated, leading_comment, split};
use super::{Postgres, Sqlite, check, check_open};

#[track_caller]
fn check_both(script: &str, expected: &[&str]) {
    check(Sqlite, script, expected);
    check(Postgres, script, expected);
}

#[track_caller]
fn check_both_open(marked: &str, what: Construct) {
    check_open(Sqlite, marked, what);
    check_open(Postgres, marked, what);
}

#[test]
fn semicolons_separate() {
    check_both("", &[]);
    check_both(" \n\t\r\n", &[]);
    check_both(";\x0c", &[]);
    check_both(";;\n; -- nothing;\n /* ; */ ;", &[]);
    check_both("SELECT 1", &["SELECT 1"]);
    check_both("SELECT 1;", &["SELECT 1"]);
    check_both("SELECT 1;SELECT 2", &["SELECT 1", "SELECT 2"]);
    check_both(
        "\n SELECT 1 ; ;\r\n SELECT 2 ;\n",
        &["SELECT 1", "SELECT 2"],
    );
    check_both(
        "BEGIN; SELECT 1; END; SELECT 2",
        &["BEGIN", "SELECT 1", "END", "SELECT 2"],
    );
    check_both("SELECT ) ; SELECT 2", &["SELECT )", "SELECT 2"]);
    check_both("é; SELECT ü ;日本", &["é", "SELECT ü", "日本"]);
    check_both("\0;\u{1};\\", &["\0", "\u{1}", "\\"]);
}

#[test]
fn comments_hide_semicolons_and_quotes() {
    check_both("-- a; b\nSELECT 1 -- c; d\n;-- e", &["SELECT 1"]);
    check_both(
        "SELECT 1 -- it's; \"x\n; SELECT 2",
        &["SELECT 1", "SELECT 2"],
    );
    check_both(
        "SELECT /* ; ' \" */ 1; SELECT 2",
        &["SELECT /* ; ' \" */ 1", "SELECT 2"],
    );
    check_both("SELECT 1 -- a\n + 2 -- b\n;", &["SELECT 1 -- a\n + 2"]);
    check_both(
        "SELECT 1 /* after */; /* before */ SELECT 2",
        &["SELECT 1", "SELECT 2"],
    );
    check_both(
        "SELECT 1 - - 2 / * 3; SELECT 4",
        &["SELECT 1 - - 2 / * 3", "SELECT 4"],
    );
    check_both(
        "SELECT 1+--;'\n2; SELECT 3",
        &["SELECT 1+--;'\n2", "SELECT 3"],
    );
    check_both(
        "SELECT 1@-/*;'*/2; SELECT 3",
        &["SELECT 1@-/*;'*/2", "SELECT 3"],
    );
    check_both("SELECT 1 ---;\n; SELECT 2", &["SELECT 1", "SELECT 2"]);
    check_both("/***/ a; /**/ b; /*/;*/ c; /* **/ d", &["a", "b", "c", "d"]);
    check_both(
        "/* -- */ SELECT 1; -- /*\nSELECT 2",
        &["SELECT 1", "SELECT 2"],
    );
    check_both("'/*'; '--'; '*/'", &["'/*'", "'--'", "'*/'"]);
}

#[test]
fn quotes_hide_semicolons_and_comments() {
    check_both("SELECT 'a;b'; SELECT 2", &["SELECT 'a;b'", "SELECT 2"]);
    check_both(
        "SELECT 'it''s; -- /*'; SELECT 2",
        &["SELECT 'it''s; -- /*'", "SELECT 2"],
    );
    check_both("SELECT '''';';'';'''", &["SELECT ''''", "';'';'''"]);
    check_both(r"SELECT '\'; SELECT '\\'", &[r"SELECT '\'", r"SELECT '\\'"]);
    check_both(
        r#"SELECT "a;""b'"; SELECT "\""#,
        &[r#"SELECT "a;""b'""#, r#"SELECT "\""#],
    );
    check_both(
        "SELECT 'é;日本';'\u{1f600};'",
        &["SELECT 'é;日本'", "'\u{1f600};'"],
    );
    check_both(
        "SELECT 'a\r\n;\r\nb';\r\nSELECT 2",
        &["SELECT 'a\r\n;\r\nb'", "SELECT 2"],
    );
    check_both(
        "SELECT x'ab;'; SELECT X''",
        &["SELECT x'ab;'", "SELECT X''"],
    );
}

#[test]
fn unterminated_constructs_are_located() {
    check_both_open("SELECT 1; SELECT ^'~a;''", Construct::Text);
    check_both_open("é ^'~é", Construct::Text);
    check_both_open("SELECT ^x'~ab; SELECT 2", Construct::Text);
    check_both_open("SELECT ^\"~a'; \"\" SELECT 2", Construct::QuotedIdentifier);
    check_both_open(
        "SELECT 1; ^/*~ ; -- */".trim_end_matches("*/"),
        Construct::Comment,
    );
    check_both_open("SELECT 1 ^/*~/", Construct::Comment);
    check_both_open("^/*~", Construct::Comment);
}

#[test]
fn errors_say_what_is_open() {
    let say = |what| {
        Unterminated {
            what,
            start: 0,
            length: 1,
        }
        .to_string()
    };
    assert_eq!(say(Construct::Text), "unterminated string literal");
    assert_eq!(
        say(Construct::QuotedIdentifier),
        "unterminated quoted identifier"
    );
    assert_eq!(
        say(Construct::DollarQuote),
        "unterminated dollar-quoted string"
    );
    assert_eq!(say(Construct::Comment), "unterminated block comment");
    assert_eq!(say(Construct::Trigger), "unterminated trigger body");
    assert_eq!(say(Construct::AtomicBody), "unterminated function body");
    assert_eq!(say(Construct::Parenthesis), "unterminated parenthesis");
}

#[test]
fn tokens_are_told_with_their_place_in_the_script() {
    let script = "; /* é */ CREATE-- c\n \"é\" (x1 <> 'it''s', 1.5e3); END";
    let statement = split(Postgres, script).unwrap_or_default();
    let tokens: Vec<_> = statement.iter().flat_map(Statement::tokens).collect();
    let (word, symbol) = (TokenKind::Word, TokenKind::Symbol);
    let expected = [
        (word, "CREATE"),
        (TokenKind::Quoted, "\"é\""),
        (symbol, "("),
        (word, "x1"),
        (symbol, "<"),
        (symbol, ">"),
        (TokenKind::Text, "'it''s'"),
        (symbol, ","),
        (TokenKind::Number, "1.5e3"),
        (symbol, ")"),
        (word, "END"),
    ];
    assert_eq!(
        Vec::from_iter(tokens.iter().map(|token| (token.kind, token.text))),
        expected
    );
    assert!(
        tokens
            .iter()
            .all(|token| &script[token.start..token.end()] == token.text)
    );
    assert!(tokens[0].is_word("create") && !tokens[0].is_word("creat"));
    assert!(!tokens[1].is_word("\"é\"") && tokens[2].is_symbol("("));
}

#[test]
fn the_leading_comment_ends_at_the_first_token() {
    let both = |script, expected| {
        assert_eq!(leading_comment(Sqlite, script), expected);
        assert_eq!(leading_comment(Postgres, script), expected);
    };
    both("", "");
    both("SELECT 1 -- after", "");
    both("-- é\n/* b */\n  SELECT 1; -- c", "-- é\n/* b */\n  ");
    both("-- only\n", "-- only\n");
    both("-- a\n; -- b\n", "-- a\n");
    both("-- a\n/* never closed; é", "-- a\n/* never closed; é");
    both("-x", "");
    assert_eq!(leading_comment(Sqlite, "/* /* */ a */"), "/* /* */ ");
    assert_eq!(
        leading_comment(Postgres, "/* /* */ a */ b"),
        "/* /* */ a */ "
    );
}
