static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/rust_and_sql", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
