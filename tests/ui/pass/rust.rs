//! Functions for what is Rust, by any path, in a module that sees nothing of the crate around it.

#![deny(warnings)]

mod slugs {
    pub fn connection(connection: &rusqlite::Connection) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        connection.execute("UPDATE notes SET slug = title", [])?;
        Ok(())
    }

    pub async fn client(client: &tokio_postgres::Client) -> Result<(), tokio_postgres::Error> {
        client.batch_execute("UPDATE notes SET slug = title").await
    }
}

mod database {
    #![no_implicit_prelude]
    #![allow(dead_code, non_camel_case_types)]

    pub mod core {}
    pub mod ingrain {}
    pub struct Box;

    use super::slugs::{client, connection};

    pub static SHORT: ::ingrain::Migrations = ::ingrain::embed!("chains/rust", unwatched, rust = {
        0002 => { postgres: { up: client }, sqlite: { up: connection, }, },
    });
    pub const LONG: ::ingrain::Migrations = ::ingrain::embed!("chains/rust", rust = {
        2 => { sqlite: { up: super::slugs::connection } },
        2 => { postgres: { up: crate::slugs::client } },
    }, unwatched);
}

fn main() {
    for migrations in [database::SHORT, database::LONG] {
        let chain = migrations.chain(ingrain::Dialect::Sqlite).unwrap();
        let script = chain.migrations()[1].up();
        assert_eq!(script.rust(ingrain::Dialect::Sqlite), Some("revision 1"));
    }
    let connection = rusqlite::Connection::open_in_memory();
    let mut connection = connection.unwrap();
    let report = database::SHORT.migrator().run(&mut connection).unwrap();
    assert_eq!(report.ran().len(), 2);
}
