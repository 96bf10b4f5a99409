use crate::scratch::Scratch;

const UP: (&str, &str) = (
    "0001_notes.up.sql",
    "CREATE TABLE notes (id integer PRIMARY KEY, body text);\n",
);
const DOWN: (&str, &str) = ("0001_notes.down.sql", "DROP TABLE notes;\n");
const SQLITE: (&str, &str) = ("ingrain.toml", "dialects = ['sqlite']\n");

#[test]
fn everything_that_a_build_would_find_is_shown() {
    let scratch = Scratch::with_folder(&[
        UP,
        DOWN,
        SQLITE,
        (
            "0002_author.up.sql",
            "ALTER TABLE notes ADD COLUMN author text NOT NULL;\n",
        ),
        (
            "0002_author.down.sql",
            "ALTER TABLE notes DROP COLUMN author;\n",
        ),
    ]);
    let outcome = scratch.run(&["check"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""));
    let expected = "\
error[ING0033]: this statement fails on tables with rows: Cannot add a NOT NULL column with default value NULL
 --> migrations/0002_author.up.sql:1:1
  |
1 | ALTER TABLE notes ADD COLUMN author text NOT NULL;
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
";
    assert!(outcome.stdout.starts_with(expected), "{}", outcome.stdout);
    assert!(
        outcome
            .stdout
            .ends_with("\n\n`migrations` would not build: 1 error\n"),
        "{}",
        outcome.stdout
    );

    let found = scratch.json(&["check"]);
    let first = &found["diagnostics"][0];
    assert_eq!(
        (&found["errors"], &found["warnings"]),
        (&1.into(), &0.into())
    );
    assert_eq!(
        (&first["level"], &first["code"]),
        (&"error".into(), &"ING0033".into())
    );
    assert_eq!((&first["line"], &first["column"]), (&1.into(), &1.into()));
    assert_eq!(first["file"], "migrations/0002_author.up.sql");
    assert!(first["text"].as_str().expect("text").starts_with(expected));
    assert!(!first["help"].as_array().expect("a list").is_empty());
}

#[test]
fn what_is_only_warned_of_is_shown_and_fails_nothing() {
    let drop = "CREATE TABLE a (id integer);\nALTER TABLE notes DROP COLUMN body;\n";
    let back = "DROP TABLE a;\nALTER TABLE notes ADD COLUMN body text;\n";
    let scratch = Scratch::with_folder(&[
        UP,
        DOWN,
        (
            "ingrain.toml",
            "dialects = ['postgres']\n[lints]\nban-drop-column = 'warn'\n",
        ),
        ("0002_a.up.sql", drop),
        ("0002_a.down.sql", back),
    ]);
    let outcome = scratch.run(&["check"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (Some(0), ""),
        "{outcome:?}"
    );
    assert!(
        outcome.stdout.starts_with("warning[ING0032]: "),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains(" --> migrations/0002_a.up.sql:2:"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome
            .stdout
            .ends_with("\n\n`migrations`: 2 migrations are sound, proven on Postgres, 1 warning\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_release_is_held_to_more() {
    let scratch = Scratch::with_folder(&[UP, DOWN, SQLITE]);
    let release = scratch.run(&["check", "--release"]);
    assert_eq!(release.code, Some(0), "{release:?}");
    assert!(
        release
            .stderr
            .starts_with("warning: `migrations` has no lock file"),
        "{release:?}"
    );

    scratch.gives(&["seal"]);
    scratch.write(
        "migrations/0002_tags.up.sql",
        "CREATE TABLE tags (name text);\n",
    );
    scratch.write("migrations/0002_tags.down.sql", "DROP TABLE tags;\n");
    scratch.gives(&["check"]);
    let release = scratch.run(&["check", "--release"]);
    assert_eq!((release.code, release.stderr.as_str()), (Some(1), ""));
    assert!(
        release.stdout.starts_with("error[ING0027]: "),
        "{release:?}"
    );
    scratch.gives(&["seal"]);
    scratch.gives(&["check", "--release"]);
}

/// Looking never writes.
#[test]
fn nothing_is_written() {
    let scratch = Scratch::with_folder(&[UP, DOWN, SQLITE]);
    scratch.gives(&["check"]);
    let mut names: Vec<_> = std::fs::read_dir(scratch.path("migrations"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, [DOWN.0, UP.0, SQLITE.0]);
}

/// Nobody may take such a folder for one that was never sealed.
#[test]
fn a_lock_file_that_cannot_be_read_is_told_with_the_way_to_have_it_back() {
    let scratch = Scratch::with_folder(&[
        ("0001_a.up.sql", "CREATE TABLE a (id integer);"),
        ("0001_a.down.sql", "DROP TABLE a;"),
        ("ingrain.toml", "dialects = ['sqlite']"),
    ]);
    std::fs::create_dir(scratch.path("migrations/ingrain.lock")).expect("created");
    let told = "error[ING0001]: `migrations/ingrain.lock` is a folder, and has the name of the lock file\n |\n \
        = help: put the file in its place as it was committed: `git checkout -- migrations/ingrain.lock`\n \
        = help: if none was ever committed, delete it; `cargo ingrain seal` writes one";
    for arguments in [
        &["check"][..],
        &["check", "--release"],
        &["seal"],
        &["new", "b"],
    ] {
        scratch.fails(arguments, 1, told);
    }
    std::fs::remove_dir(scratch.path("migrations/ingrain.lock")).expect("removed");
    scratch.gives(&["seal"]);
}
