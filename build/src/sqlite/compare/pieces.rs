//! What a table is made of, a line for each.

use crate::sqlite::table::{
    self, Column, Conflict, Direction, Enforcement, Expression, ForeignKey, Key, Storage,
};

/// What is said of a table in one line.
pub(super) struct Piece {
    pub(super) line: String,
    /// The same in a spelling that all have in common who mean the same.
    pub(super) canonical: String,
}

/// How an expression is spelt.
type Spelling = fn(&Expression) -> &str;

/// A line for each column, constraint and option of a table.
pub(super) fn pieces(sql: &str) -> Vec<Piece> {
    let canonical = lines(sql, |expression| &expression.canonical);
    let written = lines(sql, |expression| &expression.written);
    let both = written.into_iter().zip(canonical);
    both.map(|(line, canonical)| Piece { line, canonical })
        .collect()
}

fn lines(sql: &str, spelt: Spelling) -> Vec<String> {
    let Some(table) = table::parse(sql) else {
        return vec![table::canonical(sql)];
    };
    let columns = table.columns.iter().map(|one| column(one, spelt));
    let primary = table
        .primary_key
        .iter()
        .map(|primary| key("PRIMARY KEY", primary));
    let uniques = table.uniques.iter().map(|unique| key("UNIQUE", unique));
    let checks = table
        .checks
        .iter()
        .map(|check| format!("CHECK ({})", spelt(&check.expression)));
    let options = table.options.iter().map(|option| option.to_uppercase());
    columns
        .chain(primary)
        .chain(uniques)
        .chain(table.foreign_keys.iter().map(foreign_key))
        .chain(checks)
        .chain(options)
        .collect()
}

fn column(column: &Column, spelt: Spelling) -> String {
    let mut words = vec![format!("column {}", column.name)];
    if !column.datatype.is_empty() {
        words.push(column.datatype.clone());
    }
    words.extend(
        column
            .not_null
            .map(|conflict| format!("NOT NULL{}", on_conflict(conflict))),
    );
    words.extend(
        column
            .default
            .as_ref()
            .map(|default| format!("DEFAULT {}", spelt(default))),
    );
    words.extend(
        column
            .collation
            .as_ref()
            .map(|collation| format!("COLLATE {collation}")),
    );
    words.extend(column.generated.as_ref().map(|generated| {
        let storage = match generated.storage {
            Storage::Virtual => "VIRTUAL",
            Storage::Stored => "STORED",
        };
        format!("AS ({}) {storage}", spelt(&generated.expression))
    }));
    if column.autoincrement {
        words.push("AUTOINCREMENT".to_owned());
    }
    words.join(" ")
}

fn key(what: &str, key: &Key) -> String {
    let parts = key.parts.iter().map(|part| {
        let collation = part
            .collation
            .as_ref()
            .map(|name| format!(" COLLATE {name}"));
        let direction = match part.direction {
            Direction::Ascending => "",
            Direction::Descending => " DESC",
        };
        format!(
            "{}{}{direction}",
            part.column,
            collation.unwrap_or_default()
        )
    });
    let parts: Vec<String> = parts.collect();
    format!("{what} ({}){}", parts.join(", "), on_conflict(key.conflict))
}

fn foreign_key(key: &ForeignKey) -> String {
    let parent = match key.parent_columns.as_slice() {
        [] => key.parent.clone(),
        columns => format!("{} ({})", key.parent, columns.join(", ")),
    };
    let action = |event: &str, action: &str| match action {
        "" | "no action" => String::new(),
        action => format!(" ON {event} {}", action.to_uppercase()),
    };
    let enforcement = match key.enforcement {
        Enforcement::Immediate => "",
        Enforcement::Deferred => " DEFERRABLE INITIALLY DEFERRED",
    };
    format!(
        "FOREIGN KEY ({}) REFERENCES {parent}{}{}{enforcement}",
        key.columns.join(", "),
        action("DELETE", &key.on_delete),
        action("UPDATE", &key.on_update),
    )
}

fn on_conflict(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Abort => "",
        Conflict::Fail => " ON CONFLICT FAIL",
        Conflict::Ignore => " ON CONFLICT IGNORE",
        Conflict::Replace => " ON CONFLICT REPLACE",
        Conflict::Rollback => " ON CONFLICT ROLLBACK",
    }
}
