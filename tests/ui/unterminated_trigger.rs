static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/unterminated_trigger", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
