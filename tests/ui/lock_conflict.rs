static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lock_conflict", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
