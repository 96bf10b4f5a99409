static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/adopted_unsaid", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
