//! A throwaway Postgres that commits as one in production does: fsync on, nothing else set for speed.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::{Result, machine, proxy};

/// A running server, and the proxies in front of it. It stops when this process ends, however it does.
pub struct Server {
    port: u16,
    proxies: Vec<(u32, u16)>,
    client: Client,
    directory: TempDir,
    _watchdog: Child,
    databases: u32,
}

/// Serves until standard input closes.
const WATCHDOG: &str = r#"
exec 3<&0 </dev/null
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-locale >"$2/log" 2>&1 3<&- || exit
"$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=200 -c log_line_prefix='%d ' >>"$2/log" 2>&1 3<&- &
server=$!
{ cat <&3; while kill -QUIT $server; do sleep 0.1; done; } >/dev/null 2>&1 &
wait $server
"#;

impl Server {
    pub fn start() -> Result<Server> {
        let programs = programs()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
        let port = port.map_err(|error| error.to_string())?.port();
        let directory = tempfile::Builder::new().prefix("ingrain-bench-").tempdir();
        let directory = directory.map_err(|error| error.to_string())?;
        let path = directory.path();
        let mut command = Command::new("sh");
        command
            .args(["-c", WATCHDOG, "watchdog"])
            .args([programs.as_path(), path]);
        command
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .process_group(0);
        if let Some((user, group)) = unprivileged(path)? {
            chown(path, Some(user), Some(group)).map_err(|error| error.to_string())?;
            command.uid(user).gid(group);
        }
        let watchdog = command.spawn().map_err(|error| format!("sh: {error}"))?;
        let client = wait(port, path)?;
        Ok(Server {
            port,
            proxies: Vec::new(),
            client,
            directory,
            _watchdog: watchdog,
            databases: 0,
        })
    }

    /// An empty database.
    pub fn database(&mut self) -> Result<String> {
        self.databases += 1;
        let name = format!("bench_{}", self.databases);
        self.execute(&format!("CREATE DATABASE {name}"))?;
        Ok(name)
    }

    pub fn drop(&mut self, database: &str) -> Result<()> {
        self.execute(&format!("DROP DATABASE {database} WITH (FORCE)"))
    }

    /// The URL of a database, where a round trip takes so many milliseconds.
    pub fn url(&mut self, database: &str, delay: u32) -> Result<String> {
        let known = self.proxies.iter().find(|(other, _)| *other == delay);
        let port = match (delay, known) {
            (0, _) => self.port,
            (_, Some((_, port))) => *port,
            (_, None) => {
                let port = proxy::start(self.port, Duration::from_millis(delay.into()));
                let port = port.map_err(|error| error.to_string())?;
                self.proxies.push((delay, port));
                port
            }
        };
        Ok(format!(
            "postgres://postgres@127.0.0.1:{port}/{database}?sslmode=disable"
        ))
    }

    pub fn execute(&mut self, sql: &str) -> Result<()> {
        self.client
            .batch_execute(sql)
            .map_err(|error| format!("{sql}: {error}"))
    }

    /// How many messages with statements the log holds of this database, which logs them.
    pub fn logged(&self, database: &str) -> usize {
        let log = fs::read_to_string(self.directory.path().join("log")).unwrap_or_default();
        let begin = format!("{database} LOG:  ");
        let lines = log.lines().filter_map(|line| line.strip_prefix(&begin));
        let is_statement =
            |line: &&str| line.starts_with("statement:") || line.starts_with("execute");
        lines.filter(is_statement).count()
    }

    pub fn version(&mut self) -> String {
        let row = self.client.query_one("SHOW server_version", &[]);
        row.map(|row| row.get(0)).unwrap_or_default()
    }
}

fn wait(port: u16, directory: &Path) -> Result<Client> {
    let deadline = Instant::now() + Duration::from_secs(120);
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
    loop {
        match Client::connect(&url, NoTls) {
            Ok(client) => return Ok(client),
            Err(_) if Instant::now() < deadline => thread::sleep(Duration::from_millis(100)),
            Err(error) => {
                let log = fs::read_to_string(directory.join("log")).unwrap_or_default();
                return Err(format!("Postgres does not start: {error}\n{log}"));
            }
        }
    }
}

/// Where `initdb` and `postgres` are: in the path, else where Debian has them, the highest version first.
fn programs() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let bindir = machine::said("pg_config", &["--bindir"]);
    directories.extend((!bindir.is_empty()).then(|| bindir.into()));
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut debian: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    debian.sort();
    directories.extend(debian.into_iter().rev());
    let found = directories
        .into_iter()
        .find(|directory| directory.join("postgres").exists() && directory.join("initdb").exists());
    found.ok_or_else(|| "no Postgres: install PostgreSQL's server package".to_owned())
}

/// Root may not run Postgres: the user and group that does instead.
fn unprivileged(own: &Path) -> Result<Option<(u32, u32)>> {
    let owner = fs::metadata(own).map_err(|error| error.to_string())?.uid();
    if owner != 0 {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    let ids = |name: &str| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut ids = line.split(':').skip(2);
        Some((ids.next()?.parse().ok()?, ids.next()?.parse().ok()?))
    };
    match ids("postgres").or_else(|| ids("nobody")) {
        None => {
            Err("root may not run Postgres, and there is no user postgres or nobody".to_owned())
        }
        found => Ok(found),
    }
}
