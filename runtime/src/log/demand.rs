//! What a script that was written without looking at the database demands of it: conditions in SQL, and
//! the statements that fail when one does not hold.

use ingrain_core::{ChainDigest, Dialect, Entry, Event};

use super::{Log, identifier};

/// Of characters that every server's encoding has.
const WHITE_SPACE: &str = " \t\n\u{b}\u{c}\r";

impl Log {
    /// Statements that fail with this message unless `condition` is true. Inside a transaction they leave
    /// nothing behind.
    pub(crate) fn demand(&self, condition: &str, message: &str) -> Vec<String> {
        match self.dialect {
            // SQLite says the name of a constraint that fails.
            Dialect::Sqlite => vec![
                format!(
                    "CREATE TEMP TABLE ingrain_demand (holds INTEGER CONSTRAINT {} CHECK (holds IS 1))",
                    identifier(message)
                ),
                format!("INSERT INTO temp.ingrain_demand SELECT {condition}"),
                "DROP TABLE temp.ingrain_demand".to_owned(),
            ],
            Dialect::Postgres => {
                let code = format!(
                    "BEGIN IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = {}; END IF; END",
                    self.text(message)
                );
                let mut tag = "$demand$".to_owned();
                while code.contains(&tag) {
                    tag.insert(1, '_');
                }
                vec![format!("DO {tag} {code} {tag}")]
            }
        }
    }

    /// Inside a transaction on Postgres: nobody writes to the log until it ends, so that what is demanded of
    /// its last row still holds when the next one is added. SQLite's transaction is lock enough.
    pub(crate) fn hold(&self) -> Option<String> {
        let lock = || format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", self.name());
        (self.dialect == Dialect::Postgres).then(lock)
    }

    /// The log ends with `last`, if that is known; else with this chain digest and no script part-way.
    pub(crate) fn ends_with(&self, last: Option<&Entry>, chain: ChainDigest) -> String {
        let name = self.name();
        let from = format!("FROM {name} ORDER BY seq DESC LIMIT 1");
        let chain = match last {
            Some(last) => last.chain,
            None => chain,
        };
        let same = format!("chain = {}", self.text(&chain.to_string()));
        match last {
            Some(last) => format!(
                "(SELECT {same} AND event = {} AND coalesce(statements, 0) = {} {from})",
                self.text(last.event.name()),
                last.statements.unwrap_or(0)
            ),
            None => format!(
                "coalesce((SELECT {same} AND event NOT IN ({}, {}) {from}), {})",
                self.text(Event::Started.name()),
                self.text(Event::Progressed.name()),
                self.truth(chain == ChainDigest::BASE)
            ),
        }
    }

    /// The database holds no tables, or has a history that speaks of migrations.
    pub(crate) fn is_managed(&self) -> String {
        format!(
            "EXISTS (SELECT 1 FROM {} WHERE version IS NOT NULL) OR NOT EXISTS (SELECT 1 FROM ({}) AS strangers)",
            self.name(),
            self.strangers()
        )
    }

    /// The database is not stamped as production: the planner's rule in SQL, for names as they are stored,
    /// and for those that were written with other white space around them by hand.
    pub(crate) fn is_no_production(&self) -> String {
        format!(
            "coalesce((SELECT lower(trim(note, {})) NOT LIKE 'prod%' FROM {} WHERE event = {} AND version IS NULL \
             ORDER BY seq DESC LIMIT 1), {})",
            self.text(WHITE_SPACE),
            self.name(),
            self.text(Event::Stamped.name()),
            self.truth(true)
        )
    }

    /// This is where a history is that is looked for without naming its schema, on Postgres.
    pub(crate) fn is_found_unnamed(&self) -> Option<String> {
        let schema = self.schema.as_deref()?;
        let unnamed = Log {
            schema: None,
            ..self.clone()
        };
        Some(format!(
            "{} = coalesce((SELECT n.nspname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.oid = to_regclass({})), current_schema()::text)",
            self.text(schema),
            self.text(&unnamed.name())
        ))
    }

    /// No row refers to one that is not there, on SQLite.
    pub(crate) fn is_consistent(&self) -> &'static str {
        "NOT EXISTS (SELECT 1 FROM pragma_foreign_key_check)"
    }

    /// This session leads, on Postgres, and does so until it leaves.
    pub(crate) fn is_led(&self) -> Option<String> {
        self.lead_session().map(|lead| format!("({lead})"))
    }
}
