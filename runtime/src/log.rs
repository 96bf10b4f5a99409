//! The history table's SQL, for both databases: what differs stands here and nowhere else.

mod catalog;
mod clock;
mod demand;
mod leading;
mod session;
mod tool;
mod usual;

#[cfg(doc)]
use ingrain_core::Beyond;
use std::time::Duration;

use ingrain_core::{ChainDigest, Dialect, Entry, Record};

pub(crate) use self::catalog::{NewIndex, Snapshots, holders, locking};
pub(crate) use self::session::{Flush, Limits, SearchPath};
pub(crate) use self::usual::Usual;

/// The history table, and the words to speak to it.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    dialect: Dialect,
    schema: Option<String>,
    table: String,
    usual: Option<Usual>,
    numbering: Numbering,
}

/// Where the number of a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// It is known: that it is taken tells that another process was first.
    Known,
    /// The database counts: whoever writes the statement has not seen the log.
    Counted,
}

impl Log {
    pub(crate) fn new(dialect: Dialect, schema: Option<&str>, table: &str) -> Log {
        Log {
            dialect,
            schema: schema.map(str::to_owned),
            table: table.to_owned(),
            usual: None,
            numbering: Numbering::Known,
        }
    }

    /// The same table for a script that is written without looking at it.
    pub(crate) fn unseen(&self) -> Log {
        Log {
            usual: Usual::saved(self.dialect),
            numbering: Numbering::Counted,
            ..self.clone()
        }
    }

    /// The same table, its schema found out, and what the session has set: a migration may change the
    /// search path.
    pub(crate) fn surveyed(&self, schema: Option<String>, usual: Option<Usual>) -> Log {
        Log {
            schema: schema.or_else(|| self.schema.clone()),
            usual,
            ..self.clone()
        }
    }

    /// The database that it is in.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The table's name, quoted.
    pub(crate) fn name(&self) -> String {
        match (&self.schema, self.dialect) {
            (Some(schema), _) => format!("{}.{}", identifier(schema), identifier(&self.table)),
            // Without its name, SQLite looks through attached databases too.
            (None, Dialect::Sqlite) => format!("main.{}", identifier(&self.table)),
            (None, Dialect::Postgres) => identifier(&self.table),
        }
    }

    /// The last row's `event`, `chain`, `seq` and `version`.
    pub(crate) fn last(&self) -> String {
        format!(
            "SELECT event, chain, seq, version FROM {} ORDER BY seq DESC LIMIT 1",
            self.name()
        )
    }

    /// The start-up check, in one message that waits no longer than so long for a lock on the table: the same of
    /// the last row, and then on Postgres whether that was a transaction of its own. In one of the application's
    /// the limit holds on, and is to be [taken back](Log::unhurried).
    pub(crate) fn check(&self, limit: Duration) -> String {
        match self.dialect {
            Dialect::Sqlite => self.last(),
            Dialect::Postgres => format!(
                "SET LOCAL lock_timeout = {}; SELECT event, chain, seq, version, \
                 pg_catalog.now() = pg_catalog.statement_timestamp() FROM {} ORDER BY seq DESC LIMIT 1",
                limit.as_millis().max(1),
                self.name()
            ),
        }
    }

