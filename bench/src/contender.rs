//! The processes that are measured.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::{Result, machine, place};

/// A running contender.
pub struct Contender {
    pub name: String,
    process: Child,
    to: ChildStdin,
    from: Receiver<String>,
}

/// What a contender answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nanoseconds, or bytes.
    Number(u64),
    Error(String),
    /// It took too long, and has been ended.
    TooLong,
}

/// Builds every contender.
pub fn build() -> Result<()> {
    for name in ["bare"].into_iter().chain(machine::TOOLS) {
        eprintln!("building {name}");
        let built = Command::new("cargo")
            .args(["build", "--release", "--quiet", "--target-dir"])
            .arg(place::target().join("contenders"))
            .current_dir(place::contender(name))
            .status();
        let built = built.map_err(|error| format!("cargo: {error}"))?;
        if !built.success() {
            return Err(format!("the contender {name} cannot be built"));
        }
    }
    Ok(())
}

impl Contender {
    /// Starts a contender that holds `n` migrations.
    pub fn start(name: &str, n: u32) -> Result<Contender> {
        let mut process = Command::new(place::program(name))
            .arg(n.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        let (sender, from) = channel();
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (to, output) = pipes.ok_or("a process without pipes")?;
        thread::spawn(move || {
            for line in BufReader::new(output)
                .lines()
                .map_while(std::result::Result::ok)
            {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let contender = Contender {
            name: name.to_owned(),
            process,
            to,
            from,
        };
        match contender.from.recv_timeout(Duration::from_secs(60)) {
            Ok(line) if line == "ready" => Ok(contender),
            other => Err(format!("{name}: is not ready: {other:?}")),
        }
    }

    /// Says a command without waiting for the answer.
    pub fn tell(&mut self, command: &str) {
        // One that has ended gives no answer either, which is then said.
        let _ = writeln!(self.to, "{command}");
    }

    pub fn answer(&mut self, limit: Duration) -> Answer {
        match self.from.recv_timeout(limit) {
            Ok(line) => match (
                line.strip_prefix("ok ").and_then(|ok| ok.parse().ok()),
                line,
            ) {
                (Some(number), _) => Answer::Number(number),
                (None, line) => Answer::Error(line.trim_start_matches("error ").to_owned()),
            },
            Err(RecvTimeoutError::Disconnected) => Answer::Error("it has ended".to_owned()),
            Err(RecvTimeoutError::Timeout) => {
                let _ = self.process.kill();
                Answer::TooLong
            }
        }
    }

    pub fn ask(&mut self, command: &str, limit: Duration) -> Answer {
        self.tell(command);
        self.answer(limit)
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
