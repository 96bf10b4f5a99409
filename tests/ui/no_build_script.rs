static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/valid");

fn main() {
    let _ = MIGRATIONS.migrator();
}
