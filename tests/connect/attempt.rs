//! One try to connect, as a process with an environment of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::Session;
use tempfile::TempDir;

/// A user with a home, and variables set.
pub(crate) struct User {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// A try: the session, or what was said.
pub(crate) type Attempt = Result<Connected, String>;

/// How a session is connected, as the server has it.
#[derive(Debug, PartialEq)]
pub(crate) struct Connected {
    pub(crate) user: String,
    pub(crate) is_encrypted: bool,
}

impl User {
    pub(crate) fn new() -> User {
        User {
            home: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> User {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Writes a file of the home that only the user may read.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        use std::os::unix::fs::PermissionsExt as _;

        let path = self.home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path.display().to_string()
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Connects to a server's database to look.
    pub(crate) fn connects(&self, server: &Postgres, url: &str) -> Attempt {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("attempt-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let ask = || {
            let rows = Session::open(&server.url()).rows(&format!(
                "SELECT usename, ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                 WHERE application_name = '{name}'"
            ));
            let [row] = rows.as_slice() else {
                panic!("not one session: {rows:?}");
            };
            let (user, ssl) = row.split_once(" | ").unwrap();
            Connected {
                user: user.to_owned(),
                is_encrypted: ssl == "t",
            }
        };
        self.tries("read", url, &name, ask)
    }

    /// Opens a database, and gives what was said if that fails.
    pub(crate) fn opens(&self, access: &str, url: &str) -> Result<(), String> {
        self.tries(access, url, "attempt", || ())
    }

    /// `meanwhile` is called while the session is open.
    pub(crate) fn tries<T>(
        &self,
        access: &str,
        url: &str,
        name: &str,
        meanwhile: impl FnOnce() -> T,
    ) -> Result<T, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connect"));
        command
            .args([access, url])
            .env_clear()
            .env("HOME", self.home.path())
            .env("PGAPPNAME", name)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut said = String::new();
        output.read_line(&mut said).unwrap();
        let outcome = (said == "connected\n").then(meanwhile);
        drop(process.stdin.take());
        output.read_to_string(&mut said).unwrap();
        assert!(process.wait().unwrap().success(), "{said}");
        outcome.ok_or(said)
    }
}

/// Asserts that it is refused with these words.
#[track_caller]
pub(crate) fn says<T: std::fmt::Debug>(attempt: Result<T, String>, words: &[&str]) {
    let said = attempt.unwrap_err();
    assert!(said.starts_with("error[ING030"), "{said}");
    assert!(said.contains("= help: "), "{said}");
    for word in words {
        assert!(said.contains(word), "no {word:?} in:\n{said}");
    }
}
