use crate::scratch::Scratch;

pub(crate) const FIRST: &str = "migrations/0001_notes.up.sql";
const LOCK: &str = "migrations/ingrain.lock";

/// A folder with two migrations, for SQLite.
pub(crate) fn folder() -> Scratch {
    Scratch::with_folder(&[
        ("ingrain.toml", "dialects = ['sqlite']\n"),
        (
            "0001_notes.up.sql",
            "CREATE TABLE notes (id integer PRIMARY KEY, body text);\n",
        ),
        ("0001_notes.down.sql", "DROP TABLE notes;\n"),
        (
            "0002_rename.up.sql",
            "ALTER TABLE notes RENAME TO entries;\n",
        ),
        (
            "0002_rename.down.sql",
            "ALTER TABLE entries RENAME TO notes;\n",
        ),
    ])
}

#[test]
fn what_is_sealed_is_shown() {
    let scratch = folder();
    assert_eq!(
        scratch.gives(&["seal"]),
        "\
version  description  class     proven on
1        notes        additive  SQLite
2        rename       breaking  SQLite
`migrations/ingrain.lock` is written; commit it with the migrations
"
    );
    let lock = scratch.read(LOCK);
    assert_eq!(
        scratch.gives(&["seal"]),
        "`migrations` has nothing to seal: all 2 migrations are sealed as they are\n"
    );
    assert_eq!(scratch.read(LOCK), lock);

    // A mended way back is taken up by itself.
    scratch.write(
        "migrations/0001_notes.down.sql",
        "DROP TABLE IF EXISTS notes;\n",
    );
    assert_eq!(
        scratch.gives(&["seal"]),
        "took up the changed way back of `0001_notes`\n\
         `migrations/ingrain.lock` is written; commit it with the migrations\n"
    );
    let sealed = scratch.json(&["seal"]);
    assert_eq!(sealed["written"], false);
    assert_eq!(sealed["lock_file"], LOCK);
    assert_eq!(
        sealed["migrations"][0],
        serde_json::json!({"version": 1, "description": "notes", "class": {"sqlite": "additive"},
            "proven": ["sqlite"], "novelty": "same"})
    );
}

