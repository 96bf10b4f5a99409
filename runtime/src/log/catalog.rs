//! What Postgres is asked about others: who is in the way, and which indexes an attempt has left behind.

use ingrain_core::Dialect;

use super::Log;

/// What an index that is built concurrently waits for besides locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Snapshots {
    /// Every older transaction in the database.
    Count,
    /// Nothing: the statement waits for locks only.
    Ignore,
}

/// An index that a statement makes concurrently, in the words of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewIndex {
    /// Nothing where Postgres chooses the name.
    pub(crate) name: Option<String>,
    pub(crate) table: String,
    pub(crate) is_unique: bool,
}

impl Log {
    /// The session that leads, in the columns of [`holders`].
    pub(crate) fn leaders(&self) -> Option<String> {
        let key = self.key()?;
        Some(sessions(&format!(
            "SELECT l.pid, NULL::text AS prepared, 'is migrating' AS what FROM pg_catalog.pg_locks l \
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = ({DATABASE}) \
             AND (l.classid::bigint << 32) | l.objid::bigint = {key}"
        )))
    }

    /// The indexes on the statement's table that may be what an earlier attempt at it has left: of the
    /// statement's name, or with a name that Postgres chose and made since the last row of the log.
    ///
    /// Each row: its name; `t` if it is valid; `t` if it is of the statement's kind; `t` if it was made
    /// since the last row; the pid of a session that builds an index on the table.
    pub(crate) fn leftovers(&self, index: &NewIndex) -> String {
        let since = self.since();
        let which = match &index.name {
            Some(name) => format!(
                "c.relname = (pg_catalog.parse_ident({}))[1]::name",
                self.text(name)
            ),
            None => format!("c.relname ~ '_idx[0-9]*$' AND {since}"),
        };
        format!(
            "SELECT {NAME}, i.indisvalid, c.relkind = 'i' AND i.indisunique = {}, {since}, \
             (SELECT p.pid FROM pg_catalog.pg_stat_progress_create_index p JOIN pg_catalog.pg_locks l ON l.pid = p.pid \
             WHERE p.pid <> pg_catalog.pg_backend_pid() AND l.database = ({DATABASE}) AND l.relation = i.indrelid \
             AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted LIMIT 1) \
             {INDEXES} WHERE i.indrelid = pg_catalog.to_regclass({}) AND {which} \
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = c.oid) ORDER BY c.oid",
            self.truth(index.is_unique),
            self.text(&index.table)
        )
    }

    /// The names of the invalid indexes that `REINDEX CONCURRENTLY` has left since the last row of the log.
    pub(crate) fn reindexed(&self) -> String {
        format!(
            "SELECT {NAME} {INDEXES} WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND {} ORDER BY c.oid",
            self.since()
        )
    }

    /// Whether the index `c` was made, or renamed, after the last row of the log was written: the row's
    /// transaction is then older than the one that wrote the index into the catalog.
    fn since(&self) -> String {
        format!(
            "pg_catalog.age(c.xmin) < (SELECT pg_catalog.age(h.xmin) FROM {} h ORDER BY h.seq DESC LIMIT 1)",
            self.name()
        )
    }
}

const DATABASE: &str =
    "SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()";
const NAME: &str = "pg_catalog.format('%I.%I', n.nspname, c.relname)";
const INDEXES: &str = "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";

/// The sessions that hold a lock on what one of `names` names: on a table, an index's table, their parts,
/// and the tables that foreign keys tie to them. Those that have waited longest come first.
///
/// Each row: pid; user; application; address; state; age of the transaction in seconds; what it does;
/// its last statement; the name of a prepared transaction, which has no session.
pub(crate) fn holders(names: &[String], snapshots: Snapshots) -> String {
    let text = |name: &String| Dialect::Postgres.literal(name);
    let names = names.iter().map(text).collect::<Vec<_>>().join(", ");
    let older = match snapshots {
        Snapshots::Ignore => String::new(),
        Snapshots::Count => {
            " UNION ALL SELECT s.pid, NULL, 'has a transaction that an index built concurrently waits for' \
             FROM pg_catalog.pg_stat_activity s WHERE s.datname = pg_catalog.current_database() \
             AND s.backend_xmin IS NOT NULL AND s.xact_start IS NOT NULL"
                .to_owned()
        }
    };
    sessions(&format!(
        "WITH RECURSIVE named AS (SELECT DISTINCT pg_catalog.to_regclass(name)::oid AS id \
         FROM pg_catalog.unnest(ARRAY[{names}]::text[]) name), \
         meant(id) AS (SELECT coalesce(i.indrelid, named.id) FROM named LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = named.id \
         UNION SELECT CASE k.conrelid WHEN named.id THEN k.confrelid ELSE k.conrelid END FROM named \
         JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND named.id IN (k.conrelid, k.confrelid) \
         UNION SELECT p.inhrelid FROM meant JOIN pg_catalog.pg_inherits p ON p.inhparent = meant.id) \
         SELECT l.pid, CASE WHEN l.pid IS NULL THEN x.gid END, \
         'holds ' || pg_catalog.string_agg(DISTINCT l.mode || ' on ' || l.relation::regclass, ', ') \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_locks t ON l.pid IS NULL AND t.pid IS NULL \
         AND t.locktype = 'transactionid' AND t.virtualtransaction = l.virtualtransaction \
         LEFT JOIN pg_catalog.pg_prepared_xacts x ON x.transaction = t.transactionid \
         WHERE l.locktype = 'relation' AND l.granted AND l.database = ({DATABASE}) \
         AND l.relation IN (SELECT id FROM meant) GROUP BY l.pid, 2{older}"
    ))
}

/// What is to be told of the sessions that `held` gives: pid, prepared transaction, what it does.
fn sessions(held: &str) -> String {
    format!(
        "SELECT h.pid, a.usename, a.application_name, a.client_addr, a.state, \
         greatest(0, extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start))::bigint, \
         pg_catalog.string_agg(DISTINCT h.what, ', '), \
         pg_catalog.left(pg_catalog.regexp_replace(pg_catalog.btrim(a.query), '\\s+', ' ', 'g'), 100), h.prepared \
         FROM ({held}) h(pid, prepared, what) LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = h.pid \
         WHERE h.pid IS DISTINCT FROM pg_catalog.pg_backend_pid() \
         GROUP BY h.pid, a.usename, a.application_name, a.client_addr, a.state, a.xact_start, a.query, h.prepared \
         ORDER BY a.xact_start NULLS LAST LIMIT 5"
    )
}
