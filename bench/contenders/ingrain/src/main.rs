//! Ingrain, as a user calls it.

use contender::{Contender, Counting, Script};
use ingrain::Migrations;
use ingrain::__private::{EmbeddedChain, migrations};
use ingrain_core::{Folder, embedded};
use rusqlite::Connection as Sqlite;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls};

#[global_allocator]
static HEAP: Counting = Counting;

fn main() {
    contender::serve::<Ingrain>();
}

struct Ingrain {
    runtime: Runtime,
    migrations: Migrations,
}

enum Connection {
    Sqlite(Sqlite),
    Postgres(Client),
}

impl Contender for Ingrain {
    type Connection = Connection;

    fn new(scripts: Vec<Script>) -> Ingrain {
        Ingrain {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            migrations: embed(&scripts),
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
        let migrator = self.migrations.migrator();
        let report = match connection {
            Connection::Sqlite(sqlite) => migrator.run(sqlite),
            Connection::Postgres(client) => self.runtime.block_on(migrator.run(client)),
        };
        report.map(|_| ()).map_err(|error| error.to_string())
    }
}

/// What `embed!` does, without a compiler.
fn embed(scripts: &[Script]) -> Migrations {
    let mut files = vec![(
        "ingrain.toml".to_owned(),
        b"dialects = ['sqlite', 'postgres']".to_vec(),
    )];
    for script in scripts {
        let stem = format!("{:05}_{}", script.version, script.description());
        files.push((format!("{stem}.up.sql"), script.up.into()));
        files.push((format!("{stem}.down.sql"), script.down.into()));
    }
    let folder = Folder::new("migrations", files);
    let chains = folder.chains().expect("a folder without a mistake");
    let encoded = embedded::encode(&chains);
    let embedded = chains.iter().zip(encoded.indexes).map(|(chain, index)| {
        let head = chain.head().map_or(0, |head| head.number());
        EmbeddedChain::new(chain.dialect(), *chain.digest().bytes(), head, index.leak())
    });
    let embedded: Vec<EmbeddedChain> = embedded.collect();
    migrations("bench 0.0.0", "migrations", encoded.text.leak(), embedded.leak())
}
