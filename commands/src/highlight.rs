//! SQL in colours.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use ingrain::Dialect;
use ingrain_core::{Token, TokenKind, split};

const KEYWORD: Style = AnsiColor::Blue.on_default().bold();
const TEXT: Style = AnsiColor::Green.on_default();
const NUMBER: Style = AnsiColor::Cyan.on_default();
const REMARK: Style = Style::new().dimmed();

/// Words that begin, join or qualify the parts of a statement, of both databases.
const KEYWORDS: [&str; 86] = [
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "ASC",
    "BEGIN",
    "BETWEEN",
    "BY",
    "CASCADE",
    "CASE",
    "CHECK",
    "COLLATE",
    "COLUMN",
    "COMMENT",
    "CONCURRENTLY",
    "CONFLICT",
    "CONSTRAINT",
    "CREATE",
    "CROSS",
    "DEFAULT",
    "DELETE",
    "DESC",
    "DISTINCT",
    "DO",
    "DROP",
    "EACH",
    "ELSE",
    "END",
    "EXECUTE",
    "EXISTS",
    "EXTENSION",
    "FOR",
    "FOREIGN",
    "FROM",
    "FUNCTION",
    "GENERATED",
    "GRANT",
    "GROUP",
    "HAVING",
    "IF",
    "IN",
    "INDEX",
    "INNER",
    "INSERT",
    "INTO",
    "IS",
    "JOIN",
    "KEY",
    "LANGUAGE",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NOT",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "PRAGMA",
    "PRIMARY",
    "REFERENCES",
    "RENAME",
    "REPLACE",
    "RETURNS",
    "RIGHT",
    "ROW",
    "SCHEMA",
    "SELECT",
    "SET",
    "TABLE",
    "TEMPORARY",
    "THEN",
    "TO",
    "TRIGGER",
    "TRUNCATE",
    "TYPE",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "VIEW",
    "WHEN",
    "WHERE",
    "WITH",
];

/// `sql` with colours; as it is where it cannot be told apart.
pub(crate) fn highlight(dialect: Dialect, sql: &str) -> String {
    let Ok(statements) = split(dialect, sql) else {
        return sql.to_owned();
    };
    let mut coloured = String::new();
    let mut done = 0;
    for token in statements.iter().flat_map(|statement| statement.tokens()) {
        between(
            &mut coloured,
            sql.get(done..token.start).unwrap_or_default(),
        );
        match style(&token) {
            Some(style) => paint(&mut coloured, style, token.text),
            None => coloured.push_str(token.text),
        }
        done = token.end();
    }
    between(&mut coloured, sql.get(done..).unwrap_or_default());
    coloured
}

/// What stands between two tokens: white space, comments, and the semicolons between statements.
fn between(coloured: &mut String, text: &str) {
    let remark = text.find("--").into_iter().chain(text.find("/*")).min();
    let (before, remark) = text.split_at(remark.unwrap_or(text.len()));
    let end = remark.trim_end().len();
    let (remark, after) = remark.split_at(end);
    coloured.push_str(before);
    for (at, line) in remark.split('\n').enumerate() {
        if at > 0 {
            coloured.push('\n');
        }
        if !line.is_empty() {
            paint(coloured, REMARK, line);
        }
    }
    coloured.push_str(after);
}

fn style(token: &Token<'_>) -> Option<Style> {
    match token.kind {
        TokenKind::Word => {
            let word = token.text.to_ascii_uppercase();
            KEYWORDS.binary_search(&word.as_str()).ok().map(|_| KEYWORD)
        }
        TokenKind::Text => Some(TEXT),
        TokenKind::Number | TokenKind::Parameter => Some(NUMBER),
        TokenKind::Quoted | TokenKind::Symbol => None,
    }
}

fn paint(coloured: &mut String, style: Style, text: &str) {
    // Writing to a String does not fail.
    let _ = write!(coloured, "{style}{text}{style:#}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_can_be_searched() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn without_its_colours_it_is_the_same() {
        for sql in [
            "",
            "-- why\nCREATE TABLE a (b text DEFAULT 'x -- y'); /* two\nlines */ DROP TABLE a;\n",
            "SELECT 'never closed",
            "SELECT 1 -- and\n  + 2;;\n-- the end",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$",
        ] {
            for dialect in Dialect::ALL {
                let coloured = highlight(dialect, sql);
                assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), sql);
            }
        }
    }

    #[test]
    fn keywords_texts_numbers_and_comments_have_colours() {
        let coloured = highlight(Dialect::Sqlite, "select 'a', 1 from \"from\" -- why");
        assert!(coloured.contains(&format!("{KEYWORD}select{KEYWORD:#}")));
        assert!(coloured.contains(&format!("{TEXT}'a'{TEXT:#}")));
        assert!(coloured.contains(&format!("{NUMBER}1{NUMBER:#}")));
        assert!(coloured.contains(&format!("{REMARK}-- why{REMARK:#}")));
        assert!(coloured.contains(" \"from\" "));
    }
}
