//! The history table's SQL, for both databases: what differs stands here and nowhere else.

use std::time::Duration;

use ingrain_core::{Checksum, Dialect, Entry, Record};

/// How long a script's statements may wait and take, on Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) lock: Duration,
    pub(crate) statement: Option<Duration>,
}

/// The history table, and the words to speak to it.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    dialect: Dialect,
    schema: Option<String>,
    table: String,
    usual: Option<Usual>,
}

/// What a Postgres session has set, which scripts may change and which is put back after them.
#[derive(Debug, Clone)]
pub(crate) struct Usual {
    search_path: String,
    lock_timeout: String,
    statement_timeout: String,
}

impl Usual {
    /// Of the last values of [`Log::survey`]; nothing on SQLite.
    pub(crate) fn parse(cells: &[Option<String>]) -> Option<Usual> {
        let [search_path, lock_timeout, statement_timeout] = cells else {
            return None;
        };
        Some(Usual {
            search_path: search_path.clone()?,
            lock_timeout: lock_timeout.clone()?,
            statement_timeout: statement_timeout.clone()?,
        })
    }
}

impl Log {
    pub(crate) fn new(dialect: Dialect, schema: Option<&str>, table: &str) -> Log {
        Log {
            dialect,
            schema: schema.map(str::to_owned),
            table: table.to_owned(),
            usual: None,
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

    /// The table's name, quoted.
    pub(crate) fn name(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", identifier(schema), identifier(&self.table)),
            None => identifier(&self.table),
        }
    }

    /// The last row's `event`, `chain` and `seq`: the start-up check.
    pub(crate) fn last(&self) -> String {
        format!(
            "SELECT event, chain, seq FROM {} ORDER BY seq DESC LIMIT 1",
            self.name()
        )
    }

    /// One row: 1 if the table exists, else 0; the schema that it is in or would be made in; 1 if the
    /// connection is inside a transaction, which began before this statement then; and the values of
    /// [`Usual`], on Postgres.
    pub(crate) fn survey(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => format!(
                "SELECT count(*), NULL, NULL FROM sqlite_master WHERE type = 'table' AND name = {}",
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
                     current_setting('lock_timeout'), current_setting('statement_timeout')"
                )
            }
        }
    }

    /// The names of tables that are there although there is no history; those of extensions do not count.
    pub(crate) fn strangers(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => format!(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 AND name <> {} ORDER BY name LIMIT 100",
                self.text(&self.table)
            ),
            Dialect::Postgres => format!(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE n.nspname = {} AND c.relkind IN ('r', 'p') AND c.relname <> {} AND NOT EXISTS \
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
        let columns = Record::COLUMNS.map(|column| match (column, self.dialect) {
            ("compatible", _) => "CASE WHEN compatible THEN 1 ELSE 0 END".to_owned(),
            ("applied_at", Dialect::Postgres) => {
                "to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
                    .to_owned()
            }
            (column, _) => column.to_owned(),
        });
        format!(
            "SELECT {} FROM {} ORDER BY seq",
            columns.join(", "),
            self.name()
        )
    }

    /// The rows after `seq`: `seq`, `event`, `version`, `description`, `duration_ms`.
    pub(crate) fn written(&self, seq: u64) -> String {
        format!(
            "SELECT seq, event, version, description, duration_ms FROM {} WHERE seq > {seq} ORDER BY seq",
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
             duration_ms {number},\n  applied_at {moment} NOT NULL,\n  applied_by {text} NOT NULL,\n  note {text}\n)",
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
            entry.seq.to_string(),
            text(entry.event.name()),
            optional(migration.map(|migration| migration.version.to_string())),
            optional(migration.map(|migration| text(&migration.description))),
            optional(migration.map(|migration| text(&migration.checksum.to_string()))),
            text(&entry.chain.to_string()),
            optional(down.map(|down| text(&down.sql))),
            optional(down.map(|down| text(&down.checksum.to_string()))),
            optional(migration.map(|migration| self.truth(migration.compatible).to_owned())),
            optional(entry.statements.map(|statements| statements.to_string())),
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

    /// Writes down how long the row's script took, before its transaction ends.
    pub(crate) fn finish(&self, seq: u64) -> String {
        let taken = match self.dialect {
            // A day has 86,400,000 milliseconds; the clock may be set back in between.
            Dialect::Sqlite => {
                "max(0, CAST(round((julianday('now') - julianday(applied_at)) * 86400000) AS INTEGER))"
            }
            Dialect::Postgres => {
                "greatest(0, round(extract(epoch FROM clock_timestamp() - applied_at) * 1000))::bigint"
            }
        };
        format!(
            "UPDATE {} SET duration_ms = {taken} WHERE seq = {seq}",
            self.name()
        )
    }

    /// Begins a transaction. On SQLite it holds the write lock from the start.
    pub(crate) fn begin(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    /// Inside a transaction: makes it the leader's if there is no other, and sets its time limits, as far
    /// as they differ from those set `before` in the same transaction.
    pub(crate) fn enter(&self, limits: Limits, before: Option<Limits>) -> Option<String> {
        let key = self.key()?;
        let set = |name: &str, limit: Option<Duration>, before: Option<Option<Duration>>| match (
            limit, before,
        ) {
            (limit, Some(before)) if limit == before => String::new(),
            (Some(limit), _) => format!(", set_config('{name}', '{}', true)", limit.as_millis()),
            (None, Some(_)) => format!(", set_config('{name}', NULL, true)"),
            (None, None) => String::new(),
        };
        let lock = set(
            "lock_timeout",
            Some(limits.lock),
            before.map(|before| Some(before.lock)),
        );
        let statement = set(
            "statement_timeout",
            limits.statement,
            before.map(|before| before.statement),
        );
        match before {
            Some(before) if before == limits => None,
            _ => Some(format!(
                "SELECT pg_try_advisory_xact_lock({key}){lock}{statement}"
            )),
        }
    }

    /// Outside a transaction: sets the session's time limits, which [`Log::leave_session`] takes back.
    pub(crate) fn limit(&self, limits: Limits) -> Vec<String> {
        if self.dialect == Dialect::Sqlite {
            return Vec::new();
        }
        let set = |name: &str, limit: Duration| format!("SET {name} = {}", limit.as_millis());
        let statement = limits
            .statement
            .map(|limit| set("statement_timeout", limit));
        [Some(set("lock_timeout", limits.lock)), statement]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Begins a transaction and asks to lead; one row whose value is `t` or `f`. SQLite's transaction is
    /// lock enough.
    pub(crate) fn lead(&self) -> Option<String> {
        self.key()
            .map(|key| format!("BEGIN; SELECT pg_try_advisory_xact_lock({key})"))
    }

    /// Asks to lead for as long as the session lasts, for scripts that run outside transactions.
    pub(crate) fn lead_session(&self) -> Option<String> {
        self.key()
            .map(|key| format!("SELECT pg_try_advisory_lock({key})"))
    }

    /// Ends what [`Log::lead_session`] and [`Log::limit`] began.
    pub(crate) fn leave_session(&self) -> Vec<String> {
        let unlock = self
            .key()
            .map(|key| format!("SELECT pg_advisory_unlock({key})"));
        let reset = self.usual.iter().flat_map(|usual| {
            [
                self.set("lock_timeout", &usual.lock_timeout),
                self.set("statement_timeout", &usual.statement_timeout),
            ]
        });
        reset.chain(self.restore()).chain(unlock).collect()
    }

    /// After a script: the session finds the same tables as before, and so do the next script and whoever
    /// uses the connection then.
    pub(crate) fn restore(&self) -> Option<String> {
        let usual = self.usual.as_ref()?;
        Some(self.set("search_path", &usual.search_path))
    }

    fn set(&self, name: &str, value: &str) -> String {
        format!(
            "SELECT pg_catalog.set_config('{name}', {}, false)",
            self.text(value)
        )
    }

    /// The advisory lock's key: the first eight bytes of a digest of the table's name, so that two
    /// histories in one database do not wait for each other.
    fn key(&self) -> Option<i64> {
        let digest = Checksum::of(&format!("ingrain leader of {}", self.table));
        let key = digest
            .bytes()
            .first_chunk()
            .map(|bytes| i64::from_be_bytes(*bytes));
        key.filter(|_| self.dialect == Dialect::Postgres)
    }

    fn now(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            // Not now(), which stands still for a whole message of many transactions.
            Dialect::Postgres => "clock_timestamp()",
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

    /// A text literal. The history is written with the simple protocol, which has no parameters.
    fn text(&self, text: &str) -> String {
        let doubled = text.replace('\'', "''");
        match self.dialect {
            Dialect::Sqlite => format!("'{doubled}'"),
            // With E in front it means the same whatever standard_conforming_strings is set to.
            Dialect::Postgres => format!("E'{}'", doubled.replace('\\', "\\\\")),
        }
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_names_cannot_end_their_quotes() {
        let sqlite = Log::new(Dialect::Sqlite, None, "my \"log\"");
        let postgres = Log::new(Dialect::Postgres, Some("a.b"), "it's");
        assert_eq!(sqlite.name(), r#""my ""log""""#);
        assert_eq!(postgres.name(), r#""a.b"."it's""#);
        assert_eq!(sqlite.text(r"it's \"), r"'it''s \'");
        assert_eq!(postgres.text(r"it's \"), r"E'it''s \\'");
    }

    #[test]
    fn two_histories_have_two_leaders() {
        let key = |table| Log::new(Dialect::Postgres, None, table).key();
        assert_ne!(key("ingrain_history"), key("other_history"));
        assert_eq!(
            Log::new(Dialect::Sqlite, None, "ingrain_history").key(),
            None
        );
    }
}
