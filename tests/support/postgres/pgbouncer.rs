//! A real PgBouncer in front of one test's database.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::cluster::{free_port, parent_of_directories, unprivileged};
use super::programs::Programs;
use crate::required::report_absence;

const START_LIMIT: Duration = Duration::from_secs(60);

/// A running PgBouncer. It stops with this value, and with the process at the latest.
pub struct PgBouncer {
    url: String,
    watchdog: Child,
}

impl PgBouncer {
    /// Starts one with these settings, in front of the database at `url`; nothing where none is installed,
    /// which one line on stderr has said then.
    pub(super) fn start(url: &str, settings: &[(&str, &str)]) -> Option<Self> {
        let Some(program) = Programs::installed()
            .iter()
            .find_map(|programs| programs.program("pgbouncer"))
        else {
            report_absence("pgbouncer", "no PgBouncer: install the package `pgbouncer`");
            return None;
        };
        // Between finding a free port and binding it another process may take it.
        let started = (0..4).find_map(|_| Self::start_once(&program, url, settings).ok());
        let outcome = started.map_or_else(|| Self::start_once(&program, url, settings), Ok);
        Some(outcome.unwrap_or_else(|reason| panic!("{}: {reason}", program.display())))
    }

    /// The URL of the database, through it.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn start_once(program: &Path, url: &str, settings: &[(&str, &str)]) -> Result<Self, String> {
        let server: Config = url.parse().map_err(|error| format!("{url}: {error}"))?;
        let database = server.get_dbname().unwrap_or_default();
        let port = free_port().map_err(|error| format!("no free port: {error}"))?;
        let account = unprivileged()?;
        let directory = tempfile::Builder::new()
            .prefix("ingrain-pgbouncer-")
            .tempdir_in(parent_of_directories(account))
            .map_err(|error| format!("no directory: {error}"))?;
        let file = directory.path().join("pgbouncer.ini");
        fs::write(&file, configuration(&server, port, settings))
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let mut command = Command::new("sh");
        command
            .args([
                "-c",
                include_str!("pgbouncer.sh"),
                "ingrain-pgbouncer-watchdog",
            ])
            .args([program, directory.path()])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some((user, group)) = account {
            for path in [directory.path(), &file] {
                chown(path, Some(user), Some(group))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
            command.uid(user).gid(group);
        }
        let watchdog = command.spawn().map_err(|error| format!("sh: {error}"))?;
        // From here on it is the watchdog that removes the directory.
        let watchdog = wait_until_ready(watchdog, &directory.keep())?;
        let url = format!("postgres://anybody@127.0.0.1:{port}/{database}");
        Ok(Self { url, watchdog })
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        // It fails when the watchdog has ended, and that is what is wanted.
        let _ = self.watchdog.wait();
    }
}

/// Whoever connects is the user whom the database's URL names.
fn configuration(server: &Config, port: u16, settings: &[(&str, &str)]) -> String {
    let host = match server.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        Some(Host::Unix(directory)) => directory.display().to_string(),
        None => "127.0.0.1".to_owned(),
    };
    let database = server.get_dbname().unwrap_or_default();
    let mut line = format!(
        "{database} = host={host} port={} dbname={database} user={}",
        server.get_ports().first().copied().unwrap_or(5432),
        server.get_user().unwrap_or("postgres"),
    );
    if let Some(password) = server.get_password() {
        line += &format!(" password='{}'", String::from_utf8_lossy(password));
    }
    let mut text = format!(
        "[databases]\n{line}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = any\nlogfile = log\nserver_tls_sslmode = disable\n"
    );
    for (name, value) in settings {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name} = {value}");
    }
    text
}

/// Waits for its own word in its log: an answer on the port could be another program's.
fn wait_until_ready(mut watchdog: Child, directory: &Path) -> Result<Child, String> {
    let log = || fs::read_to_string(directory.join("log")).unwrap_or_default();
    let deadline = Instant::now() + START_LIMIT;
    while !log().contains("process up") {
        if !matches!(watchdog.try_wait(), Ok(None)) {
            let mut said = String::new();
            if let Some(mut output) = watchdog.stdout.take() {
                output
                    .read_to_string(&mut said)
                    .map_err(|error| error.to_string())?;
            }
            return Err(format!("it stopped: {said}"));
        }
        if Instant::now() > deadline {
            return Err(format!("it is not ready after {START_LIMIT:?}: {}", log()));
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(watchdog)
}
