//! SQLite cannot alter a column: a table is built anew under another name, and much can be forgotten.

use ingrain_core::Code::{ObjectLost, ReferenceBroken, RehearsalFailed, RowsLost};

use super::{Mistake, denied, mistake};
use crate::files::Edit::{Add, CutOff, Replace};

const REBUILD: &str = "0006_require_written_on.sqlite.up.sql";
const DIRECTIVE: &str = "-- ingrain: foreign-keys off\n--\n";
const DROP: &str = "DROP TABLE entries;\n";
const RENAME: &str = "ALTER TABLE new_entries RENAME TO entries;\n";

const COPY: &str = "INSERT INTO new_entries (id, title, body, created_at, updated_at, written_on)
SELECT
    id, title, body, created_at, updated_at,
    coalesce(date(written_on, '+0 days'), date(created_at), date('now'))
FROM entries;
";

const NUMBERED: &str = "CREATE TABLE receipts (
    id integer PRIMARY KEY AUTOINCREMENT,
    note text
);
";

const NUMBERED_ANEW: &str = "CREATE TABLE new_receipts (
    id integer PRIMARY KEY AUTOINCREMENT,
    note text NOT NULL DEFAULT ''
);
INSERT INTO new_receipts SELECT id, coalesce(note, '') FROM receipts;
DROP TABLE receipts;
ALTER TABLE new_receipts RENAME TO receipts;
";

const NUMBERED_BACK: &str = "CREATE TABLE new_receipts (
    id integer PRIMARY KEY AUTOINCREMENT,
    note text
);
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_receipts', seq FROM sqlite_sequence WHERE name = 'receipts';
INSERT INTO new_receipts SELECT id, note FROM receipts;
DROP TABLE receipts;
ALTER TABLE new_receipts RENAME TO receipts;
";

const SLIPS: &str = "CREATE TABLE slips (id integer PRIMARY KEY, note text);\n";

