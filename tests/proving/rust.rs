//! Migrations that are Rust, in the build: proven as what changes nothing, sealed by their revision.

use ingrain_end_to_end::project::Project;

use crate::{LOCK, SEAL, add, builds, fails};

const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations", rust = {
    2 => { sqlite: { up: slugs::fill, down: slugs::clear } },
});

mod slugs {
    use rusqlite::{Connection, Result};

    pub fn fill(connection: &Connection) -> Result<()> {
        connection.execute("UPDATE notes SET slug = lower(title)", []).map(drop)
    }

    pub fn clear(connection: &Connection) -> Result<()> {
        connection.execute("UPDATE notes SET slug = NULL", []).map(drop)
    }
}

fn main() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    println!("{}", MIGRATIONS.migrator().run(&mut connection).unwrap());
    let slug = connection.query_row("SELECT slug FROM notes", [], |row| row.get::<_, String>(0));
    println!("the slug is {}", slug.unwrap());
}
"#;

const RUST: &str = "-- ingrain: rust \"revision 1\"\n";

fn project(name: &str, proofs: &[&str]) -> Project {
    let project = Project::proving(name, &["rusqlite"], proofs);
    project.write("src/main.rs", MAIN);
    project.write("migrations/ingrain.toml", "dialects = [\"sqlite\"]\n");
    let up = "CREATE TABLE notes (title text NOT NULL, slug text);\n";
    add(&project, "0001_create_notes", up, "DROP TABLE notes;\n");
    let up = format!("{up}INSERT INTO notes (title) VALUES ('First');\n");
    project.write("migrations/0001_create_notes.up.sql", up);
    add(&project, "0002_fill_slugs", RUST, RUST);
    project
}

#[test]
fn what_is_sealed_is_the_revision_and_not_the_function() {
    let project = project("rust", &["sqlite"]);
    builds(project.cargo_with(&["build"], &SEAL));
    let lock = project.read(LOCK);
    let line = lock.lines().find(|line| line.starts_with("version=2 "));
    let line = line.unwrap_or_default();
    assert!(line.ends_with(" class=breaking proven=sqlite"), "{line}");
    let ran = builds(project.run(&[], &[]));
    assert!(
        ran.stdout.contains("applied  2 fill_slugs"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.ends_with("the slug is first\n"),
        "{}",
        ran.stdout
    );

    // That the function still means the same is for its author to say.
    project.write("src/main.rs", MAIN.replace("lower(", "upper("));
    builds(project.cargo(&["build"]));
    let other = RUST.replace('1', "2");
    project.write("migrations/0002_fill_slugs.up.sql", &other);
    let changed = [
        "migration 2 is sealed, and its up script has changed [ING0023]",
        "--> migrations/0002_fill_slugs.up.sql",
    ];
    fails(&project.cargo(&["build"]), &changed);
    // A sealed down script may be mended, and so may its function.
    project.write("migrations/0002_fill_slugs.up.sql", RUST);
    project.write("migrations/0002_fill_slugs.down.sql", &other);
    builds(project.cargo(&["build"]));

    project.write("src/main.rs", MAIN.replace(", down: slugs::clear", ""));
    let missing = [
        "migration 2 is Rust, and `embed!` lacks a function for it on SQLite [ING0040]",
        "--> migrations/0002_fill_slugs.down.sql",
        "2 => { sqlite: { up: slugs::fill, down: fill_slugs::down } },",
    ];
    fails(&project.cargo(&["build"]), &missing);
}

#[test]
fn a_function_for_a_driver_that_is_off_says_how_to_enable_it() {
    let project = project("rust-off", &[]);
    project.write(
        "migrations/ingrain.toml",
        "dialects = [\"sqlite\", \"postgres\"]\n",
    );
    let both = "down: slugs::clear }, postgres: { up: slugs::fill, down: slugs::clear } },";
    project.write("src/main.rs", MAIN.replace("down: slugs::clear } },", both));
    let build = project.cargo(&["build"]);
    let expected = [
        "a function is named for Postgres, and the driver is not there [ING0040]",
        "features = [\"tokio-postgres\"]",
        "--> src/main.rs:3:",
    ];
    fails(&build, &expected);
    // One for each function, and nothing that follows from it.
    assert_eq!(
        build.stderr.matches("error: a function").count(),
        2,
        "{}",
        build.stderr
    );
    let errors = build
        .stderr
        .lines()
        .filter(|line| line.starts_with("error"));
    assert_eq!(errors.count(), 2 + 1, "{}", build.stderr);
}
