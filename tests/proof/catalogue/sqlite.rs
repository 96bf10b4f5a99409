//! What only SQLite has: virtual tables, triggers that nobody checks, texts in the place of names.

use ingrain_core::Code::{DownDiffers, ReferenceBroken, RehearsalFailed};

use super::{Mistake, denied, denied_whole, mistake};
use crate::files::Edit::{Add, CutOff, Replace};

const SEARCH: &str = "0007_search.sqlite.up.sql";
const SEARCH_DOWN: &str = "0007_search.sqlite.down.sql";
const PLACE: &str = "0009_add_place.up.sql";
const ENDLESS: &str = "<> '');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
UPDATE entries SET place = (SELECT count(*) FROM n);
";
const MORE: &str = "0011_more.up.sql";
const MORE_DOWN: &str = "0011_more.down.sql";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("the content of a search index is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "content = 'entries'",
            "content = 'entires'",
        )],
        denied(RehearsalFailed, SEARCH, "VALUES ('rebuild')"),
    ),
    mistake("the tokenizer of a search index is misspelt").sqlite(
        &[Replace(SEARCH, "porter unicode61", "porter unicode16")],
        denied(RehearsalFailed, SEARCH, "CREATE VIRTUAL TABLE"),
    ),
    mistake("a column of a search index is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "    body,\n    content =",
            "    text,\n    content =",
        )],
        denied(RehearsalFailed, SEARCH, "VALUES ('rebuild')"),
    ),
    mistake("a module of virtual tables does not exist").sqlite(
        &[Replace(SEARCH, "USING fts5", "USING ft5")],
        denied(RehearsalFailed, SEARCH, "CREATE VIRTUAL TABLE"),
    ),
    mistake("a trigger writes one value too few").sqlite(
        &[Replace(
            SEARCH,
            "(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);\nEND;\n\n-- The words",
            "(rowid, title, body) VALUES (NEW.id, NEW.title);\nEND;\n\n-- The words",
        )],
        denied(
            ReferenceBroken,
            SEARCH,
            "CREATE TRIGGER entries_search_insert",
        ),
    ),
    mistake("a trigger writes to a table that is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "AFTER INSERT ON entries\nBEGIN\n    INSERT INTO entry_search",
            "AFTER INSERT ON entries\nBEGIN\n    INSERT INTO entry_serach",
        )],
        denied(
            ReferenceBroken,
            SEARCH,
            "CREATE TRIGGER entries_search_insert",
        ),
    ),
    mistake("a trigger reads a column that is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "(NEW.id, NEW.title, NEW.body);\nEND;\n\nINSERT",
            "(NEW.id, NEW.tilte, NEW.body);\nEND;\n\nINSERT",
        )],
        denied(
            ReferenceBroken,
            SEARCH,
            "CREATE TRIGGER entries_search_update",
        ),
    ),
    mistake("a trigger waits for a column that is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "AFTER UPDATE OF id, title, body",
            "AFTER UPDATE OF id, tilte, body",
        )],
        denied(
            ReferenceBroken,
            SEARCH,
            "CREATE TRIGGER entries_search_update",
        ),
    ),
    mistake("a trigger is on a table that is misspelt").sqlite(
        &[Replace(
            SEARCH,
            "AFTER INSERT ON entries",
            "AFTER INSERT ON entires",
        )],
        denied(RehearsalFailed, SEARCH, "AFTER INSERT ON entires"),
    ),
    mistake("a down script drops a table that triggers still write to").sqlite(
        &[Replace(
            SEARCH_DOWN,
            "DROP TRIGGER entries_search_delete;\n",
            "",
        )],
        denied(ReferenceBroken, SEARCH_DOWN, "DROP TABLE entry_search"),
    ),
    mistake("a down script drops the triggers and leaves the search index").sqlite(
        &[CutOff(SEARCH_DOWN, "DROP TABLE")],
        denied_whole(DownDiffers, SEARCH_DOWN),
    ),
    mistake("a query that never ends").sqlite(
        &[Replace(PLACE, "<> '');\n", ENDLESS)],
        denied(RehearsalFailed, PLACE, "WITH RECURSIVE"),
    ),
    mistake("a WITHOUT ROWID table without a primary key").sqlite(
        &[
            Add(
                MORE,
                "CREATE TABLE pairs (a integer, b integer) WITHOUT ROWID;\n",
            ),
            Add(MORE_DOWN, "DROP TABLE pairs;\n"),
        ],
        denied(RehearsalFailed, MORE, "CREATE TABLE pairs"),
    ),
    mistake("a partial index with the current time in it").sqlite(
        &[
            Add(
                MORE,
                "CREATE INDEX late ON entries (id) WHERE written_on < date('now');\n",
            ),
            Add(MORE_DOWN, "DROP INDEX late;\n"),
        ],
        denied(RehearsalFailed, MORE, "CREATE INDEX late"),
    ),
    mistake("a script counts on a temporary table of an earlier one").sqlite(
        &[
            Add(MORE, "CREATE TEMP TABLE kept AS SELECT id FROM entries;\n"),
            Add(MORE_DOWN, "DROP TABLE kept;\n"),
        ],
        denied(RehearsalFailed, MORE_DOWN, "DROP TABLE kept"),
    ),
    mistake("a table is renamed, and its search index goes on naming the old one").sqlite(
        &[
            Add(MORE, "ALTER TABLE entries RENAME TO notes;\n"),
            Add(MORE_DOWN, "ALTER TABLE notes RENAME TO entries;\n"),
        ],
        denied(ReferenceBroken, MORE, "ALTER TABLE entries"),
    ),
];
