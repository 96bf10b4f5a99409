//! The definition of a column.

use ingrain_core::{Token, TokenKind};

use super::canonical::{self, unquoted};
use super::constraint::{self, conflict, direction};
use super::cursor::Cursor;
use super::{Column, Expression, Generated, Key, KeyPart, Storage, TableText};

/// Reads a column with its constraints; those that could be said of the table are put there.
pub(super) fn read(cursor: &mut Cursor<'_>, table: &mut TableText) -> Option<()> {
    let mut column = Column {
        name: cursor.name()?,
        datatype: datatype(cursor),
        ..Column::default()
    };
    while !cursor.rest().is_empty() {
        constraint(cursor, &mut column, table)?;
    }
    table.columns.push(column);
    Some(())
}

fn constraint(cursor: &mut Cursor<'_>, column: &mut Column, table: &mut TableText) -> Option<()> {
    let name = constraint::name(cursor);
    if cursor.skip(&["PRIMARY", "KEY"]) {
        let key = key(cursor, column);
        column.autoincrement = cursor.skip(&["AUTOINCREMENT"]);
        table.primary_key = Some(key);
    } else if cursor.skip(&["UNIQUE"]) {
        table.uniques.push(key(cursor, column));
    } else if cursor.skip(&["NOT", "NULL"]) {
        column.not_null = Some(conflict(cursor));
    } else if cursor.skip(&["NULL"]) {
        conflict(cursor);
    } else if cursor.skip(&["DEFAULT"]) {
        column.default = Some(default(cursor)?);
    } else if cursor.skip(&["COLLATE"]) {
        column.collation = Some(cursor.name()?).filter(|name| name != "binary");
    } else if cursor.skip(&["GENERATED", "ALWAYS", "AS"]) || cursor.skip(&["AS"]) {
        column.generated = Some(generated(cursor)?);
    } else if cursor.is_at(&["REFERENCES"]) {
        let columns = vec![column.name.clone()];
        table
            .foreign_keys
            .push(constraint::references(cursor, columns)?);
    } else {
        constraint::shared(cursor, name, table)?;
    }
    Some(())
}

/// The words and the numbers in parentheses that name a type; a type need not be there.
fn datatype(cursor: &mut Cursor<'_>) -> String {
    const ENDS: [&[&str]; 12] = [
        &["CONSTRAINT"],
        &["PRIMARY", "KEY"],
        &["UNIQUE"],
        &["NOT"],
        &["NULL"],
        &["DEFAULT"],
        &["COLLATE"],
        &["GENERATED", "ALWAYS"],
        &["AS"],
        &["REFERENCES"],
        &["CHECK"],
        &["DEFERRABLE"],
    ];
    let mut words = Vec::new();
    while let Some(next) = cursor.rest().first() {
        let is_word = matches!(
            next.kind,
            TokenKind::Word | TokenKind::Quoted | TokenKind::Text
        );
        if !is_word || ENDS.iter().any(|end| cursor.is_at(end)) {
            break;
        }
        words.extend(cursor.take(1).iter().map(unquoted));
    }
    let size = cursor.group().map(|tokens| {
        let numbers: String = tokens.iter().map(|token| token.text).collect();
        format!("({numbers})")
    });
    format!("{}{}", words.join(" "), size.unwrap_or_default()).to_ascii_uppercase()
}

fn key(cursor: &mut Cursor<'_>, column: &Column) -> Key {
    let part = KeyPart {
        column: column.name.clone(),
        collation: None,
        direction: direction(cursor),
    };
    Key {
        parts: vec![part],
        conflict: conflict(cursor),
    }
}

fn default(cursor: &mut Cursor<'_>) -> Option<Expression> {
    if let Some(group) = cursor.group() {
        let Expression { canonical, written } = canonical::expression(group);
        let written = format!("({written})");
        return Some(Expression { canonical, written });
    }
    let tokens = cursor.rest();
    let signs = usize::from(tokens.first()?.is_symbol("-") || tokens.first()?.is_symbol("+"));
    let point = usize::from(tokens.get(signs)?.is_symbol("."));
    let number = tokens.get(signs + point)?;
    // The sign of an exponent is a token of its own, and the digits after it.
    let is_cut = number.kind == TokenKind::Number
        && !number.text.starts_with("0x")
        && number.text.ends_with(['e', 'E']);
    let exponent = if is_cut { 2 } else { 0 };
    let tokens = cursor.take(signs + point + 1 + exponent);
    let canonical = match tokens {
        [name] => word_or_text(name),
        [plus, number @ ..] if plus.is_symbol("+") => canonical::text(number),
        tokens => canonical::text(tokens),
    };
    let written = canonical::written(tokens);
    Some(Expression { canonical, written })
}

/// What looks like a name after DEFAULT is a string, but for a few words.
fn word_or_text(token: &Token<'_>) -> String {
    const WORDS: [&str; 6] = [
        "NULL",
        "TRUE",
        "FALSE",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
    ];
    let is_text = match token.kind {
        TokenKind::Quoted => true,
        TokenKind::Word => !WORDS.iter().any(|word| token.is_word(word)),
        _ => false,
    };
    match is_text {
        true => format!("'{}'", unquoted(token).replace('\'', "''")),
        false => canonical::text(std::slice::from_ref(token)),
    }
}

fn generated(cursor: &mut Cursor<'_>) -> Option<Generated> {
    let expression = canonical::expression(cursor.group()?);
    let storage = match cursor.skip(&["STORED"]) {
        true => Storage::Stored,
        false => Storage::Virtual,
    };
    cursor.skip(&["VIRTUAL"]);
    Some(Generated {
        expression,
        storage,
    })
}
