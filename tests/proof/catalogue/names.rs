//! Names that do not exist, or are used in the wrong place: only who knows the tables can tell.

use ingrain_core::Code::{ReferenceBroken, RehearsalFailed};

use super::Expected::NeedsServer;
use super::{Mistake, denied, mistake};
use crate::files::Edit::{Add, Renumber, Replace};

const ENTRIES: &str = "0001_create_entries.*.up.sql";
const TAGS: &str = "0002_create_tags.*.up.sql";
const MERGE: &str = "0003_merge_tag_spellings.up.sql";
const PLACE: &str = "0009_add_place.up.sql";
const COUNT: &str = "0010_count_tags.up.sql";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a column is misspelt in an up script").each(
        &[Replace(
            ENTRIES,
            "entries (created_at)",
            "entries (craeted_at)",
        )],
        denied(RehearsalFailed, ENTRIES, "craeted_at"),
        NeedsServer,
    ),
    mistake("a table is misspelt in an up script").each(
        &[Replace(MERGE, "UPDATE tags", "UPDATE tgas")],
        denied(RehearsalFailed, MERGE, "UPDATE tgas"),
        NeedsServer,
    ),
    mistake("a column is misspelt within a query").each(
        &[Replace(MERGE, "ON tags.id = ", "ON tags.di = ")],
        denied(RehearsalFailed, MERGE, "tags.di"),
        NeedsServer,
    ),
    mistake("a column is misspelt in a view").each(
        &[Replace(
            COUNT,
            "count(entry_tags.entry_id)",
            "count(entry_tags.entry)",
        )],
        denied(ReferenceBroken, COUNT, "CREATE VIEW"),
        NeedsServer,
    ),
    mistake("a column is misspelt in a trigger")
        .sqlite(
            &[Replace(
                "0004_touch_updated_at.*.up.sql",
                "SET updated_at",
                "SET update_at",
            )],
            denied(
                ReferenceBroken,
                "0004_touch_updated_at.*.up.sql",
                "CREATE TRIGGER",
            ),
        )
        .postgres(
            &[Replace(
                "0004_touch_updated_at.*.up.sql",
                "NEW.updated_at :=",
                "NEW.update_at :=",
            )],
            NeedsServer,
        ),
    mistake("a function is misspelt").each(
        &[Replace(
            MERGE,
            "UPDATE tags SET name = lower(",
            "UPDATE tags SET name = lowr(",
        )],
        denied(RehearsalFailed, MERGE, "lowr("),
        NeedsServer,
    ),
    mistake("a type is misspelt")
        .sqlite(
            &[Replace(TAGS, "name TEXT", "name TETX")],
            denied(RehearsalFailed, TAGS, "CREATE TABLE tags"),
        )
        .postgres(&[Replace(TAGS, "name text", "name tetx")], NeedsServer),
    mistake("an INSERT has one value too few").each(
        &[Replace(
            MERGE,
            "SELECT entry_tags.entry_id, kept.id",
            "SELECT kept.id",
        )],
        denied(RehearsalFailed, MERGE, "INSERT INTO entry_tags"),
        NeedsServer,
    ),
    mistake("ON CONFLICT names columns that are not unique together").each(
        &[Replace(
            MERGE,
            "ON CONFLICT (entry_id, tag_id)",
            "ON CONFLICT (entry_id)",
        )],
        denied(RehearsalFailed, MERGE, "INSERT INTO entry_tags"),
        NeedsServer,
    ),
    mistake("a string is written in double quotes").each(
        &[Replace(
            PLACE,
            "<> '');\n",
            "<> '');\nUPDATE entries SET place = \"home\" WHERE place IS NULL;\n",
        )],
        denied(RehearsalFailed, PLACE, "\"home\""),
        NeedsServer,
    ),
    mistake("an index is created before its table")
        .sqlite(
            &[Replace(
                ENTRIES,
                "CREATE TABLE",
                "CREATE INDEX entries_title_idx ON entries (title);\nCREATE TABLE",
            )],
            denied(RehearsalFailed, ENTRIES, "entries_title_idx"),
        )
        .postgres(
            &[Replace(
                TAGS,
                "CREATE TABLE tags",
                "COMMENT ON TABLE tags IS 'words';\nCREATE TABLE tags",
            )],
            NeedsServer,
        ),
    mistake("a table is created that exists already").each(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "CREATE TABLE tags (id integer);\nALTER TABLE",
        )],
        denied(RehearsalFailed, PLACE, "CREATE TABLE tags"),
        NeedsServer,
    ),
    mistake("a foreign key leads to columns that are not unique").each(
        &[
            Add("0011_more.up.sql", TITLES),
            Add("0011_more.down.sql", "DROP TABLE titles;\n"),
        ],
        denied(ReferenceBroken, "0011_more.up.sql", "CREATE TABLE titles"),
        NeedsServer,
    ),
    mistake("two migrations are swapped, and one needs the other").each(
        &[
            Renumber("0005", "next"),
            Renumber("0006", "0005"),
            Renumber("next", "0006"),
        ],
        denied(
            RehearsalFailed,
            "0005_require_written_on.*.up.sql",
            "coalesce(",
        ),
        NeedsServer,
    ),
    mistake("a column is renamed that a later migration uses").each(
        &[
            Replace(
                "0005_add_written_on.*.up.sql",
                "ADD COLUMN written_on",
                "ADD COLUMN written_at",
            ),
            Replace(
                "0005_add_written_on.*.up.sql",
                "SET written_on",
                "SET written_at",
            ),
            Replace("0005_add_written_on.down.sql", "written_on", "written_at"),
        ],
        denied(
            RehearsalFailed,
            "0006_require_written_on.*.up.sql",
            "coalesce(",
        ),
        NeedsServer,
    ),
];

const TITLES: &str = "CREATE TABLE titles (\n    title text REFERENCES entries (title)\n);\n";
