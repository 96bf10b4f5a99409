static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/unterminated_body", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
