//! A database of one test's own.

use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio_postgres::Client;

use super::{Gate, Passage, PgBouncer, Postgres, Proxy, client};

/// A fresh database, dropped with this value.
pub struct Database<'server> {
    server: &'server Postgres,
    name: String,
}

impl<'server> Database<'server> {
    pub(super) fn create(server: &'server Postgres) -> Self {
        let name = unique_name();
        // template0, because nobody can be connected to it: that would make this fail.
        client::execute(
            &server.address.url(),
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        )
        .unwrap_or_else(|reason| panic!("no test database at {}: {reason}", server.address.url()));
        Self { server, name }
    }

    /// One more fresh database on the same server.
    pub fn another(&self) -> Self {
        Self::create(self.server)
    }

    /// The URL of this database, as a user who may do everything in it.
    pub fn url(&self) -> String {
        self.server.address.url_of(&self.name)
    }

    /// A proxy to this database that writes down what its clients send.
    ///
    /// # Panics
    ///
    /// When it cannot listen.
    pub fn proxy(&self) -> Proxy {
        Proxy::start(&self.url()).unwrap_or_else(|reason| panic!("no proxy: {reason}"))
    }

    /// A proxy to this database that stops its clients at the statement with this number, counted from 1.
    ///
    /// # Panics
    ///
    /// When it cannot listen, or the server is not reached over TCP.
    pub fn gate(&self, at: u64, passage: Passage) -> Gate {
        Gate::start(&self.url(), at, passage).unwrap_or_else(|reason| panic!("no gate: {reason}"))
    }

    /// A PgBouncer with these settings in front of this database; nothing where none is installed.
    ///
    /// # Panics
    ///
    /// When it does not start, or is missing although `INGRAIN_TEST_REQUIRE` lists `pgbouncer`.
    pub fn pgbouncer(&self, settings: &[(&str, &str)]) -> Option<PgBouncer> {
        PgBouncer::start(&self.url(), settings)
    }

    /// Connects; the current runtime drives the connection.
    ///
    /// # Panics
    ///
    /// When the server cannot be reached or refuses.
    pub async fn connect(&self) -> Client {
        let url = self.url();
        client::connect(&url)
            .await
            .unwrap_or_else(|error| panic!("{url}: {}", client::explain(&error)))
    }

    /// Connects, or says why not; the current runtime drives the connection.
    pub async fn try_connect(&self) -> Result<Client, tokio_postgres::Error> {
        client::connect(&self.url()).await
    }

