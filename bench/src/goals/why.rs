//! Why a goal is missed, and what was tried.

/// What is known of it, by its words.
pub(super) fn of(what: &str, bound: &str) -> Option<&'static str> {
    let why = match (what, bound) {
        (
            "64 processes, Postgres, current database" | "64 processes, SQLite, current database",
            _,
        ) => {
            "64 checks are 64 times the work of one, on two cores, and each is one statement: bare queries grow \
             alike. On SQLite each connection reads the schema of all tables first"
        }
        ("64 processes, SQLite, empty database", _) => {
            "each of the 63 others reads the schema of all tables that are there then, 3 ms of a core each, to see \
             that nothing is left. It was 15 × before whoever waits looked at the history, instead of queueing for \
             the lock"
        }
        ("apply 1,000, SQLite", "no slower than rusqlite_migration") => {
            "it keeps one number where Ingrain writes a row with the down script for each migration, which its \
             time beside a bare batch of the same rows shows"
        }
        _ => return None,
    };
    Some(why)
}
