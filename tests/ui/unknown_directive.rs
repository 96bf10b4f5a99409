static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/unknown_directive", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
