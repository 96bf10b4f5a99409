//! The victim as a process.

use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::victim::Order;

/// Nothing that it does takes this long, not on a busy machine either.
const LIMIT: Duration = Duration::from_secs(120);

/// A running victim; killed with this value.
pub(crate) struct Victim(Child);

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) how: How,
    /// What it said on standard error.
    pub(crate) said: String,
}

/// By what it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It did what it was to do.
    Well,
    /// With an error.
    Failed,
    /// By this signal.
    Signal(i32),
    /// It did not end by itself.
    Hung,
}

impl Victim {
    /// Starts it on the database at `place`.
    pub(crate) fn start(place: &str, order: &Order) -> Victim {
        Victim::start_with(place, order, "none 0")
    }

    /// Starts it with this fault of `files.c`, such as `kill 17`.
    pub(crate) fn start_with(place: &str, order: &Order, fault: &str) -> Victim {
        let mut command = Victim::command(place, order);
        command
            .env("LD_PRELOAD", library())
            .env("INGRAIN_FAULT", fault);
        Victim::spawn(&mut command)
    }

    /// The command that starts it.
    pub(crate) fn command(place: &str, order: &Order) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_victim"));
        command.arg(place).args(order.arguments());
        command
    }

    pub(crate) fn spawn(command: &mut Command) -> Victim {
        let pipes = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Victim(pipes.spawn().unwrap())
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    /// Its standard output, to be read while it runs.
    pub(crate) fn output(&mut self) -> std::process::ChildStdout {
        self.0.stdout.take().unwrap()
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        // It fails when the process has ended, and then it was too late.
        let _ = self.0.kill();
    }

    /// `kill -TERM`.
    pub(crate) fn terminate(&mut self) {
        signal("-TERM", self.0.id());
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        let began = Instant::now();
        let mut hung = false;
        while !self.has_ended() {
            if began.elapsed() > LIMIT {
                hung = true;
                self.kill();
            }
            thread::sleep(Duration::from_micros(500));
        }
        let status = self.0.try_wait().unwrap().unwrap();
        let mut said = String::new();
        if let Some(mut stderr) = self.0.stderr.take() {
            stderr.read_to_string(&mut said).unwrap();
        }
        let how = match status.signal() {
            _ if hung => How::Hung,
            Some(signal) => How::Signal(signal),
            None if status.success() => How::Well,
            None => How::Failed,
        };
        Ended { how, said }
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        self.kill();
        let _ = self.0.wait();
    }
}

/// Sends a signal to a process that may have ended.
pub(crate) fn signal(name: &str, process: u32) {
    let mut kill = Command::new("kill");
    kill.args([name, &process.to_string()])
        .stderr(Stdio::null());
    kill.status().unwrap();
}

/// `files.c`, compiled.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let library = folder.join("ingrain-files.so");
        let own = folder.join(format!("ingrain-files-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/files.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]);
        let compiled = compiler.arg(&own).arg(source).arg("-ldl").status();
        assert!(compiled.unwrap().success(), "files.c cannot be compiled");
        std::fs::rename(own, &library).unwrap();
        library
    })
}
