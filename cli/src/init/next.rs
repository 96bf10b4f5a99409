//! What to do after `init`.

use ingrain_core::Dialect;

use super::{Outcome, Step};

/// What is left to do: the code that migrates, and how to go on.
pub(super) fn next(folder: &str, dialects: &[Dialect], steps: &[Step]) -> String {
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
    format!(
        "next: {first} when your program starts, such as this src/main.rs does\n\n{code}\n\
         `cargo ingrain new NAME` begins the next migration, `cargo ingrain check` finds what the build would find."
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
