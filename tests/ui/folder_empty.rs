static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/folder_empty", unwatched);

fn main() {
    let _ = MIGRATIONS.migrator();
}
