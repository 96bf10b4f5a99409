static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lock_newer_word", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
