//! The class of a sealed migration: lock file, binary, history.

use ingrain_end_to_end::project::Project;

use crate::{LOCK, SEAL, add, builds, declared};

/// Migrates a file and prints what the history says of each migration.
const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

fn main() {
    let mut connection = rusqlite::Connection::open(std::env::args().nth(1).unwrap()).unwrap();
    MIGRATIONS.migrator().run(&mut connection).unwrap();
    let mut rows = connection.prepare("SELECT version, compatible FROM ingrain_history").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for row in rows {
        let (version, compatible): (i64, bool) = row.unwrap();
        println!("{version} {compatible}");
    }
}
"#;

#[test]
fn the_class_goes_from_the_lock_file_into_the_history() {
    let project = Project::proving("class", &["rusqlite"], &["sqlite"]);
    project.write("src/main.rs", MAIN);
    project.write("migrations/ingrain.toml", declared("sqlite"));
    add(
        &project,
        "0001_notes",
        "CREATE TABLE notes (id integer);",
        "DROP TABLE notes;",
    );
    let rename = "ALTER TABLE notes RENAME COLUMN id TO number;";
    add(
        &project,
        "0002_rename",
        rename,
        "ALTER TABLE notes RENAME COLUMN number TO id;",
    );
    let said = "-- ingrain: compatible \"nothing reads it\"\nDELETE FROM notes;";
    add(&project, "0003_delete", said, "SELECT 'they are gone';");
    builds(project.cargo_with(&["build"], &SEAL));
    add(
        &project,
        "0004_tags",
        "CREATE TABLE tags (name text);",
        "DROP TABLE tags;",
    );

    let lock = project.read(LOCK);
    let classes = ["additive", "breaking", "additive"];
    for (line, class) in lock.lines().skip(1).zip(classes) {
        assert!(line.contains(&format!(" class={class} ")), "{lock}");
    }
    for profile in [&["build"][..], &["check"][..], &["build"][..]] {
        builds(project.cargo(profile));
    }
    let run = project.run(&["notes.db"], &[]);
    assert!(run.success, "{}", run.stderr);
    // The last one is not sealed, so that nobody has said yet what it is.
    assert_eq!(run.stdout, "1 true\n2 false\n3 true\n4 false\n");
}
