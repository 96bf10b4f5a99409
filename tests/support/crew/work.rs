//! What a crew does: the same migrations in its processes and in the test that checks them.

use ingrain::backup::SqliteCopy;
use ingrain::{Migrations, Migrator};

use crate::chain::chain;

static DEMO: Migrations = ingrain::embed!("migrations");

/// The history table of all work: its own name, to be found in the server's log.
pub const HISTORY: &str = "race_history";

/// Migrations to apply.
#[derive(Debug, Clone, Copy)]
pub enum Work {
    /// The demo chain.
    Demo,
    /// Scripts that run outside transactions.
    Stepwise,
    /// Scripts that all run in transactions.
    Transactional,
    /// Ten thousand rows, and a script that changes them in a hundred batches.
    Backfill,
}

impl Work {
    /// All there is.
    const ALL: [Work; 4] = [
        Work::Demo,
        Work::Stepwise,
        Work::Transactional,
        Work::Backfill,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Work::Demo => "demo",
            Work::Stepwise => "stepwise",
            Work::Transactional => "transactional",
            Work::Backfill => "backfill",
        }
    }

    /// The one that `name` names.
    pub fn named(name: &str) -> Option<Work> {
        Work::ALL.into_iter().find(|work| work.name() == name)
    }

    /// What applies it.
    pub fn migrator(self) -> Migrator {
        let migrations = match self {
            Work::Demo => DEMO,
            Work::Stepwise => stepwise(),
            Work::Transactional => transactional(),
            Work::Backfill => backfill(),
        };
        migrations.migrator().history_table(HISTORY)
    }
}

/// Some that each make a table.
fn transactional() -> Migrations {
    let files = (1..=12).flat_map(|number| {
        [
            (
                format!("{number}_t.up.sql"),
                format!("CREATE TABLE t{number} (id integer PRIMARY KEY);"),
            ),
            (
                format!("{number}_t.down.sql"),
                format!("DROP TABLE t{number};"),
            ),
        ]
    });
    let config = "dialects = [\"sqlite\", \"postgres\"]".to_owned();
    let files: Vec<_> = files.chain([("ingrain.toml".to_owned(), config)]).collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    chain(&files)
}

fn stepwise() -> Migrations {
    let up = |table: &str| {
        let create = format!("CREATE TABLE {table} (id integer PRIMARY KEY);");
        format!("-- ingrain: no-transaction\n{create}\nINSERT INTO {table} VALUES (1);")
    };
    chain(&[
        ("ingrain.toml", "dialects = [\"sqlite\", \"postgres\"]"),
        ("1_a.up.sql", &up("a")),
        ("1_a.down.sql", "DROP TABLE a"),
        ("2_b.up.sql", &up("b")),
        ("2_b.down.sql", "DROP TABLE b"),
    ])
}

fn backfill() -> Migrations {
    let notes = "CREATE TABLE notes (id integer PRIMARY KEY, done integer NOT NULL);\n\
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) \
        INSERT INTO notes SELECT i, 0 FROM n;";
    let script = |change: &str| {
        format!(
            "-- ingrain: backfill notes.id rows 100 pause 5ms\n\
             UPDATE notes SET done = done {change} WHERE id > $1 AND id <= $2;"
        )
    };
    chain(&[
        ("ingrain.toml", "dialects = [\"sqlite\", \"postgres\"]"),
        ("1_notes.up.sql", notes),
        ("1_notes.down.sql", "DROP TABLE notes"),
        ("2_done.up.sql", &script("+ 1")),
        ("2_done.down.sql", &script("- 1")),
    ])
}

/// A copy into this folder, then two more tables: what the tests of backups begin with is its past.
pub fn saving(folder: &str) -> Migrator {
    let scripts = |table: &str| {
        let up = format!("CREATE TABLE {table} (id integer)");
        (up, format!("DROP TABLE {table}"))
    };
    let [notes, tags, more] = ["notes", "tags", "more"].map(scripts);
    let migrations = chain(&[
        ("ingrain.toml", "dialects = [\"sqlite\"]"),
        ("1_notes.up.sql", &notes.0),
        ("1_notes.down.sql", &notes.1),
        ("2_tags.up.sql", &tags.0),
        ("2_tags.down.sql", &tags.1),
        ("3_more.up.sql", &more.0),
        ("3_more.down.sql", &more.1),
    ]);
    migrations.migrator().backup(SqliteCopy::within(folder))
}
