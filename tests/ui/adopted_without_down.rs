static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/adopted_without_down", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
