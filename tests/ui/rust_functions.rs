static NONE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched);
static ONE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    2 => { sqlite: { up: fill } },
});
static OTHERS: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    1 => { sqlite: { up: fill } },
    2 => { sqlite: { up: fill, down: fill }, postgres: { up: fill_there } },
    3 => { sqlite: { up: fill } },
});
static TWICE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = {
    2 => { sqlite: { up: fill }, postgres: { up: fill_there, up: fill_there } },
});

fn fill(_: &rusqlite::Connection) -> rusqlite::Result<()> {
    Ok(())
}

async fn fill_there(_: &tokio_postgres::Client) -> Result<(), tokio_postgres::Error> {
    Ok(())
}

fn main() {}
