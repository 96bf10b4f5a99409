//! Scripts that fail on tables with rows, lose rows, or disturb who uses them.

use ingrain_core::Code::{Hazard, RehearsalFailed, RowsLost};

use super::Expected::NeedsServer;
use super::{Mistake, denied, mistake, warned};
use crate::files::Edit::{Add, Replace, Write};

const PLACE: &str = "0009_add_place.up.sql";
const STORED: &str = "place text GENERATED ALWAYS AS (lower(title)) STORED";
const MORE: &str = "0011_more.up.sql";
const MORE_DOWN: &str = "0011_more.down.sql";
const REBUILD: &str = "0006_require_written_on.sqlite.up.sql";

const COPY_PLACES: &str =
    "CREATE TABLE places (name text NOT NULL);\nINSERT INTO places SELECT place FROM entries;\n";
const WRONG_PLACES: &str = "<> '');\nUPDATE entries SET place = '' WHERE place IS NULL;\n";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a NOT NULL column without a default is added").each(
        &[Replace(PLACE, "place text", "place text NOT NULL")],
        denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        denied(Hazard, PLACE, "ALTER TABLE"),
    ),
    mistake("a column is added with a default that is not constant")
        .sqlite(
            &[Replace(
                PLACE,
                "place text",
                "place text DEFAULT (hex(randomblob(4)))",
            )],
            denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        )
        .postgres(
            &[Replace(
                PLACE,
                "place text",
                "place text DEFAULT gen_random_uuid()::text",
            )],
            warned(Hazard, PLACE, "ALTER TABLE"),
        ),
    mistake("a column is added with the current time as its default").sqlite(
        &[Replace(
            PLACE,
            "place text",
            "place text DEFAULT CURRENT_TIMESTAMP",
        )],
        denied(RehearsalFailed, PLACE, "ALTER TABLE"),
    ),
    mistake("a column is added that refers to another table")
        .sqlite(
            &[Replace(
                PLACE,
                "place text",
                "place integer DEFAULT 1 REFERENCES tags (id)",
            )],
            denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        )
        .postgres(
            &[Write(
                PLACE,
                b"ALTER TABLE entries ADD COLUMN place bigint DEFAULT 1 REFERENCES tags (id);\n",
            )],
            warned(Hazard, PLACE, "ALTER TABLE"),
        ),
    mistake("a UNIQUE column is added").each(
        &[Replace(PLACE, "place text", "place text UNIQUE")],
        denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        warned(Hazard, PLACE, "ALTER TABLE"),
    ),
    mistake("a primary key is added")
        .sqlite(
            &[Replace(PLACE, "place text", "place integer PRIMARY KEY")],
            denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        )
        .postgres(
            &[
                Add("0011_places.up.sql", "CREATE TABLE places (id bigint);\n"),
                Add("0011_places.down.sql", "DROP TABLE places;\n"),
                Add(
                    "0012_more.up.sql",
                    "ALTER TABLE places ADD PRIMARY KEY (id);\n",
                ),
                Add(
                    "0012_more.down.sql",
                    "ALTER TABLE places DROP CONSTRAINT places_pkey;\n",
                ),
            ],
            warned(Hazard, "0012_more.up.sql", "ADD PRIMARY KEY"),
        ),
    mistake("a stored generated column is added").each(
        &[Replace(PLACE, "place text", STORED)],
        denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        warned(Hazard, PLACE, "ALTER TABLE"),
    ),
    mistake("a column is added with a CHECK that rows violate").each(
        &[Replace(
            PLACE,
            "CHECK (trim(place) <> '')",
            "CHECK (place IS NOT NULL)",
        )],
        denied(RehearsalFailed, PLACE, "ALTER TABLE"),
        NeedsServer,
    ),
    mistake("rows are changed so that they violate a CHECK").each(
        &[Replace(PLACE, "<> '');\n", WRONG_PLACES)],
        denied(RehearsalFailed, PLACE, "UPDATE entries"),
        NeedsServer,
    ),
    mistake("a column that may be NULL is copied into one that may not")
        .sqlite(
            &[Replace(
                REBUILD,
                "coalesce(date(written_on, '+0 days'), date(created_at), date('now'))",
                "written_on",
            )],
            denied(RehearsalFailed, REBUILD, "INSERT INTO new_entries"),
        )
        .postgres(
            &[
                Add(MORE, COPY_PLACES),
                Add(MORE_DOWN, "DROP TABLE places;\n"),
            ],
            NeedsServer,
        ),
    mistake("a UNIQUE index over rows that are equal")
        .sqlite(
            &[
                Replace(
                    "0008_list_by_day.up.sql",
                    "CREATE INDEX",
                    "CREATE UNIQUE INDEX",
                ),
                Replace(
                    "0008_list_by_day.up.sql",
                    "(written_on, id)",
                    "(written_on)",
                ),
            ],
            denied(
                RehearsalFailed,
                "0008_list_by_day.up.sql",
                "CREATE UNIQUE INDEX",
            ),
        )
        .postgres(
            &[
                Replace(
                    "0008_list_by_day.postgres.up.sql",
                    "CREATE INDEX",
                    "CREATE UNIQUE INDEX",
                ),
                Replace(
                    "0008_list_by_day.postgres.up.sql",
                    "(written_on, id)",
                    "(written_on)",
                ),
            ],
            NeedsServer,
        ),
    mistake("rows are replaced that other tables refer to").sqlite(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "REPLACE INTO entries SELECT * FROM entries;\nALTER TABLE",
        )],
        denied(RowsLost, PLACE, "REPLACE INTO entries"),
    ),
    mistake("every row is deleted").each(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "DELETE FROM entries;\nALTER TABLE",
        )],
        denied(RowsLost, PLACE, "DELETE FROM entries"),
        warned(Hazard, PLACE, "DELETE FROM entries"),
    ),
];
