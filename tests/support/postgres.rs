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
use std::sync::OnceLock;

use self::address::Address;
use self::cluster::Cluster;
use self::programs::Programs;
use crate::required::report_absence;

pub use self::cluster::{Extras, PRIMARY, Shutdown, unprivileged};
pub use self::database::Database;
pub use self::gate::{Gate, Passage};
pub use self::pgbouncer::PgBouncer;
pub use self::proxy::Proxy;

/// A URL of a server on which the tests may create databases and roles.
const SERVER: &str = "INGRAIN_TEST_POSTGRES";

/// A running Postgres server.
pub struct Postgres {
    address: Address,
    /// Where to look for `pg_dump`, in this order.
    programs: Vec<Programs>,
    /// Present when this process started the server: it stops when the process ends.
    cluster: Option<Cluster>,
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
    /// As [`Postgres::own`].
    pub fn for_faults() -> Option<&'static Self> {
        static OWN: OnceLock<Option<Postgres>> = OnceLock::new();
        let own = OWN.get_or_init(|| {
            let server = Self::own(Extras::default())?;
            // What is committed is to be there after a crash, which the tests' servers do without.
            let role = "ALTER ROLE postgres SET synchronous_commit = on";
            client::execute(&server.url(), role).unwrap_or_else(|reason| panic!("{reason}"));
            Some(server)
        });
        own.as_ref()
    }

    /// A server of the caller's own with these extras, made with the installed server programs, or `None`
    /// when there are none.
    ///
    /// # Panics
    ///
    /// When server programs are missing although `INGRAIN_TEST_REQUIRE` lists `postgres`, or do not start.
    pub fn own(extras: Extras<'_>) -> Option<Self> {
        match Self::start(Programs::installed(), extras) {
            Ok(None) => {
                let reason = "no Postgres of our own: install PostgreSQL's server package";
                report_absence("postgres", reason);
                None
            }
            Ok(server) => server,
            Err(reason) => panic!("no installed Postgres starts:{reason}"),
        }
    }

    /// Its URL, as a user who may do everything.
    pub fn url(&self) -> String {
        self.address.url()
    }

    /// Where it listens on 127.0.0.1, if it is one that the tests started.
    pub fn port(&self) -> Option<u16> {
        self.cluster.as_ref().map(Cluster::port)
    }

    /// Ends the server, and waits until it serves again.
    ///
    /// # Panics
    ///
    /// When it is not one that the tests started, or does not come back.
    pub fn restart(&self, shutdown: Shutdown) {
        let cluster = self.cluster.as_ref();
        let restarted = cluster.map_or(Err("it is somebody else's".to_owned()), |cluster| {
            cluster.restart(shutdown)
        });
        restarted.unwrap_or_else(|reason| panic!("{reason}"));
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
                cluster: None,
            }));
        }
        Self::start(programs, Extras::default()).map_err(|failures| {
            format!("no installed Postgres starts; set {SERVER} to use another:{failures}")
        })
    }

    fn start(programs: Vec<Programs>, extras: Extras<'_>) -> Result<Option<Self>, String> {
        let mut failures = String::new();
        for candidate in programs.iter().filter(|programs| programs.can_serve()) {
            match Cluster::start(candidate, extras) {
                Ok(cluster) => {
                    return Ok(Some(Self {
                        address: cluster.address(),
                        // Its own version first: an older pg_dump refuses a newer server.
                        programs: [vec![candidate.clone()], programs].concat(),
                        cluster: Some(cluster),
                    }));
                }
                Err(reason) => failures += &format!("\n{}: {reason}", candidate.directory()),
            }
        }
        if failures.is_empty() {
            return Ok(None);
        }
        Err(failures)
    }
}
