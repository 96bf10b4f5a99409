static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/misused_directive", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
