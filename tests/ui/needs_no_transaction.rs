static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/needs_no_transaction", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
