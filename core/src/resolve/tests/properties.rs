//! What holds for every folder.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::{Chain, Folder};

type Files = Vec<(String, Vec<u8>)>;

/// Names that are often understood, and now and then are anything.
fn name() -> impl Strategy<Value = String> {
    let stem = (0..5_u32, "[ab]").prop_map(|(version, word)| format!("{version}_{word}"));
    let flat = (stem.clone(), "(\\.sqlite|\\.postgres)?\\.(up|down)\\.sql");
    let directory = (stem, "/(sqlite\\.|postgres\\.)?(up|down)\\.sql");
    prop_oneof![
        8 => flat.prop_map(|(stem, end)| stem + &end),
        1 => directory.prop_map(|(stem, end)| stem + &end),
        1 => "V[0-4]__[ab](\\.down)?\\.sql",
        1 => ".{0,8}\\.(sql|SQL|md)",
        1 => Just("ingrain.toml".to_owned()),
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        6 => Just("SELECT 1;".to_owned()),
        2 => Just("-- ingrain: irreversible \"why\"\nSELECT 1;".to_owned()),
        1 => Just("dialects = ['sqlite', 'postgres']".to_owned()),
        1 => "(-- ingrain: [a-z-]{0,14}\n)?.{0,20}",
    ];
    prop_oneof![9 => text.prop_map(String::into_bytes), 1 => prop::collection::vec(any::<u8>(), 0..20)]
}

/// Any folder: no name occurs twice, as on disk.
fn any_files() -> impl Strategy<Value = Files> {
    prop::collection::btree_map(name(), bytes(), 0..8).prop_map(Vec::from_iter)
}

/// A folder that is mostly valid: pairs from version 1 on, for one dialect or both.
fn pairs() -> impl Strategy<Value = Files> {
    let dialect = prop_oneof![3 => Just(""), 1 => Just(".sqlite"), 1 => Just(".postgres")];
    let text = || prop_oneof![16 => Just(b"SELECT 1;".to_vec()), 1 => bytes()];
    let pair = ((dialect.clone(), text()), (dialect, text()));
    prop::collection::vec(pair, 1..5).prop_map(|pairs| {
        let mut files = BTreeMap::new();
        let declared = b"dialects = ['sqlite', 'postgres']".to_vec();
        files.insert("ingrain.toml".to_owned(), declared);
        for (at, ((one, up), (other, down))) in pairs.into_iter().enumerate() {
            let version = at + 1;
            files.insert(format!("{version}_x.up.sql"), up.clone());
            files.insert(format!("{version}_x{one}.up.sql"), up);
            files.insert(format!("{version}_x.down.sql"), down.clone());
            files.insert(format!("{version}_x{other}.down.sql"), down);
        }
        Vec::from_iter(files)
    })
}

fn files() -> impl Strategy<Value = Files> {
    prop_oneof![any_files(), pairs()]
}

/// The scripts that somebody would expect to be looked at: dotfiles are left alone.
fn scripts(files: &Files) -> BTreeSet<String> {
    let is_script = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        file.to_ascii_lowercase().ends_with(".sql") && !file.starts_with('.')
    };
    let names = files.iter().map(|(name, _)| name.as_str());
    names
        .filter(|name| is_script(name))
        .map(|name| format!("m/{name}"))
        .collect()
}

fn embedded(chains: &[Chain<'_>]) -> BTreeSet<String> {
    let migrations = chains.iter().flat_map(Chain::migrations);
    let scripts = migrations.flat_map(|one| [Some(one.up()), one.down_script()]);
    scripts
        .flatten()
        .map(|script| script.path().to_owned())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_script_is_embedded_or_the_folder_is_reported(files in files()) {
        let folder = Folder::new("m", files.clone());
        match folder.chains() {
            Ok(chains) => {
                prop_assert!(!chains.is_empty());
                prop_assert_eq!(embedded(&chains), scripts(&files));
                prop_assert!(chains.iter().all(|chain| chain.head() == chains[0].head()), "parity");
            }
            Err(found) => {
                prop_assert!(!found.is_empty());
                for diagnostic in &found {
                    let named = diagnostic.path().is_some_and(|path| path == "m" || path.starts_with("m/"));
                    prop_assert!(named, "{:?} names no file of the folder", diagnostic);
                    crate::render(diagnostic, crate::Style::Plain);
                }
            }
        }
    }

    #[test]
    fn the_order_of_reading_changes_nothing((files, shuffled) in files().prop_flat_map(|files| {
        let shuffled = Just(files.clone()).prop_shuffle();
        (Just(files), shuffled)
    })) {
        let (one, other) = (Folder::new("m", files), Folder::new("m", shuffled));
        prop_assert_eq!(one.chains(), other.chains());
    }

    #[test]
    fn a_script_taken_away_is_never_unnoticed(files in pairs(), at in any::<prop::sample::Index>()) {
        let whole = Folder::new("m", files.clone());
        let at = at.index(files.len());
        prop_assume!(whole.chains().is_ok() && files[at].0 != "ingrain.toml");
        let mut fewer = files.clone();
        fewer.remove(at);
        let fewer = Folder::new("m", fewer);
        prop_assert!(whole.digest() != fewer.digest());
        prop_assert!(fewer.chains() != whole.chains(), "without {}", files[at].0);
    }

    #[test]
    fn a_misnamed_file_is_always_named(files in pairs(), name in ".{1,12}\\.sql") {
        prop_assume!(crate::name::parse(&name, None).is_err() && !name.split('/').any(|part| part.starts_with('.')));
        let path = format!("m/{name}");
        let folder = Folder::new("m", files.into_iter().chain([(name, b"SELECT 1;".to_vec())]));
        let found = folder.chains().expect_err("a misnamed file");
        prop_assert!(found.iter().any(|diagnostic| diagnostic.path() == Some(path.as_str())));
    }
}
