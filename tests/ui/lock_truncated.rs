static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lock_truncated", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
