static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/not_text", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
