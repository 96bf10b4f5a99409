static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/several", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
