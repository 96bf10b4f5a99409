//! A rolling deploy: three releases of one application, as programs, on one Postgres.

use ingrain_end_to_end::project::{Outcome, Project, Release};
use ingrain_end_to_end::testbed::{Testbed, on_postgres};

/// Migrates, or reverts to the target given, and then does what this release does with its table.
const MAIN: &str = r#"
static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let database = std::env::var("DATABASE_URL")?;
    let (mut client, connection) = tokio_postgres::connect(&database, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    let migrator = MIGRATIONS.migrator();
    let report = match std::env::args().nth(1) {
        Some(target) => migrator.down(&mut client, target.parse::<ingrain::Target>()?).await?,
        None => migrator.run(&mut client).await?,
    };
    println!("{report}");
    client.batch_execute("SELECT COLUMNS FROM notes").await?;
    Ok(())
}
"#;

const NOTES: &str = "CREATE TABLE notes (id integer PRIMARY KEY, body text);\nINSERT INTO notes VALUES (1, 'kept');";

/// One more migration, sealed, and a release that embeds it and reads these columns.
fn release(project: &Project, name: &str, up: &str, down: &str, columns: &str) -> Release {
    project.write(&format!("migrations/{name}.up.sql"), up);
    project.write(&format!("migrations/{name}.down.sql"), down);
    project.write("src/main.rs", MAIN.replace("COLUMNS", columns));
    let build = project.cargo_with(&["build"], &[("INGRAIN_SEAL", "1")]);
    assert!(build.success, "{}", build.stderr);
    project.release(name)
}

fn start(release: &Release, bed: &Testbed, arguments: &[&str]) -> Outcome {
    release.run(arguments, &[("DATABASE_URL", &bed.place())])
}

/// Expects it to start, and to have said this.
#[track_caller]
fn starts(release: &Release, bed: &Testbed, said: &[&str]) {
    let outcome = start(release, bed, &[]);
    assert!(outcome.success, "{}", outcome.stderr);
    for words in said {
        assert!(
            outcome.stdout.contains(words),
            "no {words:?} in:\n{}",
            outcome.stdout
        );
    }
}

/// Expects it to refuse the breaking migration, and that one only.
#[track_caller]
fn refuses(release: &Release, bed: &Testbed, head: u64) {
    let before = bed.dump();
    let outcome = start(release, bed, &[]);
    assert!(!outcome.success, "{}", outcome.stdout);
    let text = outcome.stderr;
    let title =
        format!("[ING0103]: the database is ahead of this binary, which ends at version {head}");
    for words in [
        title.as_str(),
        "version 3 (rename_body) was applied at ",
        "start a binary that embeds version 3",
        &format!("migrator().down(&mut connection, \"{head}\".parse::<Target>()?)"),
    ] {
        assert!(text.contains(words), "no {words:?} in:\n{text}");
    }
    assert!(
        !text.contains("add_author"),
        "that one is compatible:\n{text}"
    );
    assert_eq!(bed.dump(), before);
}

#[test]
fn old_and_new_releases_on_one_database() {
    let project = Project::new("rolling", &["rusqlite", "tokio-postgres"]);
    project.write("migrations/ingrain.toml", "dialects = [\"postgres\"]\n");
    let old = release(
        &project,
        "0001_create_notes",
        NOTES,
        "DROP TABLE notes;",
        "body",
    );
    let newer = release(
        &project,
        "0002_add_author",
        "ALTER TABLE notes ADD COLUMN author text;",
        "ALTER TABLE notes DROP COLUMN author;",
        "body, author",
    );
    let newest = release(
        &project,
        "0003_rename_body",
        "ALTER TABLE notes RENAME COLUMN body TO content;",
        "ALTER TABLE notes RENAME COLUMN content TO body;",
        "content, author",
    );
    let lock = project.read("migrations/ingrain.lock");
    let sealed: Vec<&str> = lock
        .lines()
        .filter(|line| line.starts_with("version="))
        .collect();
    let class = |line: &&str| line.split("class=").nth(1).map(str::to_owned);
    let classes: Vec<String> = sealed.iter().filter_map(class).collect();
    assert!(classes[1].starts_with("additive"), "{lock}");
    assert!(classes[2].starts_with("breaking"), "{lock}");

    on_postgres(|bed| {
        starts(&old, bed, &["applied  1 create_notes"]);
        let first = bed.dump_without_history();

        // The new release migrates; an old instance that restarts meanwhile runs over it.
        starts(&newer, bed, &["applied  2 add_author"]);
        let second = bed.dump_without_history();
        let over = [
            "skipped  2: applied, not embedded in this binary",
            "at version 2",
        ];
        starts(&old, bed, &over);
        starts(
            &newer,
            bed,
            &["nothing to do: the database is at version 2"],
        );
        assert_eq!(bed.dump_without_history(), second);

        // A breaking change: whoever does not know it stays away, and says of which.
        starts(&newest, bed, &["applied  3 rename_body"]);
        refuses(&old, bed, 1);
        refuses(&newer, bed, 2);

        // Back, by the old release, which knows neither of the two: the history has their ways back.
        let back = start(&old, bed, &["1"]);
        assert!(back.success, "{}", back.stderr);
        for words in [
            "reverted 3 rename_body",
            "reverted 2 add_author",
            "at version 1",
        ] {
            assert!(
                back.stdout.contains(words),
                "no {words:?} in:\n{}",
                back.stdout
            );
        }
        assert_eq!(bed.dump_without_history(), first);
        starts(&old, bed, &["nothing to do: the database is at version 1"]);

        // And forward again.
        starts(
            &newest,
            bed,
            &["applied  2 add_author", "applied  3 rename_body"],
        );
        assert_eq!(
            bed.history("event, version"),
            [
                "applied | 1",
                "applied | 2",
                "applied | 3",
                "reverted | 3",
                "reverted | 2",
                "applied | 2",
                "applied | 3",
            ]
        );
    });
}
