//! Processes that do the same thing at the same moment: the program `crew`, started again and again.
//!
//! A crew works through rounds. In each round every process is told where, says that it is ready, and
//! waits; when all are, all are let go at once.

mod work;

use std::io::{self, BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub use self::work::{HISTORY, Work, saving};

/// What a process says when it has opened the place.
const READY: &str = "ready";

/// Processes that wait for the next round. They end with this value.
pub struct Crew(Vec<Member>);

struct Member {
    process: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Crew {
    /// Starts `size` processes of `program`, which is `env!("CARGO_BIN_EXE_crew")`.
    ///
    /// # Panics
    ///
    /// When they cannot be started.
    pub fn start(program: &str, size: usize, work: Work) -> Crew {
        let member = || -> io::Result<Member> {
            let mut process = Command::new(program)
                .arg(work.name())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()?;
            let pipes = process.stdin.take().zip(process.stdout.take());
            let (to, from) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
            let from = BufReader::new(from).lines();
            Ok(Member { process, to, from })
        };
        let members: io::Result<Vec<Member>> = (0..size).map(|_| member()).collect();
        Crew(members.unwrap_or_else(|error| panic!("{program}: {error}")))
    }

    /// Plays a round on the database at `place`, and gives every process's answer.
    ///
    /// # Panics
    ///
    /// When a process ended.
    pub fn round(&mut self, place: &str) -> Vec<String> {
        for member in &mut self.0 {
            member.tell(place);
        }
        for member in &mut self.0 {
            assert_eq!(member.answer(), READY);
        }
        for member in &mut self.0 {
            member.tell("go");
        }
        self.0.iter_mut().map(Member::answer).collect()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for Member { process, .. } in &mut self.0 {
            // It fails when the process has ended, and that is what is wanted.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Member {
    fn tell(&mut self, line: &str) {
        writeln!(self.to, "{line}")
            .unwrap_or_else(|error| panic!("a process of the crew: {error}"));
    }

    fn answer(&mut self) -> String {
        let answer = self.from.next();
        let answer = answer.unwrap_or_else(|| panic!("a process of the crew ended"));
        answer.unwrap_or_else(|error| panic!("a process of the crew: {error}"))
    }
}

/// Plays every round, in a process of a crew: opens the place with `open`, then does `work` on it at once
/// with all others. It returns when nobody is left to tell it where.
pub fn serve<T>(open: impl Fn(&str) -> T, work: impl Fn(T) -> String) {
    let mut lines = io::stdin().lines().map_while(Result::ok);
    while let Some(place) = lines.next() {
        let opened = open(&place);
        println!("{READY}");
        if lines.next().is_none() {
            return;
        }
        println!("{}", work(opened).replace('\n', " / "));
    }
}
