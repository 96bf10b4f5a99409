static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/mixed_layouts", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
