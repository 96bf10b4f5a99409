static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/gap", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
