use rusqlite::Connection;
use tokio_postgres::{Client, Error};

static MUTABLE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    2 => { sqlite: { up: mutable }, postgres: { up: not_async } },
});
static RETURNS: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    2 => { sqlite: { up: returns_a_number }, postgres: { up: returns_no_error } },
});
static SENDS: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    2 => { sqlite: { up: misspelt }, postgres: { up: holds_what_cannot_be_sent } },
});

fn mutable(_: &mut Connection) -> rusqlite::Result<()> {
    Ok(())
}

fn returns_a_number(_: &Connection) -> rusqlite::Result<usize> {
    Ok(1)
}

fn not_async(_: &Client) -> Result<(), Error> {
    Ok(())
}

async fn returns_no_error(_: &Client) -> Result<(), u8> {
    Ok(())
}

async fn holds_what_cannot_be_sent(client: &Client) -> Result<(), Error> {
    let count = std::rc::Rc::new(1);
    client.batch_execute("SELECT 1").await?;
    drop(count);
    Ok(())
}

fn main() {}
