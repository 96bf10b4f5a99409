//! What is dropped, and what others need of it.

use ingrain_core::Code::{Hazard, ReferenceBroken, RehearsalFailed, RowsLost};

use super::{Mistake, denied, mistake};
use crate::files::Edit::{Add, Write};

const MORE: &str = "0011_more.up.sql";
const MORE_DOWN: &str = "0011_more.down.sql";

const ADD_PLACE: &str = "ALTER TABLE entries ADD COLUMN place text CHECK (trim(place) <> '');\n";
const DROP_TAGS: &str = "DROP VIEW tag_counts;\nDROP TABLE tags;\n";
const DROP_TAGS_CASCADE: &str = "DROP VIEW tag_counts;\nDROP TABLE tags CASCADE;\n";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a table is dropped that others refer to")
        .sqlite(
            &[Add(MORE, DROP_TAGS), Add(MORE_DOWN, "SELECT 1;\n")],
            denied(RowsLost, MORE, "DROP TABLE tags"),
        )
        .postgres(
            &[Add(MORE, DROP_TAGS_CASCADE), Add(MORE_DOWN, "SELECT 1;\n")],
            denied(Hazard, MORE, "DROP TABLE tags"),
        ),
    mistake("a table is dropped that a view uses").each(
        &[
            Add(MORE, "DROP TABLE entry_tags;\n"),
            Add(MORE_DOWN, "SELECT 1;\n"),
        ],
        denied(ReferenceBroken, MORE, "DROP TABLE entry_tags"),
        denied(Hazard, MORE, "DROP TABLE entry_tags"),
    ),
    mistake("a column is dropped that is indexed").each(
        &[
            Add(MORE, "ALTER TABLE entries DROP COLUMN written_on;\n"),
            Add(MORE_DOWN, "SELECT 1;\n"),
        ],
        denied(RehearsalFailed, MORE, "DROP COLUMN written_on"),
        denied(Hazard, MORE, "DROP COLUMN written_on"),
    ),
    mistake("a column is dropped that a view uses")
        .sqlite(
            &[
                Write(
                    "0010_count_tags.up.sql",
                    b"CREATE VIEW tag_counts AS SELECT place FROM entries;\n",
                ),
                Add(MORE, "ALTER TABLE entries DROP COLUMN place;\n"),
                Add(MORE_DOWN, ADD_PLACE),
            ],
            denied(RehearsalFailed, MORE, "DROP COLUMN place"),
        )
        .postgres(
            &[
                Add(MORE, "ALTER TABLE entries DROP COLUMN place;\n"),
                Add(MORE_DOWN, ADD_PLACE),
            ],
            denied(Hazard, MORE, "DROP COLUMN place"),
        ),
];