const UNIQUE_SLIPS: &str = "CREATE TABLE new_slips (id integer PRIMARY KEY, note text UNIQUE);
INSERT OR IGNORE INTO new_slips SELECT id, coalesce(note, '') FROM slips;
DROP TABLE slips;
ALTER TABLE new_slips RENAME TO slips;
";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a rebuild with foreign keys on, which empties the child").sqlite(
        &[Replace(REBUILD, DIRECTIVE, "")],
        denied(RowsLost, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild with foreign keys on, in a script that gives the child an index").sqlite(
        &[
            Replace(REBUILD, DIRECTIVE, ""),
            Replace(
                REBUILD,
                RENAME,
                "ALTER TABLE new_entries RENAME TO entries;\nCREATE INDEX by_entry ON entry_tags (entry_id);\n",
            ),
            Replace(
                "0006_require_written_on.sqlite.down.sql",
                DIRECTIVE,
                "-- ingrain: foreign-keys off\nDROP INDEX by_entry;\n--\n",
            ),
        ],
        denied(RowsLost, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild that leaves out the rows which are in each other's way").sqlite(
        &[
            Add("0011_more.up.sql", SLIPS),
            Add("0011_more.down.sql", "DROP TABLE slips;\n"),
            Add("0012_unique.up.sql", UNIQUE_SLIPS),
            Add("0012_unique.down.sql", "SELECT 1;\n"),
        ],
        denied(RowsLost, "0012_unique.up.sql", "INSERT OR IGNORE"),
    ),
    mistake("a rebuild in a down script with foreign keys on, which empties the child").sqlite(
        &[Replace(
            "0006_require_written_on.sqlite.down.sql",
            DIRECTIVE,
            "",
        )],
        denied(
            RowsLost,
            "0006_require_written_on.sqlite.down.sql",
            "DROP TABLE entries",
        ),
    ),
    mistake("a rebuild with foreign keys deferred, which empties the child all the same").sqlite(
        &[Replace(
            REBUILD,
            DIRECTIVE,
            "PRAGMA defer_foreign_keys = ON;\n",
        )],
        denied(RowsLost, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild without the copying of rows").sqlite(
        &[
            Add("0011_receipts.up.sql", NUMBERED),
            Add("0011_receipts.down.sql", "DROP TABLE receipts;\n"),
            Add("0012_notes.up.sql", NUMBERED_BACK),
            Add("0012_notes.down.sql", "SELECT 1;\n"),
            Replace(
                "0012_notes.up.sql",
                "INSERT INTO new_receipts SELECT id, note FROM receipts;\n",
                "",
            ),
        ],
        denied(RowsLost, "0012_notes.up.sql", "DROP TABLE receipts"),
    ),
    mistake("a rebuild without the copying of rows that others refer to").sqlite(
        &[Replace(REBUILD, COPY, "")],
        denied(ReferenceBroken, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild without an index").sqlite(
        &[Replace(
            REBUILD,
            "CREATE INDEX entries_created_at_idx ON entries (created_at);\n",
            "",
        )],
        denied(ObjectLost, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild without a trigger").sqlite(
        &[CutOff(REBUILD, "CREATE TRIGGER")],
        denied(ObjectLost, REBUILD, "DROP TABLE entries"),
    ),
    mistake("a rebuild without the dropping of the old table").sqlite(
        &[Replace(REBUILD, DROP, "")],
        denied(RehearsalFailed, REBUILD, "RENAME TO entries"),
    ),
    mistake("a rebuild without the renaming of the new table").sqlite(
        &[Replace(REBUILD, RENAME, "")],
        denied(
            RehearsalFailed,
            REBUILD,
            "CREATE INDEX entries_created_at_idx",
        ),
    ),
    mistake("a rebuild that renames the old table aside, and foreign keys follow it").sqlite(
        &[
            Replace(
                REBUILD,
                "CREATE TABLE new_entries (",
                "ALTER TABLE entries RENAME TO old_entries;\nCREATE TABLE entries (",
            ),
            Replace(REBUILD, "INSERT INTO new_entries", "INSERT INTO entries"),
            Replace(REBUILD, "\nFROM entries;", "\nFROM old_entries;"),
            Replace(REBUILD, DROP, "DROP TABLE old_entries;\n"),
            Replace(REBUILD, RENAME, ""),
        ],
        denied(
            ReferenceBroken,
            REBUILD,
            "ALTER TABLE entries RENAME TO old_entries",
        ),
    ),
    mistake("a rebuild that leaves out a column").sqlite(
        &[
            Replace(
                REBUILD,
                "    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),\n",
                "",
            ),
            Replace(
                REBUILD,
                "created_at, updated_at, written_on)",
                "created_at, written_on)",
            ),
            Replace(
                REBUILD,
                "body, created_at, updated_at,\n",
                "body, created_at,\n",
            ),
        ],
        denied(ReferenceBroken, REBUILD, "CREATE TRIGGER entries_touch"),
    ),
    mistake("a rebuild that copies columns in the wrong order").sqlite(
        &[Replace(
            REBUILD,
            "    id, title, body, created_at, updated_at,\n",
            "    title, id, body, created_at, updated_at,\n",
        )],
        denied(RehearsalFailed, REBUILD, "INSERT INTO new_entries"),
    ),
    mistake("a rebuild of an AUTOINCREMENT table without its sequence").sqlite(
        &[
            Add("0011_receipts.up.sql", NUMBERED),
            Add("0011_receipts.down.sql", "DROP TABLE receipts;\n"),
            Add("0012_notes.up.sql", NUMBERED_ANEW),
            Add("0012_notes.down.sql", NUMBERED_BACK),
        ],
        denied(RowsLost, "0012_notes.up.sql", "DROP TABLE receipts"),
    ),
    mistake("a rebuild whose down script forgets what the up script tightened").sqlite(
        &[
            Add("0011_receipts.up.sql", NUMBERED),
            Add("0011_receipts.down.sql", "DROP TABLE receipts;\n"),
            Add("0012_notes.up.sql", NUMBERED_BACK_TIGHTER),
            Add(
                "0012_notes.down.sql",
                "UPDATE receipts SET note = NULL WHERE note = 'none';\n",
            ),
        ],
        denied(RehearsalFailed, "0012_notes.down.sql", "UPDATE receipts"),
    ),
];

const NUMBERED_BACK_TIGHTER: &str = "CREATE TABLE new_receipts (
    id integer PRIMARY KEY AUTOINCREMENT,
    note text NOT NULL
);
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_receipts', seq FROM sqlite_sequence WHERE name = 'receipts';
INSERT INTO new_receipts SELECT id, coalesce(note, 'none') FROM receipts;
DROP TABLE receipts;
ALTER TABLE new_receipts RENAME TO receipts;
";
