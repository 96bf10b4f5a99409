//! One server out of those that the parameters name, with all that it takes to talk to it.

mod settings;

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use ingrain_core::Diagnostic;
use tokio_postgres::Config;

use self::settings::settings;
use super::super::pairs::Pairs;
use super::super::place::wrong;
use super::passfile::{self, Found};

/// One server, the user and the database on it. What it shows of itself holds no password.
pub(super) struct Server {
    config: Config,
    host: String,
    port: u16,
    user: String,
    database: String,
    password: Password,
}

/// Where the password came from, for who was refused with it.
pub(super) enum Password {
    Given,
    OfFile(String),
    None { because: Option<String> },
}

const PORT: u16 = 5432;
/// Where servers put their sockets: Debian and its like, and as PostgreSQL is built by itself.
const SOCKETS: [&str; 3] = ["/var/run/postgresql", "/run/postgresql", "/tmp"];

impl Server {
    /// Every server that the parameters name, in their order.
    pub(super) fn all(pairs: &Pairs) -> Result<Vec<Server>, Diagnostic> {
        let (hosts, addresses) = (pairs.values("host"), pairs.values("hostaddr"));
        let ports = ports(pairs)?;
        let count = hosts.len().max(addresses.len()).max(1);
        let fits =
            |length: usize, single: bool| length == 0 || length == count || (single && length == 1);
        if !fits(hosts.len(), false) || !fits(addresses.len(), false) || !fits(ports.len(), true) {
            let title = format!(
                "the database URL lists {} hosts, {} host addresses and {} ports",
                hosts.len(),
                addresses.len(),
                ports.len()
            );
            return Err(wrong(title).help("list as many of each, or a single port for all"));
        }
        let server = |at: usize| {
            let port = ports.get(at).or(ports.first()).copied().unwrap_or(PORT);
            let host = hosts.get(at).filter(|host| !host.is_empty());
            Server::new(pairs, host.copied(), addresses.get(at).copied(), port)
        };
        (0..count).map(server).collect()
    }

    fn new(
        pairs: &Pairs,
        host: Option<&str>,
        address: Option<&str>,
        port: u16,
    ) -> Result<Server, Diagnostic> {
        let user = match pairs.value("user") {
            Some(user) => user.to_owned(),
            None => whoami::username().map_err(|_| {
                wrong("the system does not say who this user is")
                    .help("name the user: `postgres://USER@HOST/DATABASE`")
            })?,
        };
        let database = pairs.value("dbname").unwrap_or(&user).to_owned();
        let host = host.or(address).map_or_else(|| local(port), str::to_owned);
        let mut config = settings(pairs)?;
        config.host(&host).port(port).user(&user).dbname(&database);
        if let Some(address) = address {
            let address: IpAddr = address.parse().map_err(|_| {
                wrong("`hostaddr` is not an IP address")
                    .help("write a name into `host`, and leave `hostaddr` out")
            })?;
            config.hostaddr(address);
        }
        let password = match pairs.value("password") {
            Some(password) => {
                config.password(password);
                Password::Given
            }
            None => match passfile::look(pairs.value("passfile"), &host, port, &database, &user) {
                Found::Password { password, file } => {
                    config.password(password);
                    Password::OfFile(file)
                }
                Found::Nothing { because } => Password::None { because },
            },
        };
        Ok(Server {
            config,
            host,
            port,
            user,
            database,
            password,
        })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) fn user(&self) -> &str {
        &self.user
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn database(&self) -> &str {
        &self.database
    }

    pub(super) fn password(&self) -> &Password {
        &self.password
    }

    /// Whether it is reached through a socket of this machine, which nobody encrypts.
    pub(super) fn is_local(&self) -> bool {
        is_socket(&self.host)
    }
}

/// `db.example:5432`, or the socket's path.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_local() {
            true => write!(f, "{}/.s.PGSQL.{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// A folder, or a name in Linux's abstract space.
fn is_socket(host: &str) -> bool {
    host.starts_with(['/', '@'])
}

/// Where a server is looked for that nobody named.
fn local(port: u16) -> String {
    let socket = |folder: &&str| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists();
    let folder = SOCKETS.iter().find(|folder| cfg!(unix) && socket(folder));
    (*folder.unwrap_or(&"localhost")).to_owned()
}

fn ports(pairs: &Pairs) -> Result<Vec<u16>, Diagnostic> {
    let port = |text: &&str| match text.trim() {
        "" => Ok(PORT),
        port => port.parse().map_err(|_| {
            wrong("the port in the database URL is not a number up to 65535")
                .help("leave it out for 5432")
        }),
    };
    pairs.values("port").iter().map(port).collect()
}
