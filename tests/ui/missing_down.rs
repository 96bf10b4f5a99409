static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/missing_down", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
