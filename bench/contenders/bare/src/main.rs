//! The floor: the same statements and history rows in bare batches, and one bare query that reads a row.

use contender::{Contender, Counting, Script};
use rusqlite::Connection as Sqlite;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<Bare>();
}

/// So many transactions go into one message.
const BATCH: usize = 64;

/// Reads the last row; nothing is there before the first.
const LAST: &str = "SELECT event, chain, seq FROM bare_history ORDER BY seq DESC LIMIT 1";

struct Bare {
    runtime: Runtime,
    /// For each migration its statements and its row.
    units: Vec<String>,
}

enum Connection {
    Sqlite(Sqlite),
    Postgres(Client),
}

impl Contender for Bare {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> Bare {
        Bare {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            units: scripts.into_iter().map(unit).collect(),
        }
    }

    fn open(&self, place: &str) -> Result<Connection, String> {
        if !place.starts_with("postgres:") {
            let sqlite = Sqlite::open(place).map_err(|error| error.to_string())?;
            return Ok(Connection::Sqlite(sqlite));
        }
        self.runtime.block_on(async {
            let connected = tokio_postgres::connect(place, NoTls).await;
            let (client, connection) = connected.map_err(|error| error.to_string())?;
            tokio::spawn(connection);
            Ok(Connection::Postgres(client))
        })
    }

    fn start(&self, connection: &mut Connection) -> Result<(), String> {
        match connection {
            Connection::Sqlite(sqlite) => self.sqlite(sqlite).map_err(|error| error.to_string()),
            Connection::Postgres(client) => {
                let done = self.runtime.block_on(self.postgres(client));
                done.map_err(|error| error.to_string())
            }
        }
    }
}

impl Bare {
    fn sqlite(&self, sqlite: &Sqlite) -> rusqlite::Result<()> {
        let last = sqlite
            .prepare(LAST)
            .and_then(|mut statement| statement.query_row([], |row| row.get::<_, i64>(2)));
        if last.is_ok() {
            return Ok(());
        }
        sqlite.execute_batch(&format!("BEGIN IMMEDIATE;{}", create("text")))?;
        // Not as one text: SQLite copies what is left of it before each statement.
        for unit in &self.units {
            sqlite.execute_batch(&unit.replace("now()", "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"))?;
        }
        sqlite.execute_batch("COMMIT")
    }

    async fn postgres(&self, client: &Client) -> Result<(), tokio_postgres::Error> {
        let last = client.simple_query(LAST).await;
        if last.is_ok() {
            return Ok(());
        }
        client.batch_execute(&create("timestamptz")).await?;
        for units in self.units.chunks(BATCH) {
            let units = units.iter().map(|unit| format!("BEGIN;{unit}COMMIT;"));
            client.batch_execute(&units.collect::<String>()).await?;
        }
        Ok(())
    }
}

fn create(moment: &str) -> String {
    format!(
        "CREATE TABLE bare_history (seq bigint PRIMARY KEY, event text NOT NULL, version bigint, \
         description text, checksum text, chain text NOT NULL, down_sql text, down_checksum text, \
         compatible int, statements bigint, duration_ms bigint, applied_at {moment} NOT NULL, \
         applied_by text NOT NULL, note text)"
    )
}

fn unit(script: Script) -> String {
    let Script { version, up, down } = script;
    // As long as a checksum is.
    let checksum = format!("sha256:{version:064}");
    format!(
        "{up}INSERT INTO bare_history VALUES ({version}, 'applied', {version}, '{}', '{checksum}', '{checksum}', \
         '{down}', '{checksum}', 1, NULL, 0, now(), 'bench 0.0.0 (pid 1 on here)', NULL);",
        script.description()
    )
}
