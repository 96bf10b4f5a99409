//! What a Postgres session is told before and after scripts: how long to wait, and what to put back.

use std::time::Duration;

use ingrain_core::{Dialect, Statement, leaves_settings};

use super::Log;
use super::usual::Value;

/// How long a script's statements may wait and take, on Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) lock: Duration,
    pub(crate) statement: Option<Duration>,
}

/// What is done about the search path that a session has, for a script that may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchPath {
    /// It is saved before the script and put back after it.
    PutBack,
    /// It is what it was: the script cannot change it. Two statements less show where scripts are many.
    Stays,
}

/// When a transaction is on the disk, on Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flush {
    /// With its commit, as far as the session's own settings go.
    AtCommit,
    /// With the commit of a later one in its message: nothing is told before that is done. The disk is waited
    /// for once a message, instead of once a migration.
    WithLater,
}

/// Keeps, for one transaction, what its session's search path was, behind an equals sign. `RESET ALL`
/// empties it.
const SEARCH_PATH: &str = "ingrain.search_path_before";

impl Log {
    /// What is to be done about the search path for a script of these statements.
    pub(crate) fn search_path(&self, statements: &[Statement<'_>]) -> SearchPath {
        let usual = self.usual.as_ref();
        let certain = usual.is_some_and(|usual| !usual.event_triggers);
        match certain && statements.iter().all(leaves_settings) {
            true => SearchPath::Stays,
            false => SearchPath::PutBack,
        }
    }

    /// Inside a transaction, before a script: makes it the leader's if there is no other, and sets the
    /// script's time limits. Those of a script before it in the same transaction end.
    pub(crate) fn enter(
        &self,
        limits: Limits,
        path: SearchPath,
        flush: Flush,
        is_first: bool,
    ) -> Option<String> {
        let key = self.key()?;
        let milliseconds = |limit: Duration| Value::Known(limit.as_millis().to_string());
        let usual = self.usual.as_ref().filter(|_| !is_first);
        let statement = match limits.statement {
            Some(limit) => Some(milliseconds(limit)),
            None => usual.map(|usual| usual.statement_timeout.clone()),
        };
        let set = |(name, value): (&str, Value)| {
            format!(
                ", pg_catalog.set_config('{name}', {}, true)",
                self.value(&value)
            )
        };
        let limits = [
            ("lock_timeout", Some(milliseconds(limits.lock))),
            ("statement_timeout", statement),
        ];
        let limits = limits
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let limits: String = limits.map(set).collect();
        let save = match path {
            SearchPath::PutBack => format!(
                ", pg_catalog.set_config('{SEARCH_PATH}', '=' || pg_catalog.current_setting('search_path'), true)"
            ),
            SearchPath::Stays => String::new(),
        };
        let flush = match flush {
            Flush::WithLater if is_first => {
                ", pg_catalog.set_config('synchronous_commit', 'off', true)"
            }
            Flush::WithLater | Flush::AtCommit => "",
        };
        Some(format!(
            "SELECT pg_catalog.pg_try_advisory_xact_lock({key}){save}{limits}{flush}"
        ))
    }

    /// Waits until what was committed [with a later one](Flush::WithLater) that failed is on the disk: all that
    /// was written before is there when a commit is that wrote anything, be it a message that nobody reads.
    pub(crate) fn flush(&self) -> Option<&'static str> {
        (self.dialect == Dialect::Postgres)
            .then_some("SELECT pg_catalog.pg_logical_emit_message(true, 'ingrain', '')")
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

    /// This look at the history, in one message, which waits no longer than so long for a lock on the table. A
    /// limit of the server's, for the client may cut a query short over a connection of its own only. What the
    /// message sets ends with it; in a transaction of the application's, the session's default holds after it.
    pub(crate) fn hurried(&self, limit: Duration, look: &str) -> String {
        let limit = limit.as_millis().max(1);
        match self.dialect {
            Dialect::Sqlite => look.to_owned(),
            Dialect::Postgres => format!(
                "SET LOCAL lock_timeout = {limit}; {look}; SET LOCAL lock_timeout TO DEFAULT"
            ),
        }
    }

    /// Ends what [`Log::lead_session`] and [`Log::limit`] began.
    pub(crate) fn leave_session(&self) -> Vec<String> {
        let unlock = self
            .key()
            .map(|key| format!("SELECT pg_advisory_unlock({key})"));
        let reset = ["lock_timeout", "statement_timeout"]
            .into_iter()
            .filter_map(|name| self.usual(name));
        let path = self.usual("search_path");
        reset.chain(path).chain(unlock).collect()
    }

    /// After a script, in its transaction: the session finds the same tables as before, and so do the next
    /// script and whoever uses the connection then. Behind a pooler it need not be the session that was
    /// surveyed, and where nothing has changed nothing is set.
    pub(crate) fn restore(&self, path: SearchPath) -> Option<String> {
        if path == SearchPath::Stays {
            return None;
        }
        let usual = self.value(&self.usual.as_ref()?.search_path);
        Some(format!(
            "SELECT pg_catalog.set_config('search_path', path, false) FROM (SELECT \
             CASE WHEN kept LIKE '=%' THEN pg_catalog.substr(kept, 2) ELSE {usual} END AS path \
             FROM pg_catalog.current_setting('{SEARCH_PATH}', true) kept) before \
             WHERE path <> pg_catalog.current_setting('search_path')"
        ))
    }

    /// After a script: takes back what this statement of it has set for the session. A script out of
    /// pg_dump sets a dozen things; none is to hold for the application.
    pub(crate) fn reset(&self, statement: &Statement<'_>) -> Option<String> {
        let name = self.set_by(statement)?;
        // The search path is put back whether a statement sets it or not.
        (!name.eq_ignore_ascii_case("search_path"))
            .then(|| self.usual(&name).unwrap_or_else(|| format!("RESET {name}")))
    }

    /// Right behind this statement, in its message: what follows is UTF-8 whatever the statement has set,
    /// and the server reads a message as it was told before it.
    pub(crate) fn speak(&self, statement: &Statement<'_>) -> Option<String> {
        let name = self.set_by(statement)?;
        name.eq_ignore_ascii_case("client_encoding")
            .then(|| self.usual(&name))
            .flatten()
    }

    /// What this statement sets for the session, by the name that `RESET` has for it.
    fn set_by(&self, statement: &Statement<'_>) -> Option<String> {
        if self.dialect == Dialect::Sqlite {
            return None;
        }
        let mut tokens = statement.tokens().peekable();
        tokens.next().filter(|first| first.is_word("SET"))?;
        let session = tokens.next_if(|token| token.is_word("SESSION")).is_some();
        let first = tokens.next()?;
        let is = |word: &str| first.is_word(word);
        match () {
            () if session && is("AUTHORIZATION") => Some("SESSION AUTHORIZATION".to_owned()),
            // The first two end with their transaction; nobody can know what the seed was before.
            () if [
                "LOCAL",
                "TRANSACTION",
                "CONSTRAINTS",
                "CHARACTERISTICS",
                "SEED",
            ]
            .into_iter()
            .any(is) =>
            {
                None
            }
            () if is("TIME") => Some("TIME ZONE".to_owned()),
            () if is("NAMES") => Some("client_encoding".to_owned()),
            () if is("SCHEMA") => Some("search_path".to_owned()),
            () if is("XML") => Some("xmloption".to_owned()),
            () => {
                // `SET name = …`, `SET name TO …`, `SET ROLE name`; a name may have parts.
                let mut name = first.text.to_owned();
                while tokens.next_if(|token| token.is_symbol(".")).is_some() {
                    name = format!("{name}.{}", tokens.next()?.text);
                }
                Some(name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_sets_is_taken_back() {
        let log = Log::new(Dialect::Postgres, None, "ingrain_history");
        let script = "SET session_replication_role = replica; set LOCAL work_mem to '1MB'; SET SESSION a.b = 1; \
            SET ROLE app; SET TIME ZONE 'UTC'; SET SESSION AUTHORIZATION app; SET CONSTRAINTS ALL DEFERRED; \
            SET TRANSACTION READ WRITE; SET search_path = a; SET SCHEMA 'a'; SET NAMES 'LATIN1'; SET SEED TO 0.5; \
            SET XML OPTION DOCUMENT; SELECT 1";
        let statements = ingrain_core::split(Dialect::Postgres, script).unwrap();
        let resets: Vec<_> = statements
            .iter()
            .filter_map(|statement| log.reset(statement))
            .collect();
        let expected = [
            "session_replication_role",
            "a.b",
            "ROLE",
            "TIME ZONE",
            "SESSION AUTHORIZATION",
            "client_encoding",
            "xmloption",
        ];
        assert_eq!(resets, expected.map(|name| format!("RESET {name}")));
    }
}