    /// What [`Log::check`] left behind, going by the row that it gave.
    pub(crate) fn unhurried(&self, row: Option<&[Option<String>]>) -> Option<&'static str> {
        let own = row?.get(4)?.as_deref()?;
        (own == "f").then_some("SET LOCAL lock_timeout TO DEFAULT")
    }

    /// What [`Log::last`] gives, then its `applied_at` and how many milliseconds ago that was, by the
    /// database's own clock: what a health check wants to know.
    pub(crate) fn last_event(&self) -> String {
        format!(
            "SELECT event, chain, seq, version, {}, {} FROM {} ORDER BY seq DESC LIMIT 1",
            self.moment(),
            self.elapsed(),
            self.name()
        )
    }

    /// The log from the last row on after which exactly what `chain` stands for was applied, in the order and
    /// form that [`Beyond::parse`] takes; nothing if there is no such row. No more than so many.
    pub(crate) fn beyond(&self, chain: ChainDigest, most: usize) -> String {
        let (name, chain) = (self.name(), self.text(&chain.to_string()));
        let compatible = match self.dialect {
            Dialect::Sqlite => "compatible",
            Dialect::Postgres => "compatible::int",
        };
        format!(
            "SELECT event, version, {compatible} FROM {name} WHERE seq >= \
             (SELECT seq FROM {name} WHERE chain = {chain} ORDER BY seq DESC LIMIT 1) ORDER BY seq LIMIT {most}"
        )
    }

    /// One row: 1 if the table exists, else 0; the schema that it is in or would be made in; 1 if the
    /// connection is inside a transaction, which began before this statement then; and the values of
    /// [`Usual`], on Postgres.
    pub(crate) fn survey(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => format!(
                "SELECT count(*), NULL, NULL FROM main.sqlite_master WHERE type = 'table' AND name = {} COLLATE NOCASE",
                self.text(&self.table)
            ),
            Dialect::Postgres => {
                let name = self.text(&self.name());
                let made_in = self
                    .schema
                    .as_ref()
                    .map_or("current_schema()".to_owned(), |schema| self.text(schema));
                format!(
                    "SELECT CASE WHEN to_regclass({name}) IS NULL THEN 0 ELSE 1 END, \
                     coalesce((SELECT n.nspname FROM pg_catalog.pg_class c \
                     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass({name})), {made_in}), \
                     CASE WHEN now() = statement_timestamp() THEN 0 ELSE 1 END, current_setting('search_path'), \
                     current_setting('lock_timeout'), current_setting('statement_timeout'), current_setting('client_encoding'), \
                     CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_event_trigger) THEN 1 ELSE 0 END"
                )
            }
        }
    }

    /// The file of a database, or its name.
    pub(crate) fn place(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "SELECT file FROM pragma_database_list WHERE name = 'main'",
            Dialect::Postgres => "SELECT current_database()",
        }
    }

    /// The names of tables that are there besides the history; those of extensions do not count.
    pub(crate) fn strangers(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => format!(
                "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 AND name <> {} COLLATE NOCASE ORDER BY name LIMIT 100",
                self.text(&self.table)
            ),
            Dialect::Postgres => format!(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE n.nspname IN ({}, current_schema()) AND c.relkind IN ('r', 'p') AND c.relname <> {} AND NOT EXISTS \
                 (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass \
                 AND d.objid = c.oid AND d.deptype = 'e') ORDER BY c.relname LIMIT 100",
                self.schema
                    .as_ref()
                    .map_or("current_schema()".to_owned(), |schema| self.text(schema)),
                self.text(&self.table)
            ),
        }
    }

    /// All rows, in the order and form that [`Record::parse`] takes.
    pub(crate) fn read(&self) -> String {
        let columns = Record::COLUMNS.map(|column| match column {
            // What is neither stays what it is, to be noticed.
            "compatible" if self.dialect == Dialect::Postgres => "compatible::int",
            "applied_at" => self.moment(),
            column => column,
        });
        format!(
            "SELECT {} FROM {} ORDER BY seq",
            columns.join(", "),
            self.name()
        )
    }

    /// Of the rows after `seq`: `seq`, `duration_ms`.
    pub(crate) fn durations(&self, seq: u64) -> String {
        format!(
            "SELECT seq, duration_ms FROM {} WHERE seq > {seq}",
            self.name()
        )
    }

    /// Makes the table.
    pub(crate) fn create(&self) -> String {
        let (number, moment, truth) = match self.dialect {
            Dialect::Sqlite => ("INTEGER", "TEXT", "INTEGER"),
            Dialect::Postgres => ("bigint", "timestamptz", "boolean"),
        };
        let text = if self.dialect == Dialect::Sqlite {
            "TEXT"
        } else {
            "text"
        };
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n  seq {number} PRIMARY KEY,\n  event {text} NOT NULL,\n  \
             version {number},\n  description {text},\n  checksum {text},\n  chain {text} NOT NULL,\n  \
             down_sql {text},\n  down_checksum {text},\n  compatible {truth},\n  statements {number},\n  \
             last_key {text},\n  duration_ms {number},\n  applied_at {moment} NOT NULL,\n  applied_by {text} NOT NULL,\n  note {text}\n)",
            self.name()
        )
    }

    /// Adds a row.
    pub(crate) fn insert(
        &self,
        entry: &Entry,
        applied_by: &str,
        duration_ms: Option<u64>,
    ) -> String {
        let text = |text: &str| self.text(text);
        let optional = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
        let migration = entry.migration.as_ref();
        let down = migration.and_then(|migration| migration.down.as_ref());
        let values = [
            match self.numbering {
                Numbering::Known => entry.seq.to_string(),
                Numbering::Counted => {
                    format!("(SELECT coalesce(max(seq), 0) + 1 FROM {})", self.name())
                }
            },
            text(entry.event.name()),
            optional(migration.map(|migration| migration.version.to_string())),
            optional(migration.map(|migration| text(&migration.description))),
            optional(migration.map(|migration| text(&migration.checksum.to_string()))),
            text(&entry.chain.to_string()),
            optional(down.map(|down| text(&down.sql))),
            optional(down.map(|down| text(&down.checksum.to_string()))),
            optional(migration.map(|migration| self.truth(migration.compatible).to_owned())),
            optional(entry.statements.map(|statements| statements.to_string())),
            optional(entry.last_key.as_ref().map(|key| text(&key.to_string()))),
            optional(duration_ms.map(|duration| duration.to_string())),
            self.now().to_owned(),
            text(applied_by),
            optional(entry.note.as_deref().map(text)),
        ];
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.name(),
            Record::COLUMNS.join(", "),
            values.join(", ")
        )
    }

    /// Writes down, before their transaction ends, how long the scripts of the last `rows` rows took, of
    /// which `seq` is the last: each until the next row was written, the last until now.
    pub(crate) fn finish(&self, seq: u64, rows: u64) -> String {
        let (table, last) = (self.name(), self.now());
        let (which, end) = match (rows, self.numbering) {
            (1, Numbering::Known) => (format!("= {seq}"), last.to_owned()),
            (1, Numbering::Counted) => {
                (format!("= (SELECT max(seq) FROM {table})"), last.to_owned())
            }
            (_, numbering) => {
                let which = match numbering {
                    Numbering::Known => format!("BETWEEN {} AND {seq}", seq + 1 - rows),
                    Numbering::Counted => format!("> (SELECT max(seq) FROM {table}) - {rows}"),
                };
                let next = "SELECT next.applied_at FROM";
                let next = format!("({next} {table} next WHERE next.seq = own.seq + 1)");
                (which, format!("coalesce({next}, {last})"))
            }
        };
        let elapsed = self.duration("own.applied_at", &end);
        format!("UPDATE {table} AS own SET duration_ms = {elapsed} WHERE own.seq {which}")
    }

    /// Begins a transaction. On SQLite it holds the write lock from the start.
    pub(crate) fn begin(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    fn truth(&self, truth: bool) -> &'static str {
        match (self.dialect, truth) {
            (Dialect::Sqlite, false) => "0",
            (Dialect::Sqlite, true) => "1",
            (Dialect::Postgres, false) => "false",
            (Dialect::Postgres, true) => "true",
        }
    }

    /// The history is written with the simple protocol, which has no parameters.
    fn text(&self, text: &str) -> String {
        self.dialect.literal(text)
    }
}

/// A name, quoted.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_names_cannot_end_their_quotes() {
        let sqlite = Log::new(Dialect::Sqlite, None, "my \"log\"");
        let postgres = Log::new(Dialect::Postgres, Some("a.b"), "it's");
        assert_eq!(sqlite.name(), r#"main."my ""log""""#);
        assert_eq!(postgres.name(), r#""a.b"."it's""#);
        assert_eq!(sqlite.text(r"it's \"), r"'it''s \'");
        assert_eq!(postgres.text(r"it's \"), r"E'it''s \\'");
    }
}
