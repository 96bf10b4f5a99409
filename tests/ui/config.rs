static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/config", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
