//! Migrations that are Rust: functions of the application's, in the transaction of their history row.

use ingrain::{Migrations, Target, Transactions};
use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::{Session, Testbed, on_both, on_postgres, ran};

/// Functions of one body for either database: statements one after another, and what is returned then.
macro_rules! functions {
    ($($name:ident: [$($sql:literal),*] => $returned:expr;)+) => {
        mod functions {
            use std::error::Error;

            use ingrain::__private::{Function, postgres_function, sqlite_function};
            use ingrain::{Dialect, Direction};
            use ingrain_end_to_end::testbed::Testbed;

            type Returned = Result<(), Box<dyn Error + Send + Sync>>;

            $(
                /// This function, for the script of this version and direction.
                pub(super) fn $name(bed: &Testbed, version: u64, direction: Direction) -> Function {
                    fn sqlite(connection: &rusqlite::Connection) -> Returned {
                        $(connection.execute_batch($sql)?;)*
                        let _ = connection;
                        $returned
                    }
                    async fn postgres(client: &tokio_postgres::Client) -> Returned {
                        $(client.batch_execute($sql).await?;)*
                        let _ = client;
                        $returned
                    }
                    match bed.dialect() {
                        Dialect::Sqlite => sqlite_function!(version, direction, sqlite),
                        Dialect::Postgres => postgres_function!(version, direction, postgres),
                    }
                }
            )+
        }
    };
}
mod absent;
mod ended;
mod fails;
mod leaves;
mod panics;
mod sessions;

/// With functions as an application writes them.
static MIGRATIONS: Migrations = ingrain::embed!("tests/runtime/rust/migrations", unwatched, rust = {
    2 => {
        sqlite: { up: on_sqlite::fill, down: on_sqlite::clear },
        postgres: { up: on_postgres::fill, down: on_postgres::clear },
    },
});

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

mod on_sqlite {
    use rusqlite::{Connection, Result};

    pub(super) fn fill(connection: &Connection) -> Result<()> {
        let mut notes = connection.prepare("SELECT id, title FROM notes")?;
        let mut rows = notes.query([])?;
        while let Some(row) = rows.next()? {
            let (id, title): (i64, String) = (row.get(0)?, row.get(1)?);
            let update = "UPDATE notes SET slug = ?1 WHERE id = ?2";
            connection.execute(update, (super::slug(&title), id))?;
        }
        Ok(())
    }

    pub(super) fn clear(connection: &Connection) -> Result<()> {
        connection.execute("UPDATE notes SET slug = NULL", [])?;
        Ok(())
    }
}

mod on_postgres {
    use tokio_postgres::{Client, Error};

    pub(super) async fn fill(client: &Client) -> Result<(), Error> {
        for row in client.query("SELECT id, title FROM notes", &[]).await? {
            let (id, title): (i32, String) = (row.try_get(0)?, row.try_get(1)?);
            let update = "UPDATE notes SET slug = $1 WHERE id = $2";
            client.execute(update, &[&super::slug(&title), &id]).await?;
        }
        Ok(())
    }

    pub(super) async fn clear(client: &Client) -> Result<(), Error> {
        client.batch_execute("UPDATE notes SET slug = NULL").await
    }
}

const RUST: &str = "-- ingrain: rust \"revision 1\"";
const NOTES: (&str, &str, &str) = (
    "1_notes",
    "CREATE TABLE notes (id integer PRIMARY KEY, body text)",
    "DROP TABLE notes",
);

functions! {
    add: ["INSERT INTO log (what) SELECT 'rust after ' || count(*) FROM log"] => Ok(());
}