    /// The program psql, about to run the script on its standard input on this database.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn psql(&self) -> Command {
        let mut programs = self.server.programs.iter();
        let psql = programs.find_map(|programs| programs.program("psql"));
        let psql = psql.unwrap_or_else(|| panic!("running a script needs psql"));
        let mut command = Command::new(psql);
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", "--dbname"]);
        command.arg(self.url());
        command
    }

    /// Runs a batch of statements on a connection of its own, also inside a runtime.
    ///
    /// # Panics
    ///
    /// When a statement fails, with the server's message.
    pub fn execute(&self, sql: &str) {
        let outcome = client::execute(&self.url(), sql);
        outcome.unwrap_or_else(|reason| panic!("{reason}, in: {sql}"));
    }

    /// The URL of this database as a role that may SELECT from every table that exists now, and
    /// do nothing else.
    ///
    /// # Panics
    ///
    /// When the server refuses to create the role.
    pub fn read_only_url(&self) -> String {
        let role = self.reader();
        // Before version 15 everybody may create tables in `public`.
        self.execute(&format!(
            "DO $$
            DECLARE schema text;
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                    CREATE ROLE {role} LOGIN PASSWORD '{role}';
                END IF;
                REVOKE CREATE ON SCHEMA public FROM PUBLIC;
                REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
                FOR schema IN
                    SELECT nspname FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                LOOP
                    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {role}', schema);
                    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO {role}', schema);
                END LOOP;
            END
            $$",
            database = self.name,
        ));
        self.server
            .address
            .with_credentials(&role, &role)
            .url_of(&self.name)
    }

    /// The directory of a `pg_dump` and a `pg_restore`: the server's own, where it is installed here.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn client_programs(&self) -> PathBuf {
        let both = ["pg_dump", "pg_restore"];
        let mut found = self.server.programs.iter();
        let found = found.find(|programs| both.iter().all(|name| programs.program(name).is_some()));
        let found = found.unwrap_or_else(|| panic!("there is no pg_dump with a pg_restore"));
        PathBuf::from(found.directory().to_string())
    }

    /// Makes the database what a dump of `pg_dump --format=custom` holds; it must be empty.
    ///
    /// # Panics
    ///
    /// When `pg_restore` fails.
    pub fn restore(&self, dump: &Path) {
        let output = Command::new(self.client_programs().join("pg_restore"))
            .args(["--exit-on-error", "--dbname", &self.url()])
            .arg(dump)
            .output()
            .unwrap_or_else(|error| panic!("pg_restore: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pg_restore: {said}");
    }

    /// The schema and all rows as text, the same for the same content: to compare before and
    /// after. Rows are sorted within their table, settings and comments about the dump left out.
    ///
    /// Sequences are part of it, and Postgres never takes a drawn value back, not even in a
    /// transaction that is rolled back.
    ///
    /// # Panics
    ///
    /// When there is no `pg_dump` that works with the server.
    pub fn dump(&self) -> String {
        self.dump_with(&[])
    }

    /// [`Database::dump`] as if `table` were not there.
    ///
    /// # Panics
    ///
    /// When there is no `pg_dump` that works with the server.
    pub fn dump_without(&self, table: &str) -> String {
        self.dump_with(&["--exclude-table", table])
    }

    fn dump_with(&self, options: &[&str]) -> String {
        let mut failures = String::new();
        let found = self
            .server
            .programs
            .iter()
            .filter_map(|programs| programs.program("pg_dump"));
        for pg_dump in found {
            match Command::new(&pg_dump)
                .args(options)
                .arg("--dbname")
                .arg(self.url())
                .output()
            {
                Ok(output) if output.status.success() => {
                    return normalise(&String::from_utf8_lossy(&output.stdout));
                }
                Ok(output) => failures += &String::from_utf8_lossy(&output.stderr),
                Err(error) => failures += &format!("{}: {error}\n", pg_dump.display()),
            }
        }
        panic!("comparing databases needs a pg_dump at least as new as the server\n{failures}");
    }

    fn reader(&self) -> String {
        format!("{}_reader", self.name)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        let Self { name, .. } = self;
        // A test that has failed already must not abort in here: what cannot be dropped stays.
        for drop in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("DROP ROLE IF EXISTS {}", self.reader()),
        ] {
            let _ = client::execute(&self.server.address.url(), &drop);
        }
    }
}

/// Unique on a server that several machines use at once, and that killed tests left databases on.
fn unique_name() -> String {
    static CREATED: AtomicU32 = AtomicU32::new(0);
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let count = CREATED.fetch_add(1, Ordering::Relaxed);
    format!(
        "ingrain_{:x}_{}_{count}",
        since_epoch.as_micros(),
        process::id()
    )
}

fn normalise(dump: &str) -> String {
    let mut lines = Vec::new();
    // The rows of the table whose data is being read.
    let mut rows: Option<Vec<&str>> = None;
    for line in dump
        .lines()
        .skip_while(|line| !line.starts_with("-- Name: "))
    {
        match &mut rows {
            Some(sorted) if line == "\\." => {
                sorted.sort_unstable();
                lines.append(sorted);
                rows = None;
            }
            Some(rows) => rows.push(line),
            // Carries a new random key each time.
            None if line.starts_with("\\unrestrict ") => {}
            None => {
                lines.push(line);
                rows = line.starts_with("COPY ").then(Vec::new);
            }
        }
    }
    lines.join("\n")
}
