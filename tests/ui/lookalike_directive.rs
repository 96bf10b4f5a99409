static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/lookalike_directive", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
