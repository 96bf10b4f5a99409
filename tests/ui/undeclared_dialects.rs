static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/undeclared_dialects", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
