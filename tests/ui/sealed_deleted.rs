static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/sealed_deleted", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
