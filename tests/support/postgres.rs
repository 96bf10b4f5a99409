//! A Postgres server for the tests, and fresh databases on it.

mod address;
mod client;
mod cluster;
mod database;
mod gate;
mod message;
mod pgbouncer;
mod programs;
mod proxy;

use std::env;
use std::io::{self, Write as _};
use std::sync::OnceLock;
use std::thread;

use self::address::Address;
use self::cluster::Cluster;
use self::programs::Programs;

pub use self::database::Database;
pub use self::gate::{Gate, Passage};
pub use self::pgbouncer::PgBouncer;
pub use self::proxy::Proxy;

/// A URL of a server on which the tests may create databases and roles.
const SERVER: &str = "INGRAIN_TEST_POSTGRES";
/// What is listed here, `postgres` or `postgres,pgbouncer`, fails the tests that need it where it is missing.
const REQUIRE: &str = "INGRAIN_TEST_REQUIRE";

/// A running Postgres server.
pub struct Postgres {
    address: Address,
    /// Where to look for `pg_dump`, in this order.
    programs: Vec<Programs>,
    /// Present when this process started the server: it stops when the process ends.
    _cluster: Option<Cluster>,
}

impl Postgres {
    /// The server that all tests of this process share, or `None` when there is none to be had.
    ///
    /// It is the one that `INGRAIN_TEST_POSTGRES` names, else a throwaway cluster made with the
    /// installed server programs, which is gone when this process is, however it ends.
    /// A test that gets `None` returns at once: one line on stderr has said that it did not run.
    ///
    /// # Panics
    ///
    /// When there is no server and `INGRAIN_TEST_REQUIRE` lists `postgres`; when server programs are
    /// installed and none of them starts.
    pub fn for_tests() -> Option<&'static Self> {
        static SHARED: OnceLock<Result<Option<Postgres>, String>> = OnceLock::new();
        match SHARED.get_or_init(Self::find) {
            Ok(Some(server)) => Some(server),
            Ok(None) => {
                report_absence(
                    "postgres",
                    &format!(
                        "no Postgres: set {SERVER} to the URL of a server, or install PostgreSQL's server package"
                    ),
                );
                None
            }
            Err(reason) => panic!("{reason}"),
        }
    }

    /// A server of the faults' own: it is made to crash. `None` where no server programs are installed, which
    /// one line on stderr has said then.
    ///
    /// # Panics
    ///
    /// As [`Postgres::for_tests`].
    pub fn for_faults() -> Option<&'static Self> {
        static OWN: OnceLock<Result<Option<Postgres>, String>> = OnceLock::new();
        let own = OWN.get_or_init(|| {
            let server = Self::start(Programs::installed())?;
            if let Some(server) = &server {
                // What is committed is to be there after a crash, which the tests' servers do without.
                let role = "ALTER ROLE postgres SET synchronous_commit = on";
                client::execute(&server.address.url(), role)?;
            }
            Ok(server)
        });
        match own {
            Ok(Some(server)) => Some(server),
            Ok(None) => {
                report_absence(
                    "postgres",
                    "no Postgres: install PostgreSQL's server package",
                );
                None
            }
            Err(reason) => panic!("{reason}"),
        }
    }

    /// Creates an empty database, dropped with the returned value.
    ///
    /// # Panics
    ///
    /// When the server cannot be reached or refuses.
    pub fn database(&self) -> Database<'_> {
        Database::create(self)
    }

    fn find() -> Result<Option<Self>, String> {
        let programs = Programs::installed();
        if let Some(url) = env::var(SERVER).ok().filter(|url| !url.is_empty()) {
            let address = url
                .parse()
                .map_err(|reason| format!("{SERVER}: {reason}"))?;
            return Ok(Some(Self {
                address,
                programs,
                _cluster: None,
            }));
        }
        Self::start(programs)
    }

    fn start(programs: Vec<Programs>) -> Result<Option<Self>, String> {
        let mut failures = String::new();
        for candidate in programs.iter().filter(|programs| programs.can_serve()) {
            match Cluster::start(candidate) {
                Ok(cluster) => {
                    return Ok(Some(Self {
                        address: cluster.address(),
                        // Its own version first: an older pg_dump refuses a newer server.
                        programs: [vec![candidate.clone()], programs].concat(),
                        _cluster: Some(cluster),
                    }));
                }
                Err(reason) => failures += &format!("\n{}: {reason}", candidate.directory()),
            }
        }
        if failures.is_empty() {
            return Ok(None);
        }
        Err(format!(
            "no installed Postgres starts; set {SERVER} to use another:{failures}"
        ))
    }
}

/// Says that the current test does not run, past the output capture of the test harness.
fn report_absence(what: &str, reason: &str) {
    let current = thread::current();
    let test = current.name().unwrap_or("a test");
    let required = env::var(REQUIRE).unwrap_or_default();
    if required.split(',').any(|required| required == what) {
        panic!("{REQUIRE}={required}, but there is {reason}");
    }
    // The harness captures `eprintln!`, not the stream itself. Nothing to do if it is closed.
    let line = format!("warning: {test} DID NOT RUN: {reason}\n");
    let _ = io::stderr().write_all(line.as_bytes());
}
