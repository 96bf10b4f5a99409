//! A script that changes after it was applied: built again, the program does not start.

use ingrain::Checksum;
use ingrain_end_to_end::project::{Outcome, Project};
use ingrain_end_to_end::testbed::{Testbed, on_both};

/// Migrates the database that the variable names, and says what was done.
const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let database = std::env::var("DATABASE_URL")?;
    let migrator = MIGRATIONS.migrator();
    let report = if database.starts_with("postgres") {
        let (mut client, connection) =
            tokio_postgres::connect(&database, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        migrator.run(&mut client).await?
    } else {
        migrator.run(&mut rusqlite::Connection::open(database)?)?
    };
    println!("{report}");
    Ok(())
}
"#;

const FILE: &str = "migrations/0001_create_notes.up.sql";
const NOTES: &str = "CREATE TABLE notes (\n    id integer PRIMARY KEY,\n    body text -- 1\n);\n";

/// Builds with this content of the file, and starts.
fn start(project: &Project, bed: &Testbed, content: &str) -> Outcome {
    project.write(FILE, content);
    let build = project.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
    let database = match bed {
        Testbed::Sqlite(_) => bed.path().display().to_string(),
        Testbed::Postgres(database) => database.url(),
    };
    project.run(&[], &[("DATABASE_URL", &database)])
}

#[test]
fn one_byte_is_a_refusal_and_what_an_editor_does_to_line_endings_is_none() {
    let project = Project::new("changed", &["rusqlite", "tokio-postgres"]);
    project.write(
        "migrations/ingrain.toml",
        "dialects = [\"sqlite\", \"postgres\"]\n",
    );
    project.write("migrations/0001_create_notes.down.sql", "DROP TABLE notes;");
    project.write(
        "migrations/0002_create_tags.up.sql",
        "CREATE TABLE tags (id integer);",
    );
    project.write("migrations/0002_create_tags.down.sql", "DROP TABLE tags;");
    project.write("src/main.rs", MAIN);
    on_both(|bed| {
        let first = start(&project, bed, NOTES);
        assert!(first.success, "{}", first.stderr);
        assert!(
            first.stdout.contains("applied  2 create_tags"),
            "{}",
            first.stdout
        );
        let before = bed.dump();

        let changed = NOTES.replace("-- 1", "-- 2");
        let refused = start(&project, bed, &changed);
        assert!(!refused.success, "{}", refused.stdout);
        for words in [
            "Error: [ING0101]: migration 1 has changed after being applied",
            FILE,
            &Checksum::of(NOTES).to_string(),
            &Checksum::of(&changed).to_string(),
            "restore the file as it was when it was applied",
            "put the change into a new migration",
        ] {
            assert!(
                refused.stderr.contains(words),
                "no {words:?} in:\n{}",
                refused.stderr
            );
        }
        assert!(!refused.stderr.contains("panicked"), "{}", refused.stderr);
        assert_eq!(bed.dump(), before);

        let windows = NOTES.replace('\n', "\r\n");
        for same in [
            &windows,
            &format!("\u{feff}{NOTES}"),
            &format!("\u{feff}{windows}"),
        ] {
            let fine = start(&project, bed, same);
            assert!(fine.success, "{}", fine.stderr);
            assert_eq!(fine.stdout, "nothing to do: the database is at version 2\n");
            assert_eq!(bed.dump(), before);
        }
    });
}
