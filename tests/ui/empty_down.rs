static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/empty_down", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
