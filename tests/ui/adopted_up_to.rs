static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/adopted_up_to", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
