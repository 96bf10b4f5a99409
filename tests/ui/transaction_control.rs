static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/transaction_control", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
