static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lock_newer", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
