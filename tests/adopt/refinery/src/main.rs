//! Applies a folder of migrations with refinery: `refinery-history PLACE FOLDER`, where PLACE is the URL of
//! a Postgres database or the path of a SQLite file.

use std::error::Error;

use refinery_core::{Runner, load_sql_migrations};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, folder] = arguments.as_slice() else {
        return Err("give a place and a folder".into());
    };
    let runner = Runner::new(&load_sql_migrations(folder)?);
    if !place.starts_with("postgres") {
        runner.run(&mut rusqlite::Connection::open(place)?)?;
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (mut client, connection) =
            tokio_postgres::connect(place, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        runner.run_async(&mut client).await?;
        Ok(())
    })
}
