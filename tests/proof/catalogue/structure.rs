//! Mistakes in which files the folder holds, and in how they are called.

use ingrain_core::Code::{
    Config, DuplicateVersion, EmptyScript, Gap, Misnamed, MissingDialect, MissingDown,
    MixedLayouts, NotText, OrphanDown, UnusedScript,
};

use super::{Mistake, denied, denied_whole, mistake};
use crate::files::Edit::{self, Add, Delete, Rename, Renumber, Replace, Write};

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("a down script is deleted").both(
        &[Delete("0005_add_written_on.down.sql")],
        denied_whole(MissingDown, "0005_add_written_on.*.up.sql"),
    ),
    mistake("an up script is deleted").both(
        &[Delete("0005_add_written_on.*.up.sql")],
        denied_whole(OrphanDown, "0005_add_written_on.down.sql"),
    ),
    mistake("a migration is deleted, and leaves a gap").both(
        &[
            Delete("0005_add_written_on.*.up.sql"),
            Delete("0005_add_written_on.down.sql"),
        ],
        denied_whole(Gap, "0006_require_written_on.*.up.sql"),
    ),
    mistake("a version is left out").both(
        &[Renumber("0010", "0011")],
        denied_whole(Gap, "0011_count_tags.up.sql"),
    ),
    mistake("two migrations have one version").both(
        &[Renumber("0010", "0009")],
        denied_whole(DuplicateVersion, "0009_count_tags.up.sql"),
    ),
    mistake("a down script is called otherwise than its up script").both(
        &[Rename(
            "0009_add_place.down.sql",
            "0009_add_places.down.sql",
        )],
        denied_whole(DuplicateVersion, "0009_add_places.down.sql"),
    ),
    mistake("a hyphen stands for the underscore in a name").both(
        &[Rename("0010_count_tags.up.sql", "0010-count-tags.up.sql")],
        denied_whole(Misnamed, "0010-count-tags.up.sql"),
    ),
    mistake("`down` is misspelt in a name").both(
        &[Rename(
            "0010_count_tags.down.sql",
            "0010_count_tags.dwon.sql",
        )],
        denied_whole(Misnamed, "0010_count_tags.dwon.sql"),
    ),
    mistake("the database is misspelt in a name").both(
        &[Rename("0007_search.*.up.sql", "0007_search.*s.up.sql")],
        denied_whole(Misnamed, "0007_search.*s.up.sql"),
    ),
    mistake("the extension is in capitals").both(
        &[Rename("0010_count_tags.up.sql", "0010_count_tags.up.SQL")],
        denied_whole(Misnamed, "0010_count_tags.up.SQL"),
    ),
    mistake("the extension is misspelt").both(
        &[Rename("0010_count_tags.up.sql", "0010_count_tags.up.sq l")],
        denied_whole(OrphanDown, "0010_count_tags.down.sql"),
    ),
    mistake("two ways of naming scripts are mixed").both(
        &[
            Add("V11__more.sql", "SELECT 1;"),
            Add("V11__more.down.sql", "SELECT 1;"),
        ],
        denied_whole(MixedLayouts, "V11__more.sql"),
    ),
    mistake("a down script is empty").both(
        &[Write("0009_add_place.down.sql", b"")],
        denied_whole(EmptyScript, "0009_add_place.down.sql"),
    ),
    mistake("a down script holds a comment only").both(
        &[Write("0009_add_place.down.sql", b"-- to be written\n")],
        denied_whole(EmptyScript, "0009_add_place.down.sql"),
    ),
    mistake("an up script is empty").both(
        &[Write("0010_count_tags.up.sql", b"\n")],
        denied_whole(EmptyScript, "0010_count_tags.up.sql"),
    ),
    mistake("a script is not UTF-8").both(
        &[Write(
            "0010_count_tags.down.sql",
            b"DROP VIEW tag_counts; -- d\xe9j\xe0\n",
        )],
        denied_whole(NotText, "0010_count_tags.down.sql"),
    ),
    mistake("another database is declared, and has no scripts").both(
        &[Write(
            "ingrain.toml",
            b"dialects = [\"postgres\", \"sqlite\"]\n",
        )],
        denied_whole(MissingDialect, "0001_create_entries.*.up.sql"),
    ),
    mistake("a script is for a database that is not declared")
        .sqlite(
            &[Add("0010_count_tags.postgres.up.sql", "SELECT 1;")],
            denied_whole(UnusedScript, "0010_count_tags.postgres.up.sql"),
        )
        .postgres(
            &[Add("0010_count_tags.sqlite.up.sql", "SELECT 1;")],
            denied_whole(UnusedScript, "0010_count_tags.sqlite.up.sql"),
        ),
    mistake("a key of `ingrain.toml` is misspelt").both(
        &[Replace("ingrain.toml", "dialects", "dialect")],
        denied(Config, "ingrain.toml", "dialect ="),
    ),
    mistake("a database of `ingrain.toml` does not exist").both(
        &[Write("ingrain.toml", b"dialects = [\"mysql\"]\n")],
        denied(Config, "ingrain.toml", "mysql"),
    ),
    mistake("a rule of `ingrain.toml` does not exist").both(
        &[Replace(
            "ingrain.toml",
            "]\n",
            "]\n[lints]\nban-drop-colum = \"warn\"\n",
        )],
        denied(Config, "ingrain.toml", "ban-drop-colum"),
    ),
    mistake("`ingrain.toml` is not TOML").both(
        &[Replace("ingrain.toml", "dialects =", "dialects:")],
        denied(Config, "ingrain.toml", "dialects:"),
    ),
];

pub(super) const NO_MISTAKES: &[(&str, &[Edit])] = &[
    (
        "a byte order mark",
        &[Replace(
            "0010_count_tags.down.sql",
            "DROP VIEW",
            "\u{feff}DROP VIEW",
        )],
    ),
    (
        "CRLF",
        &[Replace(
            "0002_create_tags.down.sql",
            "DROP TABLE entry_tags;\n",
            "DROP TABLE entry_tags;\r\n",
        )],
    ),
    (
        "another description",
        &[
            Rename("0010_count_tags.up.sql", "0010_count.up.sql"),
            Rename("0010_count_tags.down.sql", "0010_count.down.sql"),
        ],
    ),
    (
        "a file that is no script",
        &[Add("notes.txt", "DROP TABLE entries;")],
    ),
];
