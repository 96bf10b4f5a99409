//! What a Postgres session is told before and after scripts: who leads, how long to wait, what to put back.

use std::time::Duration;

use ingrain_core::{Checksum, Dialect, Statement, leaves_settings};

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
    search_path: Value,
    lock_timeout: Value,
    statement_timeout: Value,
    client_encoding: Value,
    /// Whether an event trigger may run with any statement, as far as is known.
    event_triggers: bool,
}

/// What is done about the search path that a session has, for a script that may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SearchPath {
    /// It is saved before the script and put back after it.
    PutBack,
    /// It is what it was: the script cannot change it. Two statements less show where scripts are many.
    Stays,
}

/// What a setting is set to.
#[derive(Debug, Clone)]
enum Value {
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
    pub(crate) fn enter(&self, limits: Limits, path: SearchPath, is_first: bool) -> Option<String> {
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
        Some(format!(
            "SELECT pg_catalog.pg_try_advisory_xact_lock({key}){save}{limits}"
        ))
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

    /// Inside the transaction that [`Log::lead`] began: what is done before the first migration may take
    /// longer than a server lets a transaction be idle. Servers differ in which of these they have.
    pub(crate) fn linger(&self) -> Option<&'static str> {
        (self.dialect == Dialect::Postgres).then_some(
            "SELECT pg_catalog.set_config(name, '0', true) FROM pg_catalog.pg_settings \
             WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')",
        )
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

    /// Asks to lead for as long as the session lasts, for scripts that run outside transactions.
    pub(crate) fn lead_session(&self) -> Option<String> {
        self.key()
            .map(|key| format!("SELECT pg_try_advisory_lock({key})"))
    }

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

    /// Sets what the session had set before, if that is known.
    fn usual(&self, name: &str) -> Option<String> {
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

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Known(value) => self.text(value),
            Value::Saved(name) => format!("pg_catalog.current_setting('ingrain.{name}')"),
        }
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
