static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/valid", unwatched);

fn main() {
    assert_eq!(MIGRATIONS.path(), "chains/valid");
    let chain = MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap();
    let first = &chain.migrations()[0];
    assert_eq!((first.version().number(), first.description()), (1, "create_notes"));
    assert_eq!(first.up().text(), include_str!("../chains/valid/0001_create_notes.up.sql"));
    assert_eq!(first.down_script().unwrap().text(), "DROP TABLE notes;\n");
}
