//! What is in a schema.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::outline::{Outline, Reach};

/// The sorts of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Table,
    View,
    Index,
    Trigger,
}

/// A table, view, index or trigger, as `sqlite_schema` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// The table that it is on; a table is on itself.
    pub(super) table: String,
    pub(super) sql: String,
}

/// Objects by sort and name in lower case.
pub(super) type Schema = BTreeMap<(Kind, String), Object>;

/// Which part of a schema is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    All,
    /// Objects of these names, and those on tables of these names.
    Named(BTreeSet<String>),
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::Table => "table",
            Kind::View => "view",
            Kind::Index => "index",
            Kind::Trigger => "trigger",
        }
    }

    /// The sort of this name, which is in lower case.
    pub(super) fn from_name(name: &str) -> Option<Kind> {
        [Kind::Table, Kind::View, Kind::Index, Kind::Trigger]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

impl Object {
    pub(super) fn key(&self) -> (Kind, String) {
        (self.kind, self.name.to_ascii_lowercase())
    }

    pub(super) fn is_virtual(&self) -> bool {
        const HEAD: &str = "CREATE VIRTUAL";
        let head = self.sql.get(..HEAD.len());
        self.kind == Kind::Table && head.is_some_and(|head| head.eq_ignore_ascii_case(HEAD))
    }

    pub(super) fn is_ordinary_table(&self) -> bool {
        self.kind == Kind::Table && !self.is_virtual()
    }

    /// Whether it is on this table; the name is in lower case.
    pub(super) fn is_on(&self, table: &str) -> bool {
        self.table.eq_ignore_ascii_case(table)
    }
}

impl Scope {
    /// What these scripts can change.
    pub(super) fn of(scripts: &[&Outline<'_>]) -> Scope {
        if scripts.iter().any(|script| script.reach == Reach::All) {
            return Scope::All;
        }
        let names = scripts
            .iter()
            .flat_map(|script| script.named.iter().chain(&script.texts));
        Scope::Named(names.cloned().collect())
    }
}

/// Reads the schema, all but what SQLite keeps for itself and for virtual tables.
pub(super) fn read(connection: &Connection, scope: &Scope) -> rusqlite::Result<Schema> {
    const HEAD: &str =
        "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL";
    const NAMED: &str = " AND (tbl_name COLLATE NOCASE IN (SELECT value FROM json_each(?1)) \
        OR name COLLATE NOCASE IN (SELECT value FROM json_each(?1)))";
    const TAIL: &str = " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let (sql, names) = match scope {
        Scope::All => (format!("{HEAD}{TAIL}"), None),
        Scope::Named(names) => (format!("{HEAD}{NAMED}{TAIL}"), Some(json(names))),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = match names {
        Some(names) => statement.query([names])?,
        None => statement.query([])?,
    };
    let mut schema = Schema::new();
    while let Some(row) = rows.next()? {
        let Some(kind) = Kind::from_name(&row.get::<_, String>(0)?) else {
            continue;
        };
        let object = Object {
            kind,
            name: row.get(1)?,
            table: row.get(2)?,
            sql: row.get(3)?,
        };
        schema.insert(object.key(), object);
    }
    forget_shadows(&mut schema);
    Ok(schema)
}

/// Takes out the tables in which virtual tables keep what they hold: they come and go with them.
fn forget_shadows(schema: &mut Schema) {
    // Those of FTS3, FTS4, FTS5 and R*Tree, which are what SQLite brings along.
    const SUFFIXES: [&str; 11] = [
        "config", "content", "data", "docsize", "idx", "node", "parent", "rowid", "segdir",
        "segments", "stat",
    ];
    let shadows: BTreeSet<String> = schema
        .values()
        .filter(|object| object.is_virtual())
        .flat_map(|object| {
            SUFFIXES.map(|suffix| format!("{}_{suffix}", object.name.to_ascii_lowercase()))
        })
        .collect();
    if !shadows.is_empty() {
        schema.retain(|_, object| !shadows.contains(&object.table.to_ascii_lowercase()));
    }
}

/// A list for `json_each`.
pub(super) fn json(names: &BTreeSet<String>) -> String {
    let escaped = names.iter().map(|name| {
        let text = name.chars().map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        });
        format!("\"{}\"", text.collect::<String>())
    });
    format!("[{}]", escaped.collect::<Vec<_>>().join(","))
}
