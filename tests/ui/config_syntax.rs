static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/config_syntax", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
