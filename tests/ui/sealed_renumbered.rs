static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/sealed_renumbered", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
