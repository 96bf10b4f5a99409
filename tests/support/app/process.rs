//! A process whose first line is waited for, and that nothing survives.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::LIMIT;

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status.
    pub status: ExitStatus,
    /// What it said on standard error.
    pub said: String,
}

/// A running process; killed with this value.
pub(super) struct Process {
    guard: Guard,
    first_line: Receiver<String>,
    said: JoinHandle<String>,
}

struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // It fails when the process has ended, and that is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Process {
    pub(super) fn start(command: &mut Command) -> Process {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{program}: {error}"));
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (sender, first_line) = mpsc::channel();
        // Both are read to their ends, or the process would come to wait for a full pipe.
        thread::spawn(move || {
            for line in BufReader::new(stdout?).lines().map_while(Result::ok) {
                // Of the later lines there is nobody to tell.
                let _ = sender.send(line);
            }
            Some(())
        });
        let said = thread::spawn(move || {
            let mut said = String::new();
            // What came before a failure is kept.
            let _ = stderr.map(|mut stderr| stderr.read_to_string(&mut said));
            said
        });
        Process {
            guard: Guard(child),
            first_line,
            said,
        }
    }

    /// The first line on standard output; nothing if the process ends without one.
    pub(super) fn first_line(&self) -> Option<String> {
        match self.first_line.recv_timeout(LIMIT) {
            Ok(line) => Some(line),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                panic!("the process neither says anything nor ends for {LIMIT:?}")
            }
        }
    }

    /// Asks it to end, as a supervisor does.
    pub(super) fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.guard.0.id());
        let killed = Command::new("sh").args(["-c", &kill]).status();
        assert!(killed.is_ok_and(|status| status.success()), "{kill} fails");
    }

    /// Waits until it has ended.
    pub(super) fn ended(mut self) -> Ended {
        let mut status = None;
        wait_until("the process ends", || {
            status = self.guard.0.try_wait().ok().flatten();
            status.is_some()
        });
        match (status, self.said.join()) {
            (Some(status), Ok(said)) => Ended { status, said },
            _ => panic!("what the process said is lost"),
        }
    }
}

/// Looks every few milliseconds.
pub(super) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !holds() {
        assert!(Instant::now() < deadline, "waited {LIMIT:?} until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
