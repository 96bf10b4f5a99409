static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/sealed_inserted", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
