static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/unused_script", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
