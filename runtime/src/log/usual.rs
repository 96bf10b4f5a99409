//! What a Postgres session has set when a run begins, and what sets it again.

use ingrain_core::Dialect;

use super::Log;

/// What a Postgres session has set, which scripts may change and which is put back after them.
#[derive(Debug, Clone)]
pub(crate) struct Usual {
    pub(super) search_path: Value,
    lock_timeout: Value,
    pub(super) statement_timeout: Value,
    client_encoding: Value,
    /// Whether an event trigger may run with any statement, as far as is known.
    pub(super) event_triggers: bool,
}

/// What a setting is set to.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Known(String),
    /// What [`Log::save`] has saved under this name.
    Saved(&'static str),
}

impl Usual {
    /// Of the last values of [`Log::survey`]; nothing on SQLite.
    pub(crate) fn parse(cells: &[Option<String>]) -> Option<Usual> {
        let [
            search_path,
            lock_timeout,
            statement_timeout,
            client_encoding,
            event_triggers,
        ] = cells
        else {
            return None;
        };
        Some(Usual {
            search_path: Value::Known(search_path.clone()?),
            lock_timeout: Value::Known(lock_timeout.clone()?),
            statement_timeout: Value::Known(statement_timeout.clone()?),
            client_encoding: Value::Known(client_encoding.clone()?),
            event_triggers: event_triggers.as_deref() != Some("0"),
        })
    }

    /// How the session reads what it is sent, unless that is as it is meant: as UTF-8, or as bytes that
    /// nobody converts.
    pub(crate) fn other_encoding(&self) -> Option<&str> {
        match &self.client_encoding {
            Value::Known(name) if !["UTF8", "SQL_ASCII"].contains(&name.as_str()) => Some(name),
            Value::Known(_) | Value::Saved(_) => None,
        }
    }

    /// What [`Log::save`] saves; nothing on SQLite.
    pub(super) fn saved(dialect: Dialect) -> Option<Usual> {
        (dialect == Dialect::Postgres).then_some(Usual {
            search_path: Value::Saved("search_path"),
            lock_timeout: Value::Saved("lock_timeout"),
            statement_timeout: Value::Saved("statement_timeout"),
            client_encoding: Value::Saved("client_encoding"),
            event_triggers: true,
        })
    }
}

impl Log {
    /// Saves what the session has set, in settings of our own, for whoever writes statements without knowing
    /// it: a statement for each.
    pub(crate) fn save(&self) -> Vec<String> {
        let save = |name: &&str| {
            format!(
                "SELECT pg_catalog.set_config('ingrain.{name}', pg_catalog.current_setting('{name}'), false)"
            )
        };
        let names = [
            "search_path",
            "lock_timeout",
            "statement_timeout",
            "client_encoding",
        ];
        let names = names.iter().filter(|_| self.dialect == Dialect::Postgres);
        names.map(save).collect()
    }

    /// Sets what the session had set before, if that is known.
    pub(super) fn usual(&self, name: &str) -> Option<String> {
        let usual = self.usual.as_ref()?;
        match name.to_ascii_lowercase().as_str() {
            "search_path" => Some(self.set("search_path", &usual.search_path)),
            "lock_timeout" => Some(self.set("lock_timeout", &usual.lock_timeout)),
            "statement_timeout" => Some(self.set("statement_timeout", &usual.statement_timeout)),
            "client_encoding" => Some(self.set("client_encoding", &usual.client_encoding)),
            _ => None,
        }
    }

    fn set(&self, name: &str, value: &Value) -> String {
        format!(
            "SELECT pg_catalog.set_config('{name}', {}, false)",
            self.value(value)
        )
    }

    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Known(value) => self.text(value),
            Value::Saved(name) => format!("pg_catalog.current_setting('ingrain.{name}')"),
        }
    }
}
