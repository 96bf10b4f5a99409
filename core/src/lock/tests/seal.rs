//! The next lock file, and what is new in it.

use super::{CHAIN, borrowed, folder, locked, renamed, rendered, reseal, sealed, without};
use crate::{Class, Code, Dialect, Folder, Seal, SealRequest};

fn seal(folder: &Folder) -> Seal {
    let seal = folder.seal(&SealRequest::default());
    seal.unwrap_or_else(|mistakes| panic!("{}", rendered(&mistakes)))
}

#[test]
fn what_is_new_is_sealed_and_what_may_change_is_taken_up() {
    let first = folder(&CHAIN);
    assert!(!first.is_sealed());
    let lock = seal(&first);
    assert!(lock.is_needed(&first));
    assert_eq!(
        lock.changes().collect::<Vec<_>>(),
        ["sealed 3 migrations, `1_notes` to `3_merge`"]
    );

    let changed = renamed(&CHAIN, "2_search", "2_find");
    let changed: Vec<_> = borrowed(&changed)
        .into_iter()
        .map(|(name, text)| match name {
            "1_notes.down.sql" => (name, "DROP TABLE IF EXISTS notes;"),
            _ => (name, text),
        })
        .chain([("4_new.up.sql", super::IRREVERSIBLE)])
        .collect();
    let next = seal(&locked(&changed, lock.text()));
    assert_eq!(
        next.changes().collect::<Vec<_>>(),
        [
            "sealed `4_new`",
            "took up the changed way back of `1_notes`",
            "took up the changed name of `2_find`, which was `2_search`",
        ]
    );
    assert_eq!(next.text(), sealed(&changed));
}

#[test]
fn a_change_of_the_past_is_sealed_on_request_only() {
    let mut changed = without(&CHAIN, "3_");
    changed[1].1 = "SELECT 'edited';";
    let folder = locked(&changed, &sealed(&CHAIN));
    let codes = |request: &SealRequest| -> Vec<Code> {
        let found = folder.seal(request).err().unwrap_or_default();
        found.iter().map(crate::Diagnostic::code).collect()
    };
    let both = [Code::SealedEdited, Code::SealedDeleted];
    assert_eq!(codes(&SealRequest::default()), both);
    assert_eq!(codes(&reseal(&[1])), [Code::SealedDeleted]);
    assert_eq!(codes(&reseal(&[3])), [Code::SealedEdited]);
    let seal = folder.seal(&reseal(&[3, 1])).expect("asked for");
    assert_eq!(
        seal.changes().collect::<Vec<_>>(),
        [
            "sealed `1_notes` anew, its up script as it is now",
            "dropped `3_merge`, which is gone",
        ]
    );
    assert_eq!(seal.text(), sealed(&changed));
}

#[test]
fn a_renumbered_and_an_inserted_migration_are_sealed_on_request() {
    let renumbered = renamed(&CHAIN, "3_merge", "20260102_merge");
    let renumbered = borrowed(&renumbered);
    let folder = locked(&renumbered, &sealed(&CHAIN));
    let seal = folder.seal(&reseal(&[3])).expect("asked for");
    assert_eq!(seal.text(), sealed(&renumbered));
    let inserted = [
        &renumbered[..],
        &[("20260101_x.up.sql", super::IRREVERSIBLE)],
    ]
    .concat();
    let folder = locked(&inserted, seal.text());
    assert!(folder.seal(&SealRequest::default()).is_err());
    let seal = folder.seal(&reseal(&[20_260_101])).expect("asked for");
    assert_eq!(seal.text(), sealed(&inserted));
    assert_eq!(seal.changes().collect::<Vec<_>>(), ["sealed `20260101_x`"]);
}

/// Dropped from the middle, it leaves a gap: to be resealed does not make a folder whole.
#[test]
fn nothing_is_sealed_while_there_is_another_mistake() {
    let gap = locked(&without(&CHAIN, "2_"), &sealed(&CHAIN));
    let found = gap.seal(&reseal(&[2])).expect_err("a gap");
    assert_eq!(
        found
            .iter()
            .map(crate::Diagnostic::code)
            .collect::<Vec<_>>(),
        [Code::Gap]
    );
    let damaged = locked(&CHAIN, "ingrain-lock 1");
    assert!(damaged.seal(&reseal(&[1, 2, 3])).is_err());
}

#[test]
fn a_dialect_more_is_said() {
    let only = ("ingrain.toml", "dialects = ['sqlite']");
    let alone = [
        &without(&without(&CHAIN, "ingrain"), "2_search.postgres")[..],
        &[only],
    ]
    .concat();
    let next = seal(&locked(&CHAIN, &sealed(&alone)));
    assert_eq!(
        next.changes().collect::<Vec<_>>(),
        ["sealed the chains of sqlite and postgres; before, those of sqlite were"]
    );
    assert_eq!(next.text(), sealed(&CHAIN));
}

