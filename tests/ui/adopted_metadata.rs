static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/adopted_metadata", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
