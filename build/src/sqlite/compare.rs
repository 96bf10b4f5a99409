//! How two schemas differ.

mod pieces;

use self::pieces::{Piece, pieces};
use super::schema::{Kind, Object, Schema};
use super::table;

/// One object that is not the same before and after.
pub(super) struct Difference<'s> {
    pub(super) before: Option<&'s Object>,
    pub(super) after: Option<&'s Object>,
}

/// What differs, tables first.
pub(super) fn differences<'s>(before: &'s Schema, after: &'s Schema) -> Vec<Difference<'s>> {
    let mut found = Vec::new();
    for (key, object) in before {
        let other = after.get(key);
        if !other.is_some_and(|other| are_same(object, other)) {
            found.push(Difference {
                before: Some(object),
                after: other,
            });
        }
    }
    let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
    found.extend(added.map(|(_, object)| Difference {
        before: None,
        after: Some(object),
    }));
    found.sort_by_key(|difference| difference.object().map(Object::key));
    found
}

fn are_same(one: &Object, other: &Object) -> bool {
    let is_on_same = one.table.eq_ignore_ascii_case(&other.table);
    is_on_same && (one.sql == other.sql || means_same(one, other))
}

fn means_same(one: &Object, other: &Object) -> bool {
    if one.is_ordinary_table() && other.is_ordinary_table() {
        let tables = table::parse(&one.sql).zip(table::parse(&other.sql));
        if let Some((one, other)) = tables {
            return one == other;
        }
    }
    table::canonical(&one.sql) == table::canonical(&other.sql)
}

impl<'s> Difference<'s> {
    /// The object, as it was before if it was there.
    pub(super) fn object(&self) -> Option<&'s Object> {
        self.before.or(self.after)
    }

    /// The difference in lines: `-` before what is missing afterwards, `+` before what is there too much.
    pub(super) fn lines(&self) -> Vec<String> {
        match (self.before, self.after) {
            (Some(before), Some(after))
                if before.is_ordinary_table() && after.is_ordinary_table() =>
            {
                self.table_lines(before, after)
            }
            (before, after) => {
                let line = |sign: &str, object: &Object| format!("{sign} {}", whole(object));
                let before = before.map(|object| line("-", object));
                let after = after.map(|object| line("+", object));
                before.into_iter().chain(after).collect()
            }
        }
    }

    fn table_lines(&self, before: &Object, after: &Object) -> Vec<String> {
        let (old, new) = (pieces(&before.sql), pieces(&after.sql));
        let missing = |sign: &str, some: &[Piece], others: &[Piece]| {
            let is_missing = |piece: &&Piece| {
                let mut others = others.iter();
                !others.any(|other| other.canonical == piece.canonical)
            };
            let missing = some.iter().filter(is_missing);
            missing
                .map(|piece| format!("{sign} table {}: {}", before.name, piece.line))
                .collect::<Vec<_>>()
        };
        let mut lines = missing("-", &old, &new);
        lines.extend(missing("+", &new, &old));
        if self.moves_columns() {
            let order = |sign: &str, object: &Object| {
                format!(
                    "{sign} table {}: columns in the order {}",
                    before.name,
                    columns(object).join(", ")
                )
            };
            lines.extend([order("-", before), order("+", after)]);
        }
        lines
    }

    /// Whether the same columns stand in another order.
    pub(super) fn moves_columns(&self) -> bool {
        let order = |object: Option<&Object>| object.map(columns).unwrap_or_default();
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let (before, after) = (order(self.before), order(self.after));
        before != after && sorted(before) == sorted(after)
    }
}

fn columns(table: &Object) -> Vec<String> {
    let columns = table::parse(&table.sql).unwrap_or_default().columns;
    columns.into_iter().map(|column| column.name).collect()
}

/// An object in one line.
fn whole(object: &Object) -> String {
    const LONGEST: usize = 120;
    let kind = object.kind.name();
    match object.kind {
        Kind::Table => format!("{kind} {}", object.name),
        Kind::View | Kind::Index | Kind::Trigger => {
            let sql = table::written(&table::tokens(&object.sql));
            let short: String = sql.chars().take(LONGEST).collect();
            let dots = if short.len() < sql.len() { " …" } else { "" };
            let on = match object.kind {
                Kind::View => String::new(),
                _ => format!(" on {}", object.table),
            };
            format!("{kind} {}{on}: {short}{dots}", object.name)
        }
    }
}
