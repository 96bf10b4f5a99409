//! What to do after `init`.

use ingrain_core::{Dialect, Tool};

use super::{Outcome, Step};
use crate::project::{Entry, Package, embedding, from_here};

/// What is left to do: the code that migrates, unless it is there, and how to go on; last, what becomes of databases
/// that another tool has migrated.
pub(super) fn next(
    package: &Package,
    folder: &str,
    dialects: &[Dialect],
    tools: &[Tool],
    steps: &[Step],
) -> String {
    let is_left = steps.iter().any(|step| step.outcome == Outcome::Todo);
    let left = match (is_left, embedding(&package.root.join("src"), folder)) {
        (true, Some(_)) => "next: do what is to do above".to_owned(),
        (false, Some(source)) => {
            let source = from_here(&source);
            format!("nothing is left to do: `{source}` embeds `{folder}`")
        }
        (true, None) => {
            let code = code(&package.entry, folder, dialects);
            format!("next: do what is to do above; then {code}")
        }
        (false, None) => format!("next: {}", code(&package.entry, folder, dialects)),
    };
    let adopt = tools.iter().map(|tool| {
        format!(
            "\n\nIf {tool} has written these scripts: `cargo ingrain check`, then `cargo ingrain adopt {tool}` once for \
             each database that it has migrated, then `cargo ingrain seal`. docs/adopting.md has the steps, and \
             how the program does it by itself."
        )
    });
    let adopt: String = adopt.collect();
    format!(
        "{left}\n\n\
         `cargo ingrain new NAME` begins the next migration, `cargo ingrain check` finds what the build would find.{adopt}"
    )
}

/// The code that migrates, and where it goes.
fn code(entry: &Entry, folder: &str, dialects: &[Dialect]) -> String {
    let path = from_here(entry.path());
    let where_to = match entry {
        Entry::Program(_) => format!("migrate when your program starts, such as this {path} does"),
        Entry::Library(_) => {
            format!("embed the folder, such as this {path} does; programs call it when they start")
        }
    };
    let code = dialects.iter().map(|dialect| match (entry, dialect) {
        (Entry::Program(_), Dialect::Sqlite) => SQLITE,
        (Entry::Program(_), Dialect::Postgres) => POSTGRES,
        (Entry::Library(_), Dialect::Sqlite) => SQLITE_LIBRARY,
        (Entry::Library(_), Dialect::Postgres) => POSTGRES_LIBRARY,
    });
    let code = code.collect::<Vec<_>>().join("\nor, on Postgres,\n\n");
    format!(
        "{where_to}\n\n{}",
        code.replace("FOLDER", folder).trim_end()
    )
}

const SQLITE: &str = r#"    static MIGRATIONS: ingrain::Migrations = ingrain::embed!("FOLDER");

    fn main() -> Result<(), Box<dyn std::error::Error>> {
        let mut connection = rusqlite::Connection::open("notes.db")?;
        println!("{}", MIGRATIONS.migrator().run(&mut connection)?);
        Ok(())
    }
"#;

const POSTGRES: &str = r#"    static MIGRATIONS: ingrain::Migrations = ingrain::embed!("FOLDER");

    #[tokio::main]
    async fn main() -> Result<(), Box<dyn std::error::Error>> {
        let url = std::env::var("DATABASE_URL")?;
        let (mut client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        println!("{}", MIGRATIONS.migrator().run(&mut client).await?);
        Ok(())
    }
"#;

const SQLITE_LIBRARY: &str = r#"    static MIGRATIONS: ingrain::Migrations = ingrain::embed!("FOLDER");

    pub fn migrate(connection: &mut rusqlite::Connection) -> Result<ingrain::Report, ingrain::Error> {
        MIGRATIONS.migrator().run(connection)
    }
"#;

const POSTGRES_LIBRARY: &str = r#"    static MIGRATIONS: ingrain::Migrations = ingrain::embed!("FOLDER");

    pub async fn migrate(client: &mut tokio_postgres::Client) -> Result<ingrain::Report, ingrain::Error> {
        MIGRATIONS.migrator().run(client).await
    }
"#;
