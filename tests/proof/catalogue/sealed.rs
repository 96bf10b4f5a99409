//! Changes of what is sealed, and of the lock file.

use ingrain_core::Code::{
    InsertedBelowSealed, LockFile, NewerLockFile, SealedDeleted, SealedEdited, SealedRenumbered,
};

use super::{Mistake, denied, denied_whole, mistake};
use crate::files::Edit::{
    self, Add, CutOff, Delete, DeleteLine, Rename, Renumber, Replace, Seal, Write,
};

const LOCK: &str = "ingrain.lock";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("one byte of a sealed up script is changed").both(
        &[
            Seal,
            Replace(
                "0005_add_written_on.*.up.sql",
                "What is known",
                "what is known",
            ),
        ],
        denied_whole(SealedEdited, "0005_add_written_on.*.up.sql"),
    ),
    mistake("a directive is added to a sealed up script").both(
        &[
            Seal,
            Replace(
                "0010_count_tags.up.sql",
                "CREATE VIEW",
                "-- ingrain: breaking\nCREATE VIEW",
            ),
        ],
        denied_whole(SealedEdited, "0010_count_tags.up.sql"),
    ),
    mistake("the last sealed migration is deleted").both(
        &[
            Seal,
            Delete("0010_count_tags.up.sql"),
            Delete("0010_count_tags.down.sql"),
        ],
        denied(SealedDeleted, LOCK, "version=10 "),
    ),
    mistake("a sealed migration is deleted, and the others close ranks").both(
        &[
            Seal,
            Delete("0009_add_place.up.sql"),
            Delete("0009_add_place.down.sql"),
            Renumber("0010", "0009"),
        ],
        denied_whole(SealedRenumbered, "0009_count_tags.up.sql"),
    ),
    mistake("two sealed migrations are swapped").both(
        &[
            Seal,
            Renumber("0005", "tmp"),
            Renumber("0004", "0005"),
            Renumber("tmp", "0004"),
        ],
        denied_whole(SealedRenumbered, "0005_touch_updated_at.*.up.sql"),
    ),
    mistake("a sealed migration is renumbered, to make room for a new one").both(
        &[
            Seal,
            Renumber("0010", "0011"),
            Add("0010_new.up.sql", "CREATE VIEW new AS SELECT 1 AS one;"),
            Add("0010_new.down.sql", "DROP VIEW new;"),
        ],
        denied_whole(SealedRenumbered, "0011_count_tags.up.sql"),
    ),
    mistake("a migration is inserted below the sealed ones").both(
        &[
            Seal,
            Add("0000_first.up.sql", "CREATE VIEW first AS SELECT 1 AS one;"),
            Add("0000_first.down.sql", "DROP VIEW first;"),
        ],
        denied_whole(InsertedBelowSealed, "0000_first.up.sql"),
    ),
    mistake("a line of the lock is deleted").both(
        &[Seal, DeleteLine(LOCK, "version=5 ")],
        denied(LockFile, LOCK, "ingrain-lock 1"),
    ),
    mistake("a line is written into the lock by hand").both(
        &[
            Seal,
            Replace(
                LOCK,
                "version=10 ",
                "version=3 name=0003_again up=\nversion=10 ",
            ),
        ],
        denied(LockFile, LOCK, "0003_again"),
    ),
    mistake("a word of the lock is changed").both(
        &[
            Seal,
            Replace(
                LOCK,
                "version=9 name=0009_add_place",
                "version=9 name=0009_add_places",
            ),
        ],
        denied(LockFile, LOCK, "ingrain-lock 1"),
    ),
    mistake("a checksum of the lock is changed").both(
        &[
            Seal,
            Replace(
                LOCK,
                "name=0010_count_tags up=sha256:14902a",
                "name=0010_count_tags up=sha256:14902b",
            ),
        ],
        denied(LockFile, LOCK, "ingrain-lock 1"),
    ),
    mistake("a checksum of the lock is cut short").both(
        &[
            Seal,
            Replace(
                LOCK,
                "name=0010_count_tags up=sha256:14902a",
                "name=0010_count_tags up=sha256:14902",
            ),
        ],
        denied(LockFile, LOCK, "version=10 "),
    ),
    mistake("the lock is truncated between two lines").both(
        &[Seal, CutOff(LOCK, "version=7 ")],
        denied(LockFile, LOCK, "ingrain-lock 1"),
    ),
    mistake("the lock is truncated within a line").both(
        &[Seal, CutOff(LOCK, "0007_search")],
        denied(LockFile, LOCK, "version=7 "),
    ),
    mistake("the lock is emptied").both(&[Seal, Write(LOCK, b"")], denied(LockFile, LOCK, "")),
    mistake("the lock holds the markers of a merge conflict").both(
        &[
            Seal,
            Replace(LOCK, "version=10 ", "<<<<<<< HEAD\nversion=10 "),
        ],
        denied(LockFile, LOCK, "<<<<<<< HEAD"),
    ),
    mistake("the lock was written by a later version").both(
        &[Seal, Replace(LOCK, "ingrain-lock 1 ", "ingrain-lock 2 ")],
        denied(NewerLockFile, LOCK, "ingrain-lock 2"),
    ),
];

pub(super) const NO_MISTAKES: &[(&str, &[Edit])] = &[
    ("sealed, and nothing changed", &[Seal]),
    (
        "the comment of a sealed down script",
        &[
            Seal,
            Replace(
                "0002_create_tags.down.sql",
                "DROP TABLE tags;",
                "DROP TABLE tags; -- the last",
            ),
        ],
    ),
    (
        "CRLF in a sealed script",
        &[
            Seal,
            Replace("0010_count_tags.up.sql", "AS\nSELECT", "AS\r\nSELECT"),
        ],
    ),
    (
        "the description of a sealed migration",
        &[
            Seal,
            Rename("0010_count_tags.up.sql", "0010_count.up.sql"),
            Rename("0010_count_tags.down.sql", "0010_count.down.sql"),
        ],
    ),
    (
        "a migration above the sealed ones",
        &[
            Seal,
            Add("0011_new.up.sql", "CREATE VIEW new AS SELECT 1 AS one;"),
            Add("0011_new.down.sql", "DROP VIEW new;"),
        ],
    ),
];
