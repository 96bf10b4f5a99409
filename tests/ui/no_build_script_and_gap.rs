static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/gap");

fn main() {
    let _ = MIGRATIONS.migrator();
}
