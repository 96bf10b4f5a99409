static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/config_value", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
