//! What to do after `init`.

use ingrain_core::{Dialect, Tool};

use super::{Outcome, Step};

/// What is left to do: the code that migrates, and how to go on; first of all, what becomes of databases that
/// another tool has migrated.
pub(super) fn next(folder: &str, dialects: &[Dialect], tools: &[Tool], steps: &[Step]) -> String {
    let is_left = steps.iter().any(|step| step.outcome == Outcome::Todo);
    let first = match is_left {
        true => "do what is to do above; then migrate",
        false => "migrate",
    };
    let code = dialects.iter().map(|dialect| match dialect {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    });
    let code = code.collect::<Vec<_>>().join("\nor, on Postgres,\n\n");
    let code = code.replace("FOLDER", folder);
    let adopt = tools.iter().map(|tool| {
        format!(
            "\n\nIf {tool} has written these scripts: `cargo ingrain check`, then `cargo ingrain adopt {tool}` once for \
             each database that it has migrated, then `cargo ingrain seal`. docs/adopting.md has the steps, and \
             how the program does it by itself."
        )
    });
    let adopt: String = adopt.collect();
    format!(
        "next: {first} when your program starts, such as this src/main.rs does\n\n{code}\n\
         `cargo ingrain new NAME` begins the next migration, `cargo ingrain check` finds what the build would find.{adopt}"
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
