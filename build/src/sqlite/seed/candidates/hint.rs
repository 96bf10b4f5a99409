//! What the name of a column promises.

use rusqlite::types::Value;

use super::text;
use crate::sqlite::seed::columns::Table;

/// A part of the name or of the type, and what is stored under such a name.
const BY_PART: [(&str, &[&str]); 17] = [
    ("email", &["a@example.com"]),
    ("url", &["https://example.com"]),
    ("website", &["https://example.com"]),
    ("uuid", &["0190a3c4-5d6e-7f80-91a2-b3c4d5e6f708"]),
    ("guid", &["0190a3c4-5d6e-7f80-91a2-b3c4d5e6f708"]),
    ("ulid", &["01HZX3J8Q5R7T9V1W3Y5A7C9E1"]),
    ("json", JSON),
    ("colour", &["#aabbcc"]),
    ("color", &["#aabbcc"]),
    ("currency", &["USD"]),
    ("country", &["US"]),
    ("locale", &["en-US", "en"]),
    ("language", &["en"]),
    ("timezone", &["UTC"]),
    ("phone", &["+12025550123"]),
    ("datetime", MOMENTS),
    ("timestamp", MOMENTS),
];

/// A word of its own, or the end of one: `updated_by` is no date.
const BY_END: [(&str, &[&str]); 7] = [
    ("_at", MOMENTS),
    ("_on", DAYS),
    ("date", DAYS),
    ("day", DAYS),
    ("time", MOMENTS),
    ("uri", &["https://example.com"]),
    ("month", &["2001-02"]),
];

const MOMENTS: &[&str] = &[
    "2001-02-03 04:05:06",
    "2001-02-03 05:06:07",
    "2001-02-03T04:05:06Z",
    "2001-02-03T05:06:07Z",
    "2001-02-03T04:05:06.000Z",
    "2001-02-03T05:06:07.000Z",
    "04:05:06",
    "05:06:07",
];
const DAYS: &[&str] = &[
    "2001-02-03",
    "2001-02-04",
    "2001-03-05",
    "2001-02-03 04:05:06",
];
const JSON: &[&str] = &["{}", "[]", "{\"a\":1}", "[1]", "1"];

/// Values for a column that holds text by its type, or whose type says what it holds.
pub(super) fn by_name(table: &Table, column: usize, is_text: bool) -> Vec<Value> {
    if table.json.contains(&column) {
        return JSON.iter().copied().map(text).collect();
    }
    let name = table.columns[column].name.to_ascii_lowercase();
    let datatype = table.columns[column].datatype.to_ascii_lowercase();
    let by_part = |word: &str| BY_PART.iter().find(|(part, _)| word.contains(part));
    let by_end = |word: &str| {
        let word = format!("_{word}");
        BY_END.iter().find(|(end, _)| word.ends_with(end))
    };
    let of_type = match datatype.contains("int") {
        true => None,
        false => by_part(&datatype).or_else(|| by_end(&datatype)),
    };
    let of_name = || match is_text || datatype.is_empty() {
        true => by_part(&name).or_else(|| by_end(&name)),
        false => None,
    };
    let found = of_type.or_else(of_name);
    found.map_or_else(Vec::new, |(_, texts)| {
        texts.iter().copied().map(text).collect()
    })
}
