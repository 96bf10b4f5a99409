//! Packages of every kind, and none.

use crate::scratch::Scratch;

/// A library has no main function, and may have a program beside it.
#[test]
fn a_library_is_told_what_a_library_does() {
    let scratch = Scratch::package();
    std::fs::remove_file(scratch.path("src/main.rs")).expect("removed");
    scratch.write("src/lib.rs", "");
    for (dialect, parameter) in [
        ("sqlite", "connection: &mut rusqlite::Connection"),
        ("postgres", "client: &mut tokio_postgres::Client"),
    ] {
        let text = scratch.gives(&["init", "--dialect", dialect]);
        assert!(text.contains("such as this src/lib.rs does"), "{text}");
        assert!(text.contains(&format!("fn migrate({parameter})")), "{text}");
        assert!(!text.contains("fn main"), "{text}");
    }
    scratch.write("src/bin/serve.rs", "fn main() {}\n");
    let text = scratch.gives(&["init"]);
    assert!(
        text.contains("such as this src/bin/serve.rs does"),
        "{text}"
    );
    assert!(text.contains("fn main()"), "{text}");
}

#[test]
fn versions_that_a_workspace_shares_are_its_own() {
    let scratch = Scratch::empty();
    scratch.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\"]\nresolver = \"3\"\n[workspace.dependencies]\nrusqlite = \"0.37\"\n",
    );
    scratch.write_package("app", "app", "");
    let outcome = scratch.run_in("app", &["init"], &[]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(
        outcome.stdout.contains("such as this src/main.rs does"),
        "{outcome:?}"
    );
    let from_above = scratch.gives(&["init", "--package", "app"]);
    assert!(
        from_above.contains("such as this app/src/main.rs does"),
        "{from_above}"
    );
    let manifest = scratch.read("app/Cargo.toml");
    assert!(
        manifest.contains("rusqlite = { workspace = true, features = [\"bundled\"] }"),
        "{manifest}"
    );
}

#[test]
fn a_workspace_without_migrations_is_told_how_to_have_some() {
    let scratch = Scratch::empty();
    scratch.write("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
    let outcome = scratch.run(&["init"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(
        outcome.stderr.contains("without any package"),
        "{outcome:?}"
    );
    assert!(outcome.stderr.contains("`cargo new NAME`"), "{outcome:?}");
    scratch.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"a\", \"b\"]\n",
    );
    scratch.write_package("a", "a", "");
    scratch.write_package("b", "b", "");
    let outcome = scratch.run(&["init"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(
        outcome.stderr.contains("`cargo ingrain init --package a`"),
        "{outcome:?}"
    );
    scratch.gives(&["init", "--package", "b"]);
    // Then it is clear which one is meant.
    assert!(scratch.gives(&["init"]).contains("kept     b/build.rs\n"));
}

#[test]
fn without_a_package_the_way_to_one_is_told() {
    let scratch = Scratch::empty();
    let outcome = scratch.run(&["init"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(outcome.stderr.contains("`cargo init`"), "{outcome:?}");
    assert!(outcome.stderr.contains("--folder"), "{outcome:?}");
    let named = scratch.run(&["init", "--folder", "db"]);
    assert_eq!(named.code, Some(2), "{named:?}");
    assert!(!named.stderr.contains("--folder"), "{named:?}");
}
