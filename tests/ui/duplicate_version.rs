static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/duplicate_version", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
