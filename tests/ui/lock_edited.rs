static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lock_edited", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
