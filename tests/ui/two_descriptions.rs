static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/two_descriptions", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
