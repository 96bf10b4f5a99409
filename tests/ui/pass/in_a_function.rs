fn migrator() -> ingrain::Migrator {
    ingrain::embed!("chains/valid", unwatched).migrator()
}

fn main() {
    static INSIDE: ingrain::Migrations = ingrain::embed!("chains/valid", unwatched);
    assert_eq!(INSIDE.path(), "chains/valid");
    let _ = migrator();
}
