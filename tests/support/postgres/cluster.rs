//! A throwaway cluster that cannot outlive the process that started it.

use std::env;
use std::fs::{self, Permissions};
use std::io::{self, Read as _};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::address::Address;
use super::programs::Programs;

/// Making a cluster takes about a second; on a machine that is busy building, much more.
const START_LIMIT: Duration = Duration::from_secs(120);

/// What a cluster has that others do not.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// Files in its directory, readable by the server alone: names and texts.
    pub files: &'a [(&'a str, &'a str)],
    /// Settings of `postgresql.conf`; `{directory}` in a value stands for the directory of the files.
    pub settings: &'a [(&'a str, &'a str)],
    /// The port of a server that it follows, as its standby. That one needs the settings of
    /// [`PRIMARY`], and so does this one.
    pub primary: Option<u16>,
}

/// What a server needs that others follow.
pub const PRIMARY: &[(&str, &str)] = &[("wal_level", "replica"), ("max_wal_senders", "4")];

/// How a server is ended before it is started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shutdown {
    /// Sessions are ended, then all is written.
    Fast,
    /// Everything stops; the server recovers at its start.
    Immediate,
}

/// A running server. Statics are never dropped, so it is not `Drop` that stops it but the end of
/// this process, whatever the cause: it closes the standard input of the watchdog.
pub(super) struct Cluster {
    port: u16,
    directory: PathBuf,
    _watchdog: Child,
}

impl Cluster {
    /// Makes a cluster and waits until it accepts connections.
    pub(super) fn start(programs: &Programs, extras: Extras<'_>) -> Result<Self, String> {
        // Between finding a free port and binding it another process may take it.
        for _ in 0..4 {
            match Self::start_once(programs, extras) {
                Err(reason) if reason.contains("Address already in use") => {}
                outcome => return outcome,
            }
        }
        Self::start_once(programs, extras)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// As the superuser, who needs no password.
    pub(super) fn address(&self) -> Address {
        let url = format!("postgres://postgres@127.0.0.1:{}/postgres", self.port);
        url.parse()
            .unwrap_or_else(|reason| panic!("{url}: {reason}"))
    }

    /// Ends the server, and waits until it serves again.
    pub(super) fn restart(&self, shutdown: Shutdown) -> Result<(), String> {
        let (again, server) = (self.directory.join("again"), self.directory.join("server"));
        let read = || fs::read_to_string(&server).map_err(|error| error.to_string());
        let before = read()?;
        fs::write(&again, "").map_err(|error| error.to_string())?;
        let signal = match shutdown {
            Shutdown::Fast => "-INT",
            Shutdown::Immediate => "-QUIT",
        };
        let killed = Command::new("kill").args([signal, before.trim()]).status();
        killed.map_err(|error| format!("kill: {error}"))?;
        let deadline = Instant::now() + START_LIMIT;
        while read()? == before || !serves(&self.directory) {
            if Instant::now() > deadline {
                return Err(format!(
                    "the server does not come back within {START_LIMIT:?}"
                ));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn start_once(programs: &Programs, extras: Extras<'_>) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no free port: {error}"))?;
        let account = unprivileged()?;
        let parent = parent_of_directories(account);
        let directory = tempfile::Builder::new()
            .prefix("ingrain-postgres-")
            .tempdir_in(&parent)
            .map_err(|error| format!("no directory in {}: {error}", parent.display()))?;
        let mut command = watchdog(programs, directory.path(), port, extras.primary);
        for (name, value) in extras.settings {
            let value = value.replace("{directory}", &directory.path().display().to_string());
            command.arg("-c").arg(format!("{name}={value}"));
        }
        let files = extras.files.iter();
        let files: Vec<PathBuf> = files.map(|(name, _)| directory.path().join(name)).collect();
        for (path, (_, text)) in files.iter().zip(extras.files) {
            let written = fs::write(path, text)
                .and_then(|()| fs::set_permissions(path, Permissions::from_mode(0o600)));
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        if let Some((user, group)) = account {
            for path in files.iter().map(PathBuf::as_path).chain([directory.path()]) {
                chown(path, Some(user), Some(group))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
            command.uid(user).gid(group);
        }
        let watchdog = command.spawn().map_err(|error| format!("sh: {error}"))?;
        // From here on it is the watchdog that removes the directory.
        wait_until_ready(watchdog, port, &directory.keep())
    }
}

fn watchdog(programs: &Programs, directory: &Path, port: u16, primary: Option<u16>) -> Command {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        include_str!("watchdog.sh"),
        "ingrain-postgres-watchdog",
    ]);
    command.args(["initdb", "postgres"].map(|name| programs.program(name).unwrap_or_default()));
    command
        .arg(directory)
        .arg(port.to_string())
        .arg(primary.map_or(String::new(), |port| port.to_string()))
        .current_dir(directory);
    // Its own group: an interrupt at the terminal must not end it before it has cleaned up.
    command.process_group(0);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // PGDATA and the like are about another server. Messages are compared, so not translated.
    let inherited = env::vars_os().map(|(name, _)| name);
    for name in inherited.filter(|name| name.as_encoded_bytes().starts_with(b"PG")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C");
    command
}

/// Waits for the server to say in its own directory that it is ready: an answer on the port
/// could be another server's.
fn wait_until_ready(mut watchdog: Child, port: u16, directory: &Path) -> Result<Cluster, String> {
    let deadline = Instant::now() + START_LIMIT;
    while !serves(directory) {
        if !matches!(watchdog.try_wait(), Ok(None)) {
            let mut log = String::new();
            if let Some(mut output) = watchdog.stdout.take() {
                output
                    .read_to_string(&mut log)
                    .map_err(|error| error.to_string())?;
            }
            return Err(format!("the server stopped: {log}"));
        }
        if Instant::now() > deadline {
            return Err(format!("the server is not ready after {START_LIMIT:?}"));
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(Cluster {
        port,
        directory: directory.to_owned(),
        _watchdog: watchdog,
    })
}

/// The eighth line is the status: src/include/utils/pidfile.h in the Postgres sources.
fn serves(directory: &Path) -> bool {
    let file = fs::read_to_string(directory.join("data/postmaster.pid")).unwrap_or_default();
    let status = file.lines().nth(7).unwrap_or_default();
    ["ready", "standby"].contains(&status.trim_end())
}

/// Where directories for what this account runs are made: a TMPDIR of root's may be closed to others.
pub(super) fn parent_of_directories(account: Option<(u32, u32)>) -> PathBuf {
    account.map_or_else(env::temp_dir, |_| PathBuf::from("/tmp"))
}

/// The user and group to run a server as when this process is root's, whom Postgres and PgBouncer refuse, and
/// who may read and write everything; nobody when it is not.
///
/// # Errors
///
/// When this cannot be found out, or there is no such user.
pub fn unprivileged() -> Result<Option<(u32, u32)>, String> {
    let own = tempfile::tempfile().and_then(|file| file.metadata());
    if own
        .map_err(|error| format!("no temporary file: {error}"))?
        .uid()
        != 0
    {
        return Ok(None);
    }
    let accounts = "/etc/passwd";
    let accounts = fs::read_to_string(accounts).map_err(|error| format!("{accounts}: {error}"))?;
    let find = |name: &str| {
        let account = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut ids = account.split(':').skip(2);
        Some((ids.next()?.parse().ok()?, ids.next()?.parse().ok()?))
    };
    match find("postgres").or_else(|| find("nobody")) {
        None => {
            Err("root may not run a server, and there is no user postgres or nobody".to_owned())
        }
        found => Ok(found),
    }
}

/// A port that nobody listened on just now.
pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
