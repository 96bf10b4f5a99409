static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/needs_client", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
