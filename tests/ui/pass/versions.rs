#![deny(warnings)]

mod version {
    ingrain::versions!("chains/valid");
}

// Constants, so that one can stand wherever a constant must.
const TARGET: ingrain::Target = ingrain::Target::Version(version::V0002_CREATE_TAGS);

fn main() {
    static MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/valid", unwatched);
    let chain = MIGRATIONS.chain(ingrain::Dialect::Postgres).unwrap();
    let versions: Vec<_> = chain.migrations().iter().map(|migration| migration.version()).collect();
    assert_eq!(versions, [version::V0001_CREATE_NOTES, version::V0002_CREATE_TAGS]);
    assert_eq!(TARGET, version::V0002_CREATE_TAGS.into());
}
