//! What to do where SQLite does not understand what is written.

use super::nearest_of;

const GENERAL: &str =
    "the mistake is there or just before it; how SQLite has it: https://sqlite.org/lang.html";

const KEYWORDS: &str = "ADD AFTER ALTER AUTOINCREMENT BEFORE BEGIN BETWEEN CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT \
    CONFLICT CONSTRAINT CREATE CROSS CURRENT_TIMESTAMP DEFAULT DEFERRABLE DELETE DESC DISTINCT DROP EACH ELSE ESCAPE \
    EXCEPT EXISTS FILTER FOREIGN FROM FULL GENERATED GLOB GROUP HAVING IGNORE INDEX INNER INSERT INSTEAD INTERSECT INTO \
    JOIN LEFT LIKE LIMIT MATCH NATURAL NOTHING NULL NULLS OFFSET ORDER OUTER OVER PARTITION PRAGMA PRIMARY RAISE RANGE \
    RECURSIVE REFERENCES RENAME REPLACE RETURNING RIGHT ROLLBACK ROWID ROWS SELECT STORED STRICT TABLE TEMP TEMPORARY \
    THEN TRIGGER UNION UNIQUE UPDATE USING VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHOUT";
// What is shorter is near to too much.
const LETTERS: usize = 4;

/// What SQLite could not go on at: a token, or nothing if the statement ends too early.
pub(super) fn unread(message: &str) -> Option<&str> {
    if message == "incomplete input" {
        return Some("");
    }
    let token = message.strip_prefix("near \"")?;
    token.strip_suffix("\": syntax error")
}

/// What may have been meant by the token.
pub(super) fn hint(token: &str) -> String {
    let known = KEYWORDS.split_whitespace().map(str::to_owned);
    let known: Vec<String> = known.filter(|word| word.len() >= LETTERS).collect();
    let nearest = nearest_of(token, &known).filter(|_| token.len() >= LETTERS);
    match nearest {
        // A keyword that is out of place is not misspelt.
        Some(word) if !word.eq_ignore_ascii_case(token) => format!("did you mean `{word}`?"),
        _ => GENERAL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{GENERAL, hint, unread};

    fn check(message: &str, expected: Option<&str>) {
        let found = unread(message).map(hint);
        assert_eq!(found.as_deref(), expected, "{message}");
    }

    #[test]
    fn what_was_meant() {
        let table = Some("did you mean `TABLE`?");
        check("near \"TABEL\": syntax error", table);
        check("near \"tabel\": syntax error", table);
        check("near \"TABLE\": syntax error", Some(GENERAL));
        check("near \"WHEN\": syntax error", Some(GENERAL));
        check("near \"FOR\": syntax error", Some(GENERAL));
        check("near \")\": syntax error", Some(GENERAL));
        check("near \"\"\": syntax error", Some(GENERAL));
        check("incomplete input", Some(GENERAL));
        check("no such table: tabel", None);
    }
}
