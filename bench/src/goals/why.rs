//! Why a goal is missed, and what was tried.

/// What is known of it, by its words.
pub(super) fn of(what: &str, bound: &str) -> Option<&'static str> {
    let why = match (what, bound) {
        (
            "64 processes, Postgres, current database" | "64 processes, SQLite, current database",
            _,
        ) => "64 checks are 64 times the work of one, on two cores; each is one statement",
        ("64 processes, SQLite, empty database", _) => {
            "SQLite wakes nobody who waits for its lock: each asks again after pauses, and the last comes late. \
             Pauses that double were worse than those that grow by a quarter"
        }
        ("apply 1,000, SQLite", "no slower than rusqlite_migration") => {
            "it keeps one number where Ingrain writes a row with the down script for each migration, which its \
             time beside a bare batch of the same rows shows"
        }
        _ => return None,
    };
    Some(why)
}
