//! A value of the key that a backfill goes along.

use std::fmt;
use std::str::FromStr;

use crate::Dialect;

/// A value of a key, as the log keeps it: the SQL literal `17`, `'a''b'` or `X'00ff'`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(Value);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    /// As it is written.
    Number(String),
    /// Without quotes.
    Text(String),
    /// Its digits.
    Blob(String),
}

/// The text is no literal of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseKeyError;

impl Key {
    /// What stands for it in a statement. On Postgres it takes the type of what it is compared with.
    pub fn literal(&self, dialect: Dialect) -> String {
        match (&self.0, dialect) {
            (Value::Text(text), dialect) => dialect.literal(text),
            _ => self.to_string(),
        }
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Key, ParseKeyError> {
        let inside = |open: &str| text.strip_prefix(open)?.strip_suffix('\'');
        let value = match (inside("'"), inside("X'")) {
            (Some(inside), _) => unquoted(inside).map(Value::Text),
            (_, Some(digits)) => is_hexadecimal(digits).then(|| Value::Blob(digits.to_owned())),
            _ => is_number(text).then(|| Value::Number(text.to_owned())),
        };
        value.map(Key).ok_or(ParseKeyError)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::Number(number) => f.write_str(number),
            Value::Text(text) => f.write_str(&Dialect::Sqlite.literal(text)),
            Value::Blob(digits) => write!(f, "X'{digits}'"),
        }
    }
}

impl fmt::Display for ParseKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is neither a number nor a text or a blob in quotes")
    }
}

impl std::error::Error for ParseKeyError {}

/// Has the database write `expression` as [`Key`] reads it.
///
/// JSON's form of a value depends on no setting of the session, as that of times otherwise does.
pub(super) fn written(dialect: Dialect, expression: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("quote({expression})"),
        Dialect::Postgres => {
            format!("'''' || replace(to_jsonb({expression}) #>> '{{}}', '''', '''''') || ''''")
        }
    }
}

/// What stands between quotes, unless one of the quotes in it is single.
fn unquoted(inside: &str) -> Option<String> {
    let single = inside.replace("''", "").contains(['\'', '\0']);
    (!single).then(|| inside.replace("''", "'"))
}

fn is_hexadecimal(digits: &str) -> bool {
    digits.len().is_multiple_of(2) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// `17`, `-17`, `1.5`, `1.5e+300`, as SQLite writes numbers.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match text.split_once('e') {
        Some((number, exponent)) => (number, exponent.trim_start_matches(['+', '-'])),
        None => (text, "0"),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole) && digits(part) && digits(exponent)
}
