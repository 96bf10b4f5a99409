//! A value of the key that a backfill goes along.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::NoKey;
use crate::Dialect;

/// A value of a key, as the log keeps it: the SQL literal `17`, `'a''b'` or `X'00ff'`, or
/// `CAST(X'6100' AS TEXT)` for a text that no literal holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(Value);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    /// As it is written.
    Number(String),
    /// Without quotes.
    Text(String),
    /// The digits of a text with a NUL in it, or in another encoding: SQLite takes any bytes for one.
    Bytes(String),
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
            // The sign takes the affinity of the CAST away: a literal has none.
            (Value::Bytes(_), _) => format!("+{self}"),
            _ => self.to_string(),
        }
    }

    /// Reads what [`written`] has the database write.
    pub(super) fn read(cell: &str) -> Result<Key, NoKey> {
        if let Some(inexact) = cell.strip_prefix(INEXACT) {
            return Err(NoKey::Inexact(inexact.to_owned()));
        }
        let Some((digits, quoted)) = cell
            .split_once(' ')
            .filter(|(digits, _)| is_hexadecimal(digits))
        else {
            return cell.parse().map_err(|ParseKeyError| NoKey::Unfit);
        };
        let is_whole = |key: &Key| matches!(&key.0, Value::Text(text) if hexadecimal(text).eq_ignore_ascii_case(digits));
        let key = quoted.parse().ok().filter(is_whole);
        Ok(key.unwrap_or_else(|| Key(Value::Bytes(digits.to_owned()))))
    }

    /// Which of the two comes first, where that does not depend on the column: SQLite has numbers before
    /// texts before blobs, and texts have an order of their column's.
    pub(crate) fn order(&self, other: &Key) -> Option<Ordering> {
        let number = |text: &str| text.parse::<f64>().ok();
        match (&self.0, &other.0) {
            _ if self == other => Some(Ordering::Equal),
            (Value::Number(one), Value::Number(other)) => {
                match (one.parse::<i64>(), other.parse::<i64>()) {
                    (Ok(one), Ok(other)) => Some(one.cmp(&other)),
                    // Rounded they may seem equal.
                    _ => number(one)?
                        .partial_cmp(&number(other)?)
                        .filter(|order| order.is_ne()),
                }
            }
            (Value::Blob(one), Value::Blob(other)) => {
                Some(one.to_ascii_uppercase().cmp(&other.to_ascii_uppercase()))
            }
            (one, other) => Some(one.rank().cmp(&other.rank())).filter(|order| order.is_ne()),
        }
    }
}

impl Value {
    fn rank(&self) -> u8 {
        match self {
            Value::Number(_) => 0,
            Value::Text(_) | Value::Bytes(_) => 1,
            Value::Blob(_) => 2,
        }
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Key, ParseKeyError> {
        let inside = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
        let digits = |digits: &str| is_hexadecimal(digits).then(|| digits.to_owned());
        let value = match (inside("'", "'"), inside("X'", "'"), inside(CAST, AS_TEXT)) {
            (Some(inside), ..) => unquoted(inside).map(Value::Text),
            (_, Some(inside), _) => digits(inside).map(Value::Blob),
            (_, _, Some(inside)) => digits(inside).map(Value::Bytes),
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
            Value::Bytes(digits) => write!(f, "{CAST}{digits}{AS_TEXT}"),
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

const CAST: &str = "CAST(X'";
const AS_TEXT: &str = "' AS TEXT)";

/// What stands before a value that would be read back as another one.
const INEXACT: &str = "?";

/// Has the database write `key`, a value of the type `kind`, as [`Key::read`] reads it.
///
/// `quote` of a text ends with the first NUL in it, so SQLite writes its bytes too. On Postgres JSON's form
/// of a value depends on few settings of the session, as that of times otherwise does.
pub(super) fn written(dialect: Dialect, kind: &str, key: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!(
            "CASE typeof({key}) WHEN 'text' THEN hex({key}) || ' ' || quote({key}) ELSE quote({key}) END"
        ),
        Dialect::Postgres => {
            let text = format!("(pg_catalog.to_jsonb({key}) #>> '{{}}')");
            format!(
                "CASE WHEN CAST({text} AS {kind}) = {key} THEN '''' || pg_catalog.replace({text}, '''', '''''') || '''' \
                 ELSE '{INEXACT}' || {text} END"
            )
        }
    }
}

/// What stands between quotes, unless one of the quotes in it is single.
fn unquoted(inside: &str) -> Option<String> {
    let single = inside.replace("''", "").contains(['\'', '\0']);
    (!single).then(|| inside.replace("''", "'"))
}

fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02X}")).collect()
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
