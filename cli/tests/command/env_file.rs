//! `.env`: which one counts, and where a path in it begins.

use crate::scratch::Scratch;

const FILES: [(&str, &str); 2] = [
    (
        "0001_notes.up.sql",
        "CREATE TABLE notes (id integer PRIMARY KEY);\n",
    ),
    ("0001_notes.down.sql", "DROP TABLE notes;\n"),
];

const NOTES: (&str, &str) = (".env", "DATABASE_URL=sqlite:notes.db\n");

#[track_caller]
fn ends(scratch: &Scratch, folder: &str, arguments: &[&str], code: i32) {
    let outcome = scratch.run_in(folder, arguments, &[]);
    assert_eq!(
        outcome.code,
        Some(code),
        "{arguments:?} in {folder}: {outcome:?}"
    );
}

#[test]
fn a_relative_path_in_it_begins_where_it_is() {
    let scratch = Scratch::with_folder(&FILES);
    scratch.write(NOTES.0, NOTES.1);
    ends(&scratch, "", &["up"], 0);
    ends(&scratch, "src", &["status"], 0);
    ends(&scratch, "src", &["up"], 0);
    assert!(!scratch.path("src/notes.db").exists());
    let plain = [
        ("DATABASE_URL=notes.db", 0),
        ("DATABASE_URL=sqlite:other.db?mode=rw", 1),
    ];
    for (text, code) in plain {
        scratch.write(".env", text);
        ends(&scratch, "src", &["status"], code);
    }
    // A mistake further down changes nothing about it.
    scratch.write(".env", "DATABASE_URL=sqlite:notes.db\nB=two words\n");
    ends(&scratch, "src", &["status"], 0);
}

#[test]
fn a_path_that_was_typed_begins_here() {
    let scratch = Scratch::with_folder(&FILES);
    scratch.write(NOTES.0, NOTES.1);
    ends(
        &scratch,
        "src",
        &["up", "--database-url", "sqlite:typed.db"],
        0,
    );
    assert!(scratch.path("src/typed.db").exists());
    let variables = [("DATABASE_URL", "sqlite:set.db")];
    let outcome = scratch.run_in("src", &["up"], &variables);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(scratch.path("src/set.db").exists());
    assert!(!scratch.path("notes.db").exists());
}

#[test]
fn that_of_the_named_package_goes_before_that_of_here() {
    let scratch = Scratch::empty();
    scratch.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n",
    );
    for name in ["api", "jobs"] {
        scratch.write_package(&format!("crates/{name}"), name, "");
        for (file, text) in FILES {
            scratch.write(&format!("crates/{name}/migrations/{file}"), text);
        }
    }
    scratch.write("crates/jobs/.env", NOTES.1);
    ends(&scratch, "", &["up"], 2);
    ends(&scratch, "", &["up", "--package", "jobs"], 0);
    assert!(scratch.path("crates/jobs/notes.db").exists());

    scratch.write("elsewhere/.env", "DATABASE_URL=sqlite:elsewhere.db\n");
    let manifest = ["--manifest-path", "../crates/jobs/Cargo.toml"];
    ends(
        &scratch,
        "elsewhere",
        &[&["status"][..], &manifest].concat(),
        0,
    );
    // Where the package has none.
    let manifest = ["--manifest-path", "../crates/api/Cargo.toml"];
    ends(&scratch, "elsewhere", &[&["up"][..], &manifest].concat(), 0);
    assert!(scratch.path("elsewhere/elsewhere.db").exists());
}
