static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/misspelt_name", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
