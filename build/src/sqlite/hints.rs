//! What to do about what SQLite says.

mod missing;
mod syntax;

use ingrain_core::{Statement, TokenKind};

pub(super) use self::missing::{columns_of, meant, missing, nearest_of};
use self::syntax::unread;
use super::outline::{Outline, begins_with, name_of};
use super::perform::Refusal;
use super::stage::Stage;

const REBUILD: &str = "build the table anew: `-- ingrain: foreign-keys off` at the top of the script, CREATE TABLE under \
    another name, INSERT … SELECT, DROP TABLE, ALTER TABLE … RENAME TO, and its indexes and triggers once more";
/// What to do about what only the application has.
pub(super) const UNKNOWN: &str = "if the application registers it: `-- ingrain: allow unknown-function \"why\"`; the statement is then left out \
    of the rehearsal";

/// A statement that begins so, and a message that holds this, and what to do.
const HINTS: &[(&str, &str, &str)] = &[
    (
        "ALTER",
        "Cannot add a NOT NULL column with default value NULL",
        "give it a default for the rows that exist: `ADD COLUMN … NOT NULL DEFAULT …`; or add it without NOT NULL and fill it with UPDATE",
    ),
    (
        "ALTER",
        "Cannot add a column with non-constant default",
        "add the column without a default and fill it with UPDATE; only a table that is built anew can have a default that is computed",
    ),
    (
        "ALTER",
        "Cannot add a REFERENCES column with non-NULL default value",
        "add the column without a default, and set it with UPDATE",
    ),
    (
        "ALTER",
        "Cannot add a UNIQUE column",
        "add the column without UNIQUE, and then `CREATE UNIQUE INDEX … ON …`",
    ),
    ("ALTER", "Cannot add a PRIMARY KEY column", REBUILD),
    (
        "ALTER",
        "cannot add a STORED column",
        "make it VIRTUAL: it can be indexed as well; or build the table anew",
    ),
    (
        "ALTER",
        "CHECK constraint failed",
        "the rows that exist get the column's default, or NULL without one: give it a default that the CHECK allows",
    ),
    (
        "ALTER",
        "NOT NULL constraint failed",
        "the rows that exist get a NULL: let the column's expression be computed for NULLs too, `coalesce(…, …)`",
    ),
    (
        "ALTER",
        "error in index",
        "`DROP INDEX` first: SQLite does not drop a column that an index uses",
    ),
    (
        "ALTER",
        "error in trigger",
        "`DROP TRIGGER` first, and create it anew afterwards, as it then has to be",
    ),
    (
        "ALTER",
        "error in view",
        "`DROP VIEW` first, and create it anew afterwards, as it then has to be",
    ),
    ("ALTER", "cannot drop ", REBUILD),
    (
        "",
        "CHECK constraint failed",
        "make the rows fulfil it first, with UPDATE or in the SELECT that they are copied with",
    ),
    (
        "INSERT",
        "NOT NULL constraint failed",
        "say what becomes of NULLs: `coalesce(…, …)` in the SELECT, or an UPDATE … WHERE … IS NULL before",
    ),
    (
        "",
        "NOT NULL constraint failed",
        "say what becomes of NULLs: `coalesce(…, …)`",
    ),
    (
        "DROP",
        "FOREIGN KEY constraint failed",
        "rows of other tables refer to its rows: delete those first, or drop those tables first; to rebuild the table, say `-- ingrain: foreign-keys off` at the top of the script",
    ),
    (
        "",
        "FOREIGN KEY constraint failed",
        "rows would refer to rows that do not exist: write parents before children, delete children before parents",
    ),
    (
        "",
        "cannot store ",
        "the table is STRICT: convert the values, `CAST(… AS …)`, and mind those that cannot be converted",
    ),
    (
        "",
        "duplicate column name",
        "the column is there already: choose another name, or take the statement out",
    ),
    (
        "",
        "already exists",
        "choose another name, or drop what is there first",
    ),
];

/// What to do about a statement that SQLite refused.
pub(super) fn hint(
    script: &Outline<'_>,
    statement: Option<&Statement<'_>>,
    refusal: &Refusal,
    stage: &Stage,
) -> Option<String> {
    let begins = |keyword: &str| {
        keyword.is_empty() || statement.is_some_and(|statement| begins_with(statement, keyword))
    };
    let known = HINTS
        .iter()
        .find(|(keyword, message, _)| begins(keyword) && refusal.message.contains(message));
    if let Some((_, _, help)) = known {
        return Some((*help).to_owned());
    }
    if let Some(word) = unread(&refusal.message) {
        return Some(syntax::hint(word));
    }
    let (statement, missing) = (statement?, missing(&refusal.message)?);
    let is_quoted = statement.tokens().any(|token| {
        token.kind == TokenKind::Quoted
            && token.text.starts_with('"')
            && name_of(&token).as_deref() == Some(&missing.name)
    });
    match (meant(script, statement, &missing, stage), is_quoted) {
        (Some(meant), _) => Some(format!("did you mean `{meant}`?")),
        (None, true) if missing.what == "column" => Some(format!(
            "if it is a text, write it in single quotes: `'{}'`; in double quotes stands a name",
            missing.name.replace('\'', "''")
        )),
        _ => None,
    }
}
