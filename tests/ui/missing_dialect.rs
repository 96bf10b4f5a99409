static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/missing_dialect", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
