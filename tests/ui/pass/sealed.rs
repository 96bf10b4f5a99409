//! What is not sealed yet stands above what is.

static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/sealed", unwatched);

fn main() {
    let chain = MIGRATIONS.chain(ingrain::Dialect::Sqlite).unwrap();
    let versions: Vec<u64> = chain.migrations().iter().map(|one| one.version().number()).collect();
    assert_eq!(versions, [1, 2, 3]);
}
