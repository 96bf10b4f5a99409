//! Scripts that run in batches.

use super::{check, sound};

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";
const SLUG: &str = "ALTER TABLE users ADD COLUMN slug TEXT;";
const FILL: &str = "-- ingrain: backfill users.id rows 1000 pause 100ms\n\
    UPDATE users SET slug = lower(name) WHERE id > $1 AND id <= $2;";
const EMPTY: &str = "-- ingrain: backfill users.id rows 1000\n\
    UPDATE users SET slug = NULL WHERE id > $1 AND id <= $2;";

#[test]
fn a_backfill_up_and_down() {
    sound(&[
        (USERS, "DROP TABLE users;"),
        (SLUG, "ALTER TABLE users DROP COLUMN slug;"),
        (FILL, EMPTY),
    ]);
}

/// The third migration, on tables with rows.
fn third(up: &str, expected: &[&str]) {
    check(
        &[
            ("0001_users.up.sql", USERS),
            ("0001_users.down.sql", "DROP TABLE users;"),
            ("0002_slug.up.sql", SLUG),
            ("0002_slug.down.sql", "ALTER TABLE users DROP COLUMN slug;"),
            ("0003_fill.up.sql", up),
            ("0003_fill.down.sql", EMPTY),
        ],
        expected,
    );
}

#[test]
fn what_fails_in_a_batch_is_found() {
    let fails = |place: &str| format!("rehearsal-fails migrations/0003_fill.up.sql:{place}");
    third(&FILL.replace("slug =", "slog ="), &[&fails("2:18")]);
    third(
        &FILL.replace("slug = lower(name)", "name = NULL"),
        &[&fails("2:1")],
    );
    third(
        &FILL.replace("backfill users.id", "backfill members.id"),
        &[&fails("2:1")],
    );
    third(
        &FILL.replace("backfill users.id", "backfill users.number"),
        &[&fails("2:1")],
    );
}
