//! The chain of `migrations/`, as a user's application embeds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ingrain::{Code, Dialect, Direction, Migrations, Target};
use ingrain_end_to_end::testbed::{on_both, ran, to, version};

use crate::assert_says;

static DEMO: Migrations = ingrain::embed!("migrations");

mod versions {
    ingrain::versions!("migrations");
}

#[test]
fn a_run_applies_the_whole_chain_and_a_second_run_nothing() {
    on_both(|bed| {
        let migrator = DEMO.migrator();
        let before = bed.status(&migrator).unwrap();
        assert_eq!(before.current(), None);
        assert_eq!(before.head(), Some(version(10)));
        assert_eq!(before.pending().len(), 10);
        assert!(!before.is_current());

        let first = bed.run(&migrator).unwrap();
        assert_eq!(ran(&first), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert!(
            first
                .ran()
                .iter()
                .all(|ran| ran.direction() == Direction::Up)
        );
        assert_eq!(first.ran()[0].description(), "create_entries");
        assert_eq!(first.current(), Some(version(10)));
        let text = first.to_string();
        assert!(text.starts_with("applied  1 create_entries ("), "{text}");
        assert!(text.ends_with("the database is at version 10"), "{text}");

        let after = bed.dump();
        let second = bed.run(&migrator).unwrap();
        assert!(second.is_empty());
        assert_eq!(second.current(), Some(version(10)));
        assert_eq!(
            second.to_string(),
            "nothing to do: the database is at version 10"
        );
        assert_eq!(bed.dump(), after);

        let status = bed.status(&migrator).unwrap();
        assert!(status.is_current());
        assert_eq!(status.current(), Some(version(10)));
        assert!(status.pending().is_empty() && status.refusal().is_none());
    });
}

#[test]
fn down_and_up_again_gives_the_same_schema() {
    on_both(|bed| {
        let migrator = DEMO.migrator();
        let lowest = versions::V0003_MERGE_TAG_SPELLINGS;
        bed.up(&migrator, lowest.into()).unwrap();
        let low = bed.dump_without_history();
        bed.run(&migrator).unwrap();
        let high = bed.dump_without_history();
        assert_ne!(low, high);

        let down = bed.down(&migrator, lowest.into()).unwrap();
        assert_eq!(ran(&down), [10, 9, 8, 7, 6, 5, 4]);
        assert_eq!(essence(&bed.dump_without_history()), essence(&low));
        let up = bed.run(&migrator).unwrap();
        assert_eq!(ran(&up), [4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(bed.dump_without_history(), high);
        assert!(bed.status(&migrator).unwrap().is_current());
    });
}

/// SQLite keeps the text of a definition, and writes it anew when a table is renamed or loses a column.
fn essence(dump: &str) -> String {
    dump.replace(|c: char| c.is_whitespace() || c == '"', "")
}

#[test]
fn an_irreversible_migration_on_the_way_down_refuses_before_anything_runs() {
    on_both(|bed| {
        let migrator = DEMO.migrator();
        bed.run(&migrator).unwrap();
        let before = bed.dump();
        for target in [Target::Base, to(2), Target::Down(8)] {
            let error = bed.down(&migrator, target).unwrap_err();
            let reason = "the spellings merged away, and which entry bore which, are not kept";
            let words = [
                "version 3 cannot be reverted",
                reason,
                "0003_merge_tag_spellings.up.sql",
            ];
            assert_says(&error, Code::Irreversible, &words);
            assert_eq!(error.refusal().unwrap().versions(), [version(3)]);
            assert_eq!(bed.dump(), before);
        }
    });
}

#[test]
fn what_is_embedded_is_what_is_on_disk() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let on_disk: BTreeMap<String, String> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (
                format!("migrations/{name}"),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    let chains: Vec<_> = Dialect::ALL
        .iter()
        .map(|dialect| DEMO.chain(*dialect).unwrap())
        .collect();
    let migrations = chains.iter().flat_map(|chain| chain.migrations());
    let embedded: BTreeMap<String, String> = migrations
        .flat_map(|migration| [Some(migration.up()), migration.down_script()])
        .flatten()
        .map(|script| (script.path().to_owned(), script.text().to_owned()))
        .collect();
    assert_eq!(embedded, on_disk);
    assert_eq!(DEMO.dialects().count(), 2);
}
