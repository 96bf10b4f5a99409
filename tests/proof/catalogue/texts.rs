//! Mistakes in what scripts say, which no database is needed to see.

use ingrain_core::Code::{
    MissingDown, MisusedDirective, NeedsClient, NeedsNoTransaction, TransactionControl,
    UnknownDirective, Unterminated,
};

use super::{Mistake, denied, denied_whole, mistake};
use crate::files::Edit::{Add, CutOff, Replace, Write};

const PLACE: &str = "0009_add_place.up.sql";
const SAID: &str =
    "-- ingrain: compatible \"nullable, and no older binary inserts without naming its columns\"\n";

pub(super) const MISTAKES: &[Mistake] = &[
    mistake("an irreversible migration does not say so").both(
        &[Replace(
            "0003_merge_tag_spellings.up.sql",
            "-- ingrain: irreversible",
            "-- Irreversible:",
        )],
        denied_whole(MissingDown, "0003_merge_tag_spellings.up.sql"),
    ),
    mistake("an irreversible migration has a down script").both(
        &[Add("0003_merge_tag_spellings.down.sql", "SELECT 1;")],
        denied_whole(MisusedDirective, "0003_merge_tag_spellings.up.sql"),
    ),
    mistake("a directive does not exist").both(
        &[Replace(
            PLACE,
            "-- ingrain: compatible",
            "-- ingrain: harmless",
        )],
        denied(UnknownDirective, PLACE, "-- ingrain: harmless"),
    ),
    mistake("a directive is misspelt").both(
        &[Replace(
            PLACE,
            "-- ingrain: compatible",
            "-- ingrain: compatable",
        )],
        denied(UnknownDirective, PLACE, "-- ingrain: compatable"),
    ),
    mistake("a directive lacks its reason").both(
        &[Replace(PLACE, SAID, "-- ingrain: compatible\n")],
        denied(MisusedDirective, PLACE, "-- ingrain: compatible"),
    ),
    mistake("a directive stands below the first statement").both(
        &[
            Replace(PLACE, SAID, ""),
            Replace(PLACE, "<> '');\n", "<> '');\n-- ingrain: breaking\n"),
        ],
        denied(MisusedDirective, PLACE, "-- ingrain: breaking"),
    ),
    mistake("a directive is written in another kind of comment").both(
        &[Replace(PLACE, SAID, "/* ingrain: breaking */\n")],
        denied(MisusedDirective, PLACE, "/* ingrain: breaking */"),
    ),
    mistake("two directives exclude each other").both(
        &[Replace(
            PLACE,
            SAID,
            "-- ingrain: breaking\n-- ingrain: compatible \"nullable\"\n",
        )],
        denied(MisusedDirective, PLACE, "-- ingrain: compatible"),
    ),
    mistake("a rule that does not exist is allowed").both(
        &[Replace(
            PLACE,
            "-- ingrain: compatible",
            "-- ingrain: allow rows-lots",
        )],
        denied(MisusedDirective, PLACE, "rows-lots"),
    ),
    mistake("a quote is not closed").both(
        &[Replace(PLACE, "<> '');", "<> ');")],
        denied(Unterminated, PLACE, "<> ');"),
    ),
    mistake("a comment is not closed").both(
        &[Replace(PLACE, "ALTER TABLE", "/* its place\nALTER TABLE")],
        denied(Unterminated, PLACE, "/* its place"),
    ),
    mistake("the body of a trigger or a function is not closed")
        .sqlite(
            &[CutOff(
                "0004_touch_updated_at.sqlite.up.sql",
                "    WHERE id = NEW.id;",
            )],
            denied(Unterminated, "0004_touch_updated_at.sqlite.up.sql", "BEGIN"),
        )
        .postgres(
            &[Replace(
                "0004_touch_updated_at.postgres.up.sql",
                "END;\n$$;",
                "END;\n$;",
            )],
            denied(
                Unterminated,
                "0004_touch_updated_at.postgres.up.sql",
                "AS $$",
            ),
        ),
    mistake("a script begins a transaction").both(
        &[Replace(
            "0010_count_tags.up.sql",
            "CREATE VIEW",
            "BEGIN;\nCREATE VIEW",
        )],
        denied(TransactionControl, "0010_count_tags.up.sql", "BEGIN;"),
    ),
    mistake("a script commits").both(
        &[Write(
            "0010_count_tags.down.sql",
            b"DROP VIEW tag_counts;\nCOMMIT;\n",
        )],
        denied(TransactionControl, "0010_count_tags.down.sql", "COMMIT;"),
    ),
    mistake("`VACUUM` inside the transaction").both(
        &[Replace(PLACE, "<> '');\n", "<> '');\nVACUUM;\n")],
        denied(NeedsNoTransaction, PLACE, "VACUUM;"),
    ),
    mistake("`CONCURRENTLY` inside the transaction").postgres(
        &[Replace(
            "0008_list_by_day.postgres.up.sql",
            "-- ingrain: no-transaction\n--\n",
            "",
        )],
        denied(
            NeedsNoTransaction,
            "0008_list_by_day.postgres.up.sql",
            "CREATE INDEX CONCURRENTLY",
        ),
    ),
    mistake("`CONCURRENTLY` inside the transaction of a down script").postgres(
        &[Replace(
            "0008_list_by_day.postgres.down.sql",
            "-- ingrain: no-transaction\n",
            "",
        )],
        denied(
            NeedsNoTransaction,
            "0008_list_by_day.postgres.down.sql",
            "CREATE INDEX CONCURRENTLY",
        ),
    ),
    mistake("a database is created inside the transaction").postgres(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "CREATE DATABASE places;\nALTER TABLE",
        )],
        denied(NeedsNoTransaction, PLACE, "CREATE DATABASE"),
    ),
    mistake("foreign keys are switched off inside the transaction, where it does nothing").sqlite(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "PRAGMA foreign_keys = OFF;\nALTER TABLE",
        )],
        denied(NeedsNoTransaction, PLACE, "PRAGMA foreign_keys"),
    ),
    mistake("the journal mode is changed inside the transaction").sqlite(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "PRAGMA journal_mode = WAL;\nALTER TABLE",
        )],
        denied(NeedsNoTransaction, PLACE, "PRAGMA journal_mode"),
    ),
    mistake("a command of psql").postgres(
        &[Replace(
            PLACE,
            "ALTER TABLE",
            "\\connect journal\nALTER TABLE",
        )],
        denied(NeedsClient, PLACE, "\\connect"),
    ),
    mistake("rows for `COPY … FROM stdin` in the script").postgres(
        &[Replace(
            PLACE,
            "<> '');\n",
            "<> '');\nCOPY tags (name) FROM stdin;\n",
        )],
        denied(NeedsClient, PLACE, "COPY tags"),
    ),
];
