static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/unterminated_quote", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
