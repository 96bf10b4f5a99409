const MIGRATIONS: ingrain::Migrations = ingrain::embed!("chains/valid", unwatched);
// What is const can be moved, copied, and be part of another constant.
const BOTH: [ingrain::Migrations; 2] = [MIGRATIONS, ingrain::embed!("chains/valid", unwatched,)];

fn main() {
    for migrations in BOTH {
        let chain = migrations.chain(ingrain::Dialect::Sqlite).unwrap();
        assert_eq!(chain.migrations().len(), 2);
    }
}
