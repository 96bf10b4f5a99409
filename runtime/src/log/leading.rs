//! Who leads: an advisory lock of Postgres, and SQLite's write lock.

use ingrain_core::{Checksum, Dialect};

use super::Log;

impl Log {
    /// Begins a transaction and asks to lead; one row whose value is `t` or `f`. SQLite's transaction is
    /// lock enough.
    pub(crate) fn lead(&self) -> Option<String> {
        self.key()
            .map(|key| format!("BEGIN; SELECT pg_try_advisory_xact_lock({key})"))
    }

    /// Inside the transaction that [`Log::lead`] began: what is done before the first migration may take
    /// longer than a server lets a transaction be idle. Servers differ in which of these they have.
    pub(crate) fn linger(&self) -> Option<&'static str> {
        (self.dialect == Dialect::Postgres).then_some(
            "SELECT pg_catalog.set_config(name, '0', true) FROM pg_catalog.pg_settings \
             WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')",
        )
    }

    /// Asks to lead for as long as the session lasts, for scripts that run outside transactions.
    pub(crate) fn lead_session(&self) -> Option<String> {
        self.key()
            .map(|key| format!("SELECT pg_try_advisory_lock({key})"))
    }

    /// The advisory lock's key: the first eight bytes of a digest of the table's name, so that two
    /// histories in one database do not wait for each other.
    pub(super) fn key(&self) -> Option<i64> {
        if self.dialect == Dialect::Sqlite {
            return None;
        }
        let digest = Checksum::of(&format!("ingrain leader of {}", self.name()));
        let key = digest.bytes().first_chunk();
        key.map(|bytes| i64::from_be_bytes(*bytes))
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
