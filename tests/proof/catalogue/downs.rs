//! Down scripts that do not take back what their up scripts made.

use ingrain_core::Code::{DownDiffers, PostgresSyntax, RehearsalFailed};

use super::Expected::NeedsServer;
use super::{Mistake, denied, denied_whole, mistake};
use crate::files::Edit::{Add, CutOff, Replace, Write};

const TAGS: &str = "0002_create_tags.down.sql";
const WRITTEN: &str = "0005_add_written_on.down.sql";
const REBUILD: &str = "0006_require_written_on.sqlite.down.sql";
const SEARCH: &str = "0007_search.*.down.sql";
const LIST_SQLITE: &str = "0008_list_by_day.down.sql";
const LIST_POSTGRES: &str = "0008_list_by_day.postgres.down.sql";
const PLACE: &str = "0009_add_place.down.sql";
const COUNT: &str = "0010_count_tags.down.sql";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a keyword is misspelt in a down script").each(
        &[Replace(COUNT, "DROP VIEW", "DORP VIEW")],
        denied(RehearsalFailed, COUNT, "DORP VIEW"),
        denied(PostgresSyntax, COUNT, "DORP VIEW"),
    ),
    mistake("a semicolon is left out in a down script").each(
        &[Replace(TAGS, "entry_tags;", "entry_tags")],
        denied(RehearsalFailed, TAGS, "DROP TABLE tags"),
        denied(PostgresSyntax, TAGS, "DROP TABLE tags"),
    ),
    mistake("a table is misspelt in a down script").each(
        &[Replace(TAGS, "TABLE tags", "TABLE tag")],
        denied(RehearsalFailed, TAGS, "TABLE tag;"),
        NeedsServer,
    ),
    mistake("a column is misspelt in a down script").each(
        &[Replace(WRITTEN, "written_on", "writen_on")],
        denied(RehearsalFailed, WRITTEN, "writen_on"),
        NeedsServer,
    ),
    mistake("a down script drops a table and leaves another").each(
        &[Replace(TAGS, "DROP TABLE tags;\n", "")],
        denied_whole(DownDiffers, TAGS),
        NeedsServer,
    ),
    mistake("a down script drops the wrong table").each(
        &[Replace(TAGS, "DROP TABLE tags", "DROP TABLE entries")],
        denied(DownDiffers, TAGS, "DROP TABLE entries"),
        NeedsServer,
    ),
    mistake("a down script drops the wrong column").each(
        &[Replace(PLACE, "place", "body")],
        denied(RehearsalFailed, PLACE, "body"),
        NeedsServer,
    ),
    mistake("a down script leaves a column").each(
        &[Write(PLACE, b"SELECT 1;\n")],
        denied_whole(DownDiffers, PLACE),
        NeedsServer,
    ),
    mistake("a down script leaves a view").each(
        &[Write(COUNT, b"SELECT 1;\n")],
        denied_whole(DownDiffers, COUNT),
        NeedsServer,
    ),
    mistake("a down script leaves an index")
        .sqlite(
            &[CutOff(LIST_SQLITE, "DROP INDEX")],
            denied(DownDiffers, LIST_SQLITE, "CREATE INDEX"),
        )
        .postgres(&[CutOff(LIST_POSTGRES, "DROP INDEX")], NeedsServer),
    mistake("a down script does not create an index again")
        .sqlite(
            &[Write(LIST_SQLITE, b"DROP INDEX entries_written_on_idx;\n")],
            denied_whole(DownDiffers, LIST_SQLITE),
        )
        .postgres(
            &[Write(
                LIST_POSTGRES,
                b"-- ingrain: no-transaction\nDROP INDEX CONCURRENTLY entries_written_on_idx;\n",
            )],
            NeedsServer,
        ),
    mistake("a down script creates an index on another column")
        .sqlite(
            &[Replace(LIST_SQLITE, "(created_at)", "(updated_at)")],
            denied(DownDiffers, LIST_SQLITE, "CREATE INDEX"),
        )
        .postgres(
            &[Replace(LIST_POSTGRES, "(created_at)", "(updated_at)")],
            NeedsServer,
        ),
    mistake("a down script leaves a trigger, or the column that it was for")
        .sqlite(
            &[Replace(SEARCH, "DROP TRIGGER entries_search_insert;\n", "")],
            denied_whole(DownDiffers, SEARCH),
        )
        .postgres(
            &[Replace(
                SEARCH,
                "ALTER TABLE entries DROP COLUMN search;\n",
                "",
            )],
            NeedsServer,
        ),
    mistake("a down script drops what others depend on first").postgres(
        &[Write(TAGS, b"DROP TABLE tags;\nDROP TABLE entry_tags;\n")],
        NeedsServer,
    ),
    mistake("a down script leaves a function").postgres(
        &[CutOff(
            "0004_touch_updated_at.postgres.down.sql",
            "DROP FUNCTION",
        )],
        NeedsServer,
    ),
    mistake("a down script leaves a constraint").postgres(
        &[Replace(
            "0006_require_written_on.postgres.down.sql",
            "DROP NOT NULL,\n    ALTER COLUMN written_on ",
            "",
        )],
        NeedsServer,
    ),
    mistake("a rebuild in a down script leaves out a column").sqlite(
        &[
            Replace(REBUILD, "'now')),\n    written_on TEXT\n", "'now'))\n"),
            Replace(REBUILD, "updated_at, written_on)", "updated_at)"),
            Replace(REBUILD, "updated_at, written_on\n", "updated_at\n"),
        ],
        denied(DownDiffers, REBUILD, "CREATE TABLE new_entries"),
    ),
    mistake("a rebuild in a down script leaves out a default").sqlite(
        &[Replace(
            REBUILD,
            "updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
            "updated_at TEXT NOT NULL",
        )],
        denied(DownDiffers, REBUILD, "CREATE TABLE new_entries"),
    ),
    mistake("a rebuild in a down script leaves out a CHECK").sqlite(
        &[Replace(
            REBUILD,
            " CONSTRAINT entries_title_check CHECK (trim(title) <> '')",
            "",
        )],
        denied(DownDiffers, REBUILD, "CREATE TABLE new_entries"),
    ),
    mistake("a rebuild in a down script leaves out STRICT").sqlite(
        &[Replace(REBUILD, ") STRICT;", ");")],
        denied(DownDiffers, REBUILD, "CREATE TABLE new_entries"),
    ),
    mistake("a rebuild in a down script leaves out an index").sqlite(
        &[Replace(
            REBUILD,
            "CREATE INDEX entries_created_at_idx ON entries (created_at);\n",
            "",
        )],
        denied(DownDiffers, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild in a down script leaves out a trigger").sqlite(
        &[CutOff(REBUILD, "CREATE TRIGGER")],
        denied(DownDiffers, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a down script fails on rows")
        .sqlite(
            &[
                Add(
                    "0011_more.up.sql",
                    "ALTER TABLE entries DROP COLUMN place;\n",
                ),
                Add(
                    "0011_more.down.sql",
                    "ALTER TABLE entries ADD COLUMN place text NOT NULL;\n",
                ),
            ],
            denied(RehearsalFailed, "0011_more.down.sql", "ADD COLUMN place"),
        )
        .postgres(
            &[Replace(
                PLACE,
                "DROP COLUMN place;",
                "ADD COLUMN location text NOT NULL;",
            )],
            denied(ingrain_core::Code::Hazard, PLACE, "ADD COLUMN location"),
        ),
    mistake("an up script cannot run again after its down script").each(
        &[Replace(
            "0010_count_tags.up.sql",
            "CREATE VIEW",
            "INSERT INTO tags (name) VALUES ('none');\nCREATE VIEW",
        )],
        denied(
            RehearsalFailed,
            "0010_count_tags.up.sql",
            "INSERT INTO tags",
        ),
        NeedsServer,
    ),
];
