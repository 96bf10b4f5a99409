//! Applies a folder of migrations with sqlx: `sqlx-history PLACE FOLDER`, where PLACE is the URL of a
//! Postgres database or the path of a SQLite file.

use std::error::Error;
use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, folder] = arguments.as_slice() else {
        return Err("give a place and a folder".into());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let migrator = Migrator::new(Path::new(folder)).await?;
        if place.starts_with("postgres") {
            migrator
                .run(&mut PgConnection::connect(place).await?)
                .await?;
        } else {
            let options = SqliteConnectOptions::new()
                .filename(place)
                .create_if_missing(true);
            let mut connection = options.connect().await?;
            migrator.run(&mut connection).await?;
            connection.close().await?;
        }
        Ok(())
    })
}
