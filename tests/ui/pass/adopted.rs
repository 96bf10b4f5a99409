static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/adopted", unwatched);

mod version {
    ingrain::versions!("chains/adopted");
}

fn main() {
    let chain = MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap();
    assert_eq!(chain.head(), Some(version::V0004_NAME_TAGS));
    assert!(chain.migrations().iter().all(|migration| migration.down_script().is_none()));
}
