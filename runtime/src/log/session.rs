//! What a Postgres session is told before and after scripts: who leads, how long to wait, what to put back.

use std::time::Duration;

use ingrain_core::{Checksum, Dialect};

use super::Log;

/// How long a script's statements may wait and take, on Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) lock: Duration,
    pub(crate) statement: Option<Duration>,
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
