//! What only Postgres has: bodies in another language, enums, and locks that others wait for.

use ingrain_core::Code::{Hazard, PostgresSyntax};

use super::Expected::NeedsServer;
use super::{Mistake, denied, mistake, warned};
use crate::files::Edit::{Add, CutOff, Replace};

const REQUIRE: &str = "0006_require_written_on.postgres.up.sql";
const TOUCH: &str = "0004_touch_updated_at.postgres.up.sql";
const SEARCH: &str = "0007_search.postgres.up.sql";
const LIST: &str = "0008_list_by_day.postgres.up.sql";
const PLACE: &str = "0009_add_place.up.sql";
const MORE: &str = "0011_more.up.sql";
const MORE_DOWN: &str = "0011_more.down.sql";
const BACK: &str = "SELECT 1;\n";

/// One migration more, of one statement.
macro_rules! more {
    ($name:literal, $up:literal, $expected:expr) => {
        mistake($name).postgres(
            &[Add(MORE, concat!($up, "\n")), Add(MORE_DOWN, BACK)],
            $expected,
        )
    };
}

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a keyword is misspelt in the body of a function").postgres(
        &[Replace(TOUCH, "RETURN NEW;", "RETRUN NEW;")],
        denied(PostgresSyntax, TOUCH, "RETRUN NEW"),
    ),
    mistake("a semicolon is left out in the body of a function").postgres(
        &[Replace(TOUCH, "OLD.updated_at);", "OLD.updated_at)")],
        denied(PostgresSyntax, TOUCH, "RETURN NEW;"),
    ),
    mistake("a block in the body of a function is not ended").postgres(
        &[Replace(
            TOUCH,
            "    RETURN NEW;",
            "    IF NEW.title = '' THEN\n    RETURN NEW;",
        )],
        denied(PostgresSyntax, TOUCH, "END;"),
    ),
    mistake("a function does not say its language")
        .postgres(&[Replace(TOUCH, "LANGUAGE plpgsql\n", "")], NeedsServer),
    mistake("a trigger executes a function that is misspelt").postgres(
        &[Replace(
            TOUCH,
            "EXECUTE FUNCTION entries_touch",
            "EXECUTE FUNCTION entries_tuoch",
        )],
        NeedsServer,
    ),
    mistake("a generated column is not said to be stored").postgres(
        &[Replace(
            SEARCH,
            "'A') || setweight(to_tsvector('english', body), 'B')\n) STORED",
            "'A') ||\n) STORED",
        )],
        denied(PostgresSyntax, SEARCH, ") STORED"),
    ),
    mistake("the language of a text search is misspelt").postgres(
        &[Replace(
            SEARCH,
            "to_tsvector('english', title)",
            "to_tsvector('englisch', title)",
        )],
        NeedsServer,
    ),
    mistake("a generated column is not immutable").postgres(
        &[Replace(
            SEARCH,
            "to_tsvector('english', title)",
            "to_tsvector(title)",
        )],
        NeedsServer,
    ),
    mistake("a kind of index does not exist")
        .postgres(&[Replace(SEARCH, "USING gin", "USING ginn")], NeedsServer),
    mistake("a table is dropped").postgres(
        &[
            Add(MORE, "DROP TABLE entry_tags CASCADE;\n"),
            Add(MORE_DOWN, BACK),
        ],
        denied(Hazard, MORE, "DROP TABLE"),
    ),
    more!(
        "a schema is dropped",
        "DROP SCHEMA journal CASCADE;",
        denied(Hazard, MORE, "DROP SCHEMA")
    ),
    more!(
        "a table is emptied, and with it those that refer to it",
        "TRUNCATE entries CASCADE;",
        denied(Hazard, MORE, "TRUNCATE")
    ),
    more!(
        "a column is set twice by one UPDATE",
        "UPDATE tags SET name = 'a', name = 'b' WHERE id = 1;",
        denied(Hazard, MORE, "UPDATE tags")
    ),
    mistake("a value of an enum is used in the transaction that adds it").postgres(
        &[
            Add(MORE, "CREATE TYPE mood AS ENUM ('good');\n"),
            Add(MORE_DOWN, "DROP TYPE mood;\n"),
            Add(
                "0012_moods.up.sql",
                "ALTER TYPE mood ADD VALUE 'bad';\nCREATE TABLE moods (mood mood DEFAULT 'bad');\n",
            ),
            Add("0012_moods.down.sql", "DROP TABLE moods;\n"),
        ],
        denied(Hazard, "0012_moods.up.sql", "CREATE TABLE moods"),
    ),
    more!(
        "a table is dropped that was there before CREATE TABLE IF NOT EXISTS",
        "CREATE TABLE IF NOT EXISTS entries (id bigint);\nDROP TABLE entries CASCADE;",
        denied(Hazard, MORE, "DROP TABLE")
    ),
    more!(
        "a table is dropped in a DO block",
        "DO $$\nBEGIN\n    DROP TABLE entry_tags;\nEND\n$$;",
        denied(Hazard, MORE, "DROP TABLE")
    ),
    more!(
        "a required column is NULL by default",
        "ALTER TABLE entries ADD COLUMN stars bigint NOT NULL DEFAULT NULL;",
        denied(Hazard, MORE, "COLUMN stars")
    ),
    more!(
        "a primary key is added without values",
        "ALTER TABLE entry_tags ADD COLUMN nr bigint PRIMARY KEY;",
        denied(Hazard, MORE, "COLUMN nr")
    ),
    more!(
        "a column is added with a CHECK",
        "ALTER TABLE entries ADD COLUMN stars bigint CHECK (stars > 0);",
        warned(Hazard, MORE, "CHECK")
    ),
    more!(
        "a table is emptied",
        "TRUNCATE entry_tags;",
        warned(Hazard, MORE, "TRUNCATE")
    ),
    more!(
        "a column changes its type",
        "ALTER TABLE entries ALTER COLUMN place TYPE varchar(80);",
        warned(Hazard, MORE, "ALTER COLUMN place")
    ),
    more!(
        "a column is set NOT NULL",
        "ALTER TABLE entries ALTER COLUMN place SET NOT NULL;",
        warned(Hazard, MORE, "SET NOT NULL")
    ),
    more!(
        "a column is renamed",
        "ALTER TABLE entries RENAME COLUMN body TO content;",
        warned(Hazard, MORE, "RENAME COLUMN")
    ),
    more!(
        "a table is renamed",
        "ALTER TABLE entries RENAME TO notes;",
        warned(Hazard, MORE, "RENAME TO")
    ),
    more!(
        "an index is created while nobody may write",
        "CREATE INDEX entries_place_idx ON entries (place);",
        warned(Hazard, MORE, "CREATE INDEX")
    ),
    more!(
        "an index is dropped while nobody may read",
        "DROP INDEX entries_written_on_idx;",
        warned(Hazard, MORE, "DROP INDEX")
    ),
    more!(
        "an index is built anew while nobody may write",
        "REINDEX TABLE entries;",
        warned(Hazard, MORE, "REINDEX")
    ),
    more!(
        "a foreign key is added and checked at once",
        "ALTER TABLE entries ADD CONSTRAINT entries_id_fkey FOREIGN KEY (id) REFERENCES tags (id);",
        warned(Hazard, MORE, "ADD CONSTRAINT")
    ),
    more!(
        "a CHECK is added and checked at once",
        "ALTER TABLE entries ADD CONSTRAINT entries_body_check CHECK (body <> '');",
        warned(Hazard, MORE, "ADD CONSTRAINT")
    ),
    more!(
        "a UNIQUE constraint is added without its index",
        "ALTER TABLE entries ADD CONSTRAINT entries_title_key UNIQUE (title);",
        warned(Hazard, MORE, "ADD CONSTRAINT")
    ),
    more!(
        "an exclusion constraint is added",
        "ALTER TABLE entries ADD CONSTRAINT entries_day_excl EXCLUDE (written_on WITH =);",
        warned(Hazard, MORE, "ADD CONSTRAINT")
    ),
    more!(
        "a name is too long",
        "CREATE TABLE what_an_entry_was_called_before_it_was_called_what_it_is_called_now (id bigint);",
        warned(Hazard, MORE, "CREATE TABLE")
    ),
    more!(
        "an extension is dropped",
        "DROP EXTENSION pg_trgm;",
        warned(Hazard, MORE, "DROP EXTENSION")
    ),
    mistake("an UPDATE forgets its WHERE").postgres(
        &[Replace(
            REQUIRE,
            "::date WHERE written_on IS NULL;",
            "::date;",
        )],
        warned(Hazard, REQUIRE, "UPDATE entries"),
    ),
    mistake("CONCURRENTLY is forgotten").postgres(
        &[Replace(LIST, "DROP INDEX CONCURRENTLY", "DROP INDEX")],
        warned(Hazard, LIST, "DROP INDEX"),
    ),
    mistake("a partition does not fit its table").postgres(
        &[
            Add(
                MORE,
                "CREATE TABLE entries_2026 PARTITION OF entries FOR VALUES IN (2026);\n",
            ),
            Add(MORE_DOWN, BACK),
        ],
        NeedsServer,
    ),
    mistake("a function is called with one argument too few").postgres(
        &[Replace(PLACE, "trim(place) <> ''", "substr(place) <> ''")],
        NeedsServer,
    ),
    mistake("a role is granted something and does not exist").postgres(
        &[
            Add(MORE, "GRANT SELECT ON entries TO reader;\n"),
            Add(MORE_DOWN, "REVOKE SELECT ON entries FROM reader;\n"),
        ],
        NeedsServer,
    ),
    mistake("a trigger is forgotten, and its function is not")
        .postgres(&[CutOff(TOUCH, "CREATE TRIGGER")], NeedsServer),
];