#[test]
fn a_folder_with_a_mistake_is_not_sealed() {
    let scratch = folder();
    scratch.write("migrations/0002_rename.down.sql", "-- later\n");
    let outcome = scratch.run(&["seal"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
    assert!(
        outcome.stderr.starts_with("error[ING0007]: "),
        "{outcome:?}"
    );
    assert!(!scratch.path(LOCK).exists());
}

#[test]
fn sealing_anew_needs_to_know_that_nobody_applied_it() {
    let scratch = folder();
    scratch.gives(&["seal"]);
    let lock = scratch.read(LOCK);
    let url = format!("sqlite:{}", scratch.path("notes.db").display());
    let up = scratch.run(&["up", "1", "--database-url", &url]);
    assert_eq!(up.code, Some(0), "{up:?}");
    scratch.write(
        FIRST,
        "CREATE TABLE notes (id integer PRIMARY KEY, body text, author text);\n",
    );
    scratch.write(
        "migrations/0002_rename.up.sql",
        "ALTER TABLE notes RENAME TO pages;\n",
    );
    scratch.write(
        "migrations/0002_rename.down.sql",
        "ALTER TABLE pages RENAME TO notes;\n",
    );

    let refused = scratch.run(&["seal"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.starts_with("error[ING0023]: "),
        "{refused:?}"
    );
    scratch.fails(
        &["seal", "--reseal", "1,2"],
        2,
        "error[ING0314]: nobody knows whether a database has applied migrations 1 and 2: it would refuse to start with what is sealed now
 |
 = help: name the database that may have: `--database-url URL`, or the environment variable DATABASE_URL
 = help: or, if it never left this machine, say so: `--reason \"why\"`",
    );
    let reseal = [
        "seal",
        "--reseal",
        "1",
        "--reseal",
        "2",
        "--database-url",
        &url,
    ];
    scratch.fails(
        &reseal,
        4,
        "error[ING0314]: the database has applied migration 1
 |
 = help: restore the script as it was sealed, and put the change into a new migration
 = help: or, if nobody else has applied it, take it back there first: `cargo ingrain down base`; then seal it anew",
    );
    assert_eq!(scratch.read(LOCK), lock);

    // With the reason it is a warning. `.env` tells of the database, too.
    scratch.write(".env", &format!("DATABASE_URL={url}\n"));
    let refused = scratch.run(&["seal", "--reseal", "1,2"]);
    assert_eq!(refused.code, Some(4), "{refused:?}");
    let sealed = scratch.run(&["seal", "--reseal", "1,2", "--reason", "begun again"]);
    let warning = "warning: the database has applied migration 1 as it was sealed before: ";
    assert!(sealed.stderr.starts_with(warning), "{sealed:?}");
    assert_eq!(
        sealed.stdout,
        "\
version  description    class     proven on
1        notes (anew)   additive  SQLite
2        rename (anew)  breaking  SQLite
took up the changed way back of `0002_rename`
`migrations/ingrain.lock` is written; commit it with the migrations, and say why: begun again
"
    );
}

#[test]
fn a_database_that_never_saw_it_lets_it_be_sealed_anew() {
    let scratch = folder();
    scratch.gives(&["seal"]);
    let url = format!("sqlite:{}", scratch.path("notes.db").display());
    assert_eq!(
        scratch.run(&["up", "1", "--database-url", &url]).code,
        Some(0)
    );
    scratch.write(
        "migrations/0002_rename.up.sql",
        "ALTER TABLE notes RENAME TO pages;\n",
    );
    scratch.write(
        "migrations/0002_rename.down.sql",
        "ALTER TABLE pages RENAME TO notes;\n",
    );
    let sealed = scratch.gives(&["seal", "--reseal", "2", "--database-url", &url]);
    assert!(sealed.contains("2        rename (anew)"), "{sealed}");
    let again = scratch.gives(&["seal", "--reseal", "2"]);
    assert_eq!(
        again,
        "`migrations` has nothing to seal: all 2 migrations are sealed as they are\n"
    );
}

#[test]
fn what_is_sealed_applied_and_edited_can_be_taken_back_and_sealed_anew() {
    let scratch = folder();
    scratch.gives(&["seal"]);
    scratch.write(".env", "DATABASE_URL=sqlite:notes.db\n");
    let up = scratch.run(&["up", "1"]);
    assert_eq!(up.code, Some(0), "{up:?}");
    scratch.write(
        FIRST,
        "CREATE TABLE notes (id integer PRIMARY KEY, body text, author text);\n",
    );
    let code = |arguments: &[&str]| scratch.run(arguments).code;
    let up = scratch.run(&["up"]);
    assert!(up.stderr.starts_with("error[ING0023]: "), "{up:?}");
    assert_eq!(code(&["status"]), Some(4));
    assert_eq!(code(&["history"]), Some(0));
    assert_eq!(code(&["show", "1"]), Some(0));
    let refused = scratch.run(&["seal", "--reseal", "1", "--folder", "migrations"]);
    let way_out = "`cargo ingrain down base --folder migrations`";
    assert!(refused.stderr.contains(way_out), "{refused:?}");
    let down = scratch.run(&["down", "base", "--folder", "migrations", "--yes"]);
    assert_eq!(down.code, Some(0), "{down:?}");
    assert_eq!(code(&["seal", "--reseal", "1"]), Some(0));
    assert_eq!(code(&["up", "1"]), Some(0));
}

#[test]
fn a_version_that_is_not_there_is_not_sealed_anew() {
    let scratch = folder();
    scratch.gives(&["seal"]);
    scratch.fails(
        &["seal", "--reseal", "7", "--reason", "why"],
        4,
        "error[ING0110]: `migrations` has no migration 7
 |
 = help: name a migration of the folder: its version stands in front of its name",
    );
}