/// The versions of each dialect's chain that need no proof.
fn proven(folder: &Folder) -> Vec<(Dialect, Vec<u64>)> {
    let chains = folder.chains().expect("no mistake");
    let versions = |chain| {
        folder
            .proven(chain)
            .iter()
            .map(|one| one.number())
            .collect()
    };
    chains
        .iter()
        .map(|chain| (chain.dialect(), versions(chain)))
        .collect()
}

#[test]
fn what_is_sealed_as_proven_needs_no_proof_until_it_changes() {
    let (sqlite, postgres) = (Dialect::Sqlite, Dialect::Postgres);
    let request = || SealRequest::default().with_proven(&[sqlite]);
    let lock = folder(&CHAIN).seal(&request()).expect("no mistake");
    assert_eq!(lock.text().matches(" proven=sqlite\n").count(), 3);
    let sealed = locked(&CHAIN, lock.text());
    assert_eq!(
        proven(&sealed),
        [(sqlite, vec![1, 2, 3]), (postgres, vec![])]
    );

    let mut changed = CHAIN;
    changed[6].1 = "SELECT 'sqlite, another way down';";
    let changed = locked(&changed, lock.text());
    assert_eq!(proven(&changed), [(sqlite, vec![1, 3]), (postgres, vec![])]);
    // Whoever seals without a proof neither takes away what is known nor adds to it.
    let next = seal(&changed);
    assert_eq!(next.text().matches(" proven=sqlite\n").count(), 2);

    let unproven = |folder: &Folder, dialect| -> Vec<String> {
        let scripts = folder.unproven_scripts(dialect).into_iter();
        scripts
            .map(|(_, script)| script.path().to_owned())
            .collect()
    };
    assert_eq!(unproven(&sealed, sqlite), [""; 0]);
    assert_eq!(unproven(&changed, sqlite), ["m/2_search.sqlite.down.sql"]);
    assert_eq!(unproven(&changed, postgres).len(), 5);

    let both = request().with_proven(&[postgres]);
    let next = changed.seal(&both).expect("no mistake");
    assert_eq!(next.text().matches(" proven=sqlite,postgres\n").count(), 3);
    assert_eq!(
        next.changes().collect::<Vec<_>>(),
        [
            "took up the changed way back of `2_search`",
            "noted that 2 sealed migrations are now proven",
        ]
    );
}

#[test]
fn the_class_goes_into_the_lock_file_and_from_there_into_the_chain() {
    let classes = |folder: &Folder| -> Vec<Class> {
        let chains = folder.chains().expect("no mistake");
        chains[0]
            .migrations()
            .iter()
            .map(|one| one.class())
            .collect()
    };
    let before = folder(&CHAIN);
    assert_eq!(classes(&before), [Class::Breaking; 3]);
    let lock = seal(&before);
    let all = [Class::Additive, Class::Breaking, Class::Breaking];
    assert_eq!(classes(&locked(&CHAIN, lock.text())), all);
    // What counts is what was sealed, whatever later versions of Ingrain would make of the script.
    let lines = lock.text().split_once('\n').expect("lines").1.to_owned();
    let other = lines.replacen("class=additive", "class=breaking", 1);
    let digest = crate::lock::digest("sqlite,postgres", &other);
    let other = format!("ingrain-lock 1 dialects=sqlite,postgres digest={digest}\n{other}");
    let folder = locked(&CHAIN, &other);
    assert_eq!(classes(&folder), [Class::Breaking; 3]);
    assert!(!seal(&folder).is_needed(&folder));
}

#[test]
fn what_needs_no_resealing_is_said() {
    let seal = locked(&CHAIN, &sealed(&CHAIN))
        .seal(&reseal(&[2, 9]))
        .expect("no mistake");
    assert_eq!(
        seal.changes().collect::<Vec<_>>(),
        ["there was nothing to seal anew at versions 2 and 9"]
    );
}

#[test]
fn the_variable_says_what_is_asked_for() {
    let asked = SealRequest::from_variable;
    for none in ["", "0"] {
        assert_eq!(asked(none), Ok(None));
    }
    assert_eq!(asked("1"), Ok(Some(SealRequest::default())));
    assert_eq!(asked("reseal:0007, 8"), Ok(Some(reseal(&[7, 8]))));
    for nonsense in [
        "yes",
        "reseal",
        "reseal:",
        "reseal:a",
        "reseal:1,",
        "reseal:-1",
        "2",
    ] {
        let mistake = asked(nonsense).expect_err(nonsense);
        assert_eq!(mistake.code(), Code::SealRequest);
        assert_eq!(
            mistake.title(),
            format!("`INGRAIN_SEAL={nonsense}` asks for nothing that exists")
        );
    }
}
