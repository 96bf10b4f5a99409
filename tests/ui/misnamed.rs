static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/misnamed", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
