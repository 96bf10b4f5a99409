static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/orphan_down", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
