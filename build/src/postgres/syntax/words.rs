//! What the parser says of an error, in words for who wrote the script.

use ingrain_core::nearest;

use super::{At, Slip};

/// The words that a statement of a migration most often begins with.
const STATEMENTS: [&str; 19] = [
    "ALTER", "ANALYZE", "CALL", "COMMENT", "COPY", "CREATE", "DELETE", "DO", "DROP", "GRANT",
    "INSERT", "LOCK", "MERGE", "REFRESH", "REVOKE", "SELECT", "TRUNCATE", "UPDATE", "WITH",
];

/// What is most often created, altered and dropped.
const OBJECTS: [&str; 16] = [
    "CAST",
    "COLLATION",
    "DOMAIN",
    "EXTENSION",
    "FUNCTION",
    "INDEX",
    "MATERIALIZED",
    "POLICY",
    "PROCEDURE",
    "ROLE",
    "SCHEMA",
    "SEQUENCE",
    "TABLE",
    "TRIGGER",
    "TYPE",
    "VIEW",
];

/// The parser's own message; where it names tokens, as they are written.
pub(super) fn title(slip: &Slip<'_>) -> String {
    let message = slip.message.trim_end_matches('.');
    if message.starts_with("expected command") {
        return match slip.at {
            At::StatementStart => {
                format!(
                    "no statement of Postgres begins with {}",
                    quoted(beginning(slip))
                )
            }
            At::Token | At::End => format!("unexpected {}", quoted(slip.token())),
        };
    }
    let message = match message {
        "missing comma" => "expected COMMA",
        "Missing semicolon between statements" => "missing semicolon between statements",
        message => message,
    };
    let wanted = [", found ", ", got ", " but got "]
        .iter()
        .find_map(|found| Some(message.split_once(found)?.0));
    let message = written(wanted.unwrap_or(message));
    let found = match slip.at {
        _ if !message.starts_with("expected") => return message,
        At::End if slip.token().starts_with('$') => "the end of the body".to_owned(),
        At::End => "the end of the script".to_owned(),
        At::StatementStart | At::Token => quoted(slip.token()),
    };
    format!("{message}, found {found}")
}

pub(super) fn help(slip: &Slip<'_>) -> String {
    if let Some(meant) = meant(slip) {
        return format!("did you mean `{meant}`?");
    }
    let before = &slip.text[..slip.span.start];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let unfinished = match () {
        () if seems_forgotten(slip, before[line_start..].trim()) => &before[..line_start],
        () if slip.message.starts_with("Missing semicolon") => before,
        () => return "correct the statement; Postgres would refuse it too".to_owned(),
    };
    let line = last_line(unfinished);
    format!("end the statement before it with a semicolon, on line {line}")
}

/// What a statement that begins like none may have been meant to begin with.
fn meant(slip: &Slip<'_>) -> Option<String> {
    if slip.at != At::StatementStart || !slip.message.starts_with("expected command") {
        return None;
    }
    let beginning = beginning(slip).to_uppercase();
    match beginning.split_once(char::is_whitespace) {
        None => nearest(&beginning, &STATEMENTS).map(str::to_owned),
        Some((first, second)) => {
            let object = nearest(second.trim(), &OBJECTS)?;
            Some(format!("{first} {object}"))
        }
    }
}

/// Whether a semicolon seems to be missing before the line, of which `beginning` comes before the token: it
/// begins as a statement does, and there or right after it the parser could not go on. (`SELECT 1 SELECT` may
/// be a column with a name.)
fn seems_forgotten(slip: &Slip<'_>, beginning: &str) -> bool {
    let begins = match beginning {
        "" => is_statement(slip.token()),
        word => is_statement(word),
    };
    slip.at == At::Token && begins && !slip.message.contains("PAREN")
}

fn quoted(token: &str) -> String {
    /// A string may be as long as a book.
    const LONGEST: usize = 40;
    match token.chars().next() {
        // Such spaces are none to Postgres, and nobody sees what they are.
        Some(first) if first.is_whitespace() => format!("the character U+{:04X}", u32::from(first)),
        _ => match token.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("`{}…`", &token[..end]),
            None => format!("`{token}`"),
        },
    }
}

/// What a statement begins with that none begins with: two words where the first could be one of them.
fn beginning<'a>(slip: &Slip<'a>) -> &'a str {
    if !is_statement(slip.token()) {
        return slip.token();
    }
    let second = super::next_token(slip.text, slip.span.end);
    &slip.text[slip.span.start..second.end]
}

fn is_statement(token: &str) -> bool {
    STATEMENTS
        .iter()
        .any(|word| token.eq_ignore_ascii_case(word))
}

/// The number of the last line of `text` that holds more than white space and a comment.
fn last_line(text: &str) -> usize {
    let is_code = |line: &str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("--")
    };
    let lines: Vec<&str> = text.split('\n').collect();
    lines
        .iter()
        .rposition(|line| is_code(line))
        .map_or(1, |at| at + 1)
}

/// `message` with the names that the parser has for tokens replaced by the tokens.
fn written(message: &str) -> String {
    let words = message.split(' ').map(|word| match word {
        "COMMA" => "`,`".to_owned(),
        "SEMICOLON" => "`;`".to_owned(),
        "L_PAREN" => "`(`".to_owned(),
        "R_PAREN" => "`)`".to_owned(),
        "L_BRACK" => "`[`".to_owned(),
        "R_BRACK" => "`]`".to_owned(),
        "EQ" => "`=`".to_owned(),
        "DOT" => "`.`".to_owned(),
        "COLON" => "`:`".to_owned(),
        "IDENT" => "a name".to_owned(),
        "STRING" => "a string".to_owned(),
        "INT_NUMBER" => "a number".to_owned(),
        word => match word.strip_suffix("_KW") {
            Some(keyword) => format!("`{keyword}`"),
            None => word.to_owned(),
        },
    });
    let message = words.collect::<Vec<_>>().join(" ");
    // Some begin with a capital; `VALUES is …` does too, but a second one follows.
    let mut chars = message.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => message,
    }
}
