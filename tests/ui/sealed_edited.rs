static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/sealed_edited", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