#[test]
fn functions_run_among_scripts_and_are_taken_back() {
    on_both(|bed| {
        let migrator = MIGRATIONS.migrator();
        let slugs = "SELECT id, slug FROM notes ORDER BY id";
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2, 3]);
        assert_eq!(bed.rows(slugs), ["1 | first-things", "2 | über-uns"]);
        let script = include_str!("rust/migrations/0002_fill_slugs.up.sql");
        let checksum = ingrain::Checksum::of(script).to_string();
        assert_eq!(bed.history("checksum")[1], checksum);
        assert_eq!(bed.history("down_sql")[1].trim_end(), RUST);

        assert_eq!(
            ran(&bed.redo(&migrator, Target::Down(2)).unwrap()),
            [3, 2, 2, 3]
        );
        assert_eq!(bed.rows(slugs), ["1 | first-things", "2 | über-uns"]);
        assert_eq!(ran(&bed.down(&migrator, Target::Down(2)).unwrap()), [3, 2]);
        assert_eq!(bed.rows(slugs), ["1 | null", "2 | null"]);
        assert!(bed.run(&migrator).unwrap().ran().len() == 2);
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

#[test]
fn so_they_do_with_the_other_transactions() {
    on_both(|bed| {
        let other = bed.pick(Transactions::Each, Transactions::Together);
        let migrator = MIGRATIONS.migrator().transactions(other);
        assert_eq!(ran(&bed.run(&migrator).unwrap()), [1, 2, 3]);
        assert_eq!(
            ran(&bed.redo(&migrator, Target::Base).unwrap()),
            [3, 2, 1, 1, 2, 3]
        );
        assert_eq!(
            bed.rows("SELECT slug FROM notes WHERE id = 2"),
            ["über-uns"]
        );
    });
}

/// 130 migrations, of which these are Rust: a log of rows tells in which order they ran.
fn many(bed: &Testbed, rust: &[u64]) -> Migrations {
    let up = |version: u64| match version {
        1 => bed.pick(
            "CREATE TABLE log (id integer PRIMARY KEY, what text)".to_owned(),
            "CREATE TABLE log (id serial PRIMARY KEY, what text)".to_owned(),
        ),
        _ if rust.contains(&version) => RUST.to_owned(),
        _ => format!("INSERT INTO log (what) VALUES ('sql {version}')"),
    };
    let scripts = (1..=130).map(|version| (format!("{version}_step"), up(version)));
    let scripts: Vec<(String, String)> = scripts.collect();
    let scripts: Vec<(&str, &str, &str)> = scripts
        .iter()
        .map(|(name, up)| (name.as_str(), up.as_str(), "SELECT 1"))
        .collect();
    let functions = rust
        .iter()
        .map(|version| functions::add(bed, *version, ingrain::Direction::Up));
    bed.chain_with(&scripts, &functions.collect::<Vec<_>>())
}

#[test]
fn each_runs_in_its_place_among_many() {
    on_both(|bed| {
        let report = bed.run(&many(bed, &[40, 41, 64, 100]).migrator()).unwrap();
        assert_eq!(ran(&report), (1..=130).collect::<Vec<_>>());
        let found = bed.rows("SELECT what FROM log ORDER BY id");
        let expected = (2..=130).map(|version| match version {
            // Version 1 has made the table and written nothing.
            40 | 41 | 64 | 100 => format!("rust after {}", version - 2),
            _ => format!("sql {version}"),
        });
        assert_eq!(found, expected.collect::<Vec<_>>());
    });
}

/// A message is cut where a function is called, and nowhere else.
#[test]
fn on_postgres_only_the_function_costs_messages() {
    let mut counts = Vec::new();
    for rust in [&[][..], &[40], &[40, 41, 100]] {
        on_postgres(|bed| {
            let proxy = bed.postgres().proxy();
            let mut session = Session::open(proxy.url());
            session.run(&many(bed, rust).migrator()).unwrap();
            counts.push(proxy.take().len());
        });
    }
    let [none, one, three] = counts[..] else {
        return;
    };
    println!("messages with 0, 1 and 3 functions among 130: {counts:?}");
    // The function's own message, and one more for what follows it.
    assert!(one <= none + 2, "{counts:?}");
    assert!(three <= none + 6, "{counts:?}");
}

#[test]
fn the_future_can_be_spawned() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    ingrain_end_to_end::testbed::runtime().block_on(async {
        let mut client = database.connect().await;
        let run = async move { MIGRATIONS.migrator().run(&mut client).await };
        assert_eq!(ran(&tokio::spawn(run).await.unwrap().unwrap()), [1, 2, 3]);
    });
}
