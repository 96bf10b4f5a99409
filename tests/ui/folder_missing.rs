static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/nowhere", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
