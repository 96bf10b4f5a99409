//! Constraints: those of a table, and what a column's have in common with them.

use ingrain_core::{Token, TokenKind};

use super::canonical::{self, unquoted};
use super::cursor::{Cursor, items};
use super::{
    Check, Conflict, Direction, Enforcement, ForeignKey, Key, KeyPart, Literal, TableText,
};

/// Whether a constraint comes next, and not a column.
pub(super) fn begins(cursor: &Cursor<'_>) -> bool {
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
        .iter()
        .any(|word| cursor.is_at(&[word]))
}

/// Reads constraints of the table; SQLite takes several of them without a comma in between.
pub(super) fn read(cursor: &mut Cursor<'_>, table: &mut TableText) -> Option<()> {
    while !cursor.rest().is_empty() {
        let name = name(cursor);
        if cursor.skip(&["PRIMARY", "KEY"]) {
            primary_key(cursor, table)?;
        } else if cursor.skip(&["UNIQUE"]) {
            let parts = parts(cursor.group()?)?;
            let conflict = conflict(cursor);
            table.uniques.push(Key { parts, conflict });
        } else if cursor.skip(&["FOREIGN", "KEY"]) {
            let columns = cursor.names()?;
            table.foreign_keys.push(references(cursor, columns)?);
        } else {
            shared(cursor, name, table)?;
        }
    }
    Some(())
}

/// The name of the constraint that follows. SQLite takes several; the last one counts.
pub(super) fn name(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut name = None;
    while cursor.skip(&["CONSTRAINT"]) {
        name = cursor.token().map(unquoted);
    }
    name
}

/// What may stand after a column as well as among the constraints of the table.
pub(super) fn shared(
    cursor: &mut Cursor<'_>,
    name: Option<String>,
    table: &mut TableText,
) -> Option<()> {
    if cursor.skip(&["CHECK"]) {
        table.checks.push(check(name, cursor.group()?));
        conflict(cursor);
        return Some(());
    }
    let negated = cursor.skip(&["NOT"]);
    if cursor.skip(&["DEFERRABLE"]) {
        let deferred = cursor.skip(&["INITIALLY", "DEFERRED"]) && !negated;
        cursor.skip(&["INITIALLY", "IMMEDIATE"]);
        if deferred {
            table.foreign_keys.last_mut()?.enforcement = Enforcement::Deferred;
        }
        return Some(());
    }
    // A name without a constraint is allowed.
    cursor.rest().is_empty().then_some(()).filter(|()| !negated)
}

/// `REFERENCES` with its actions.
pub(super) fn references(cursor: &mut Cursor<'_>, columns: Vec<String>) -> Option<ForeignKey> {
    cursor.skip(&["REFERENCES"]);
    let mut key = ForeignKey {
        columns,
        parent: cursor.name()?,
        parent_columns: cursor.names().unwrap_or_default(),
        on_delete: "no action".to_owned(),
        on_update: "no action".to_owned(),
        enforcement: Enforcement::Immediate,
    };
    loop {
        if cursor.skip(&["ON", "DELETE"]) {
            key.on_delete = action(cursor);
        } else if cursor.skip(&["ON", "UPDATE"]) {
            key.on_update = action(cursor);
        } else if cursor.skip(&["ON", "INSERT"]) {
            action(cursor);
        } else if cursor.skip(&["MATCH"]) {
            cursor.token()?;
        } else {
            return Some(key);
        }
    }
}

fn action(cursor: &mut Cursor<'_>) -> String {
    let is_pair = cursor.is_at(&["SET"]) || cursor.is_at(&["NO"]);
    canonical::text(cursor.take(if is_pair { 2 } else { 1 }))
}

/// `ON CONFLICT`, which need not be there.
pub(super) fn conflict(cursor: &mut Cursor<'_>) -> Conflict {
    let words = [
        ("FAIL", Conflict::Fail),
        ("IGNORE", Conflict::Ignore),
        ("REPLACE", Conflict::Replace),
        ("ROLLBACK", Conflict::Rollback),
    ];
    if !cursor.skip(&["ON", "CONFLICT"]) {
        return Conflict::Abort;
    }
    let found = words.iter().find(|(word, _)| cursor.is_at(&[word]));
    cursor.token();
    found.map_or(Conflict::Abort, |(_, conflict)| *conflict)
}

/// `ASC` or `DESC`, which need not be there.
pub(super) fn direction(cursor: &mut Cursor<'_>) -> Direction {
    cursor.skip(&["ASC"]);
    match cursor.skip(&["DESC"]) {
        true => Direction::Descending,
        false => Direction::Ascending,
    }
}

fn primary_key(cursor: &mut Cursor<'_>, table: &mut TableText) -> Option<()> {
    let mut tokens = cursor.group()?;
    if let [parts @ .., last] = tokens
        && last.is_word("AUTOINCREMENT")
    {
        tokens = parts;
        let name = Cursor::new(tokens).name()?;
        let column = table.columns.iter_mut().find(|column| column.name == name);
        column?.autoincrement = true;
    }
    let parts = parts(tokens)?;
    let conflict = conflict(cursor);
    table.primary_key = Some(Key { parts, conflict });
    Some(())
}

fn parts(tokens: &[Token<'_>]) -> Option<Vec<KeyPart>> {
    let part = |item| {
        let mut cursor = Cursor::new(item);
        let column = cursor.name()?;
        let collation = match cursor.skip(&["COLLATE"]) {
            true => Some(cursor.name()?),
            false => None,
        };
        Some(KeyPart {
            column,
            collation,
            direction: direction(&mut cursor),
        })
    };
    items(tokens).map(part).collect()
}

fn check(name: Option<String>, tokens: &[Token<'_>]) -> Check {
    let is_word = |token: &&Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
    let words = tokens.iter().filter(is_word);
    Check {
        name,
        expression: canonical::expression(tokens),
        words: words
            .map(|token| unquoted(token).to_ascii_lowercase())
            .collect(),
        literals: tokens.iter().filter_map(literal).collect(),
    }
}

fn literal(token: &Token<'_>) -> Option<Literal> {
    match token.kind {
        // A name in double quotes that is no column's is a string to SQLite.
        TokenKind::Quoted => Some(Literal::Text(unquoted(token))),
        TokenKind::Text if token.text.starts_with('\'') => Some(Literal::Text(unquoted(token))),
        TokenKind::Number => Some(Literal::Number(token.text.to_owned())),
        _ => None,
    }
}
