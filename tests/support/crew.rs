//! Processes that do the same thing at the same moment: the test binary, run again and again.
//!
//! A crew works through rounds. In each round every process is told where, says that it is ready, and
//! waits; when all are, all are let go at once.

use std::env;
use std::io::{self, BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Set in the processes of a crew.
const MEMBER: &str = "INGRAIN_TEST_CREW";
/// What begins a line of the protocol: the test harness writes to the same stream.
const MARK: &str = "crew: ";

/// Processes that wait for the next round. They end with this value.
pub struct Crew(Vec<Member>);

struct Member {
    process: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Crew {
    /// Starts `size` processes, each of which runs the ignored test `test`, whose body is a call of
    /// [`serve`].
    ///
    /// # Panics
    ///
    /// When they cannot be started.
    pub fn start(size: usize, test: &str) -> Crew {
        let member = || -> io::Result<Member> {
            let mut process = Command::new(env::current_exe()?)
                .args([test, "--exact", "--ignored", "--nocapture"])
                .env(MEMBER, "1")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()?;
            let pipes = process.stdin.take().zip(process.stdout.take());
            let (to, from) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
            let from = BufReader::new(from).lines();
            Ok(Member { process, to, from })
        };
        let members: io::Result<Vec<Member>> = (0..size).map(|_| member()).collect();
        Crew(members.unwrap_or_else(|error| panic!("a process of the crew: {error}")))
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
            assert_eq!(member.answer(), "ready");
        }
        for member in &mut self.0 {
            member.tell("go");
        }
        self.0.iter_mut().map(Member::answer).collect()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for Member { process, to, .. } in std::mem::take(&mut self.0).iter_mut() {
            // One that fails has said so already. Without input the others end by themselves.
            let _ = to.flush();
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
        let lines = self.from.by_ref().map_while(Result::ok);
        let mut answers = lines.filter_map(|line| {
            let (_, answer) = line.split_once(MARK)?;
            Some(answer.to_owned())
        });
        answers
            .next()
            .unwrap_or_else(|| panic!("a process of the crew ended"))
    }
}

/// In a process of a crew, plays every round: `open` the place, then with all others at once `work` on
/// it. Anywhere else, does nothing.
pub fn serve<T>(open: impl Fn(&str) -> T, work: impl Fn(T) -> String) {
    if env::var_os(MEMBER).is_none() {
        return;
    }
    let mut lines = io::stdin().lines().map_while(Result::ok);
    while let Some(place) = lines.next() {
        let opened = open(&place);
        println!("{MARK}ready");
        if lines.next().is_none() {
            return;
        }
        println!("{MARK}{}", work(opened).replace('\n', " / "));
    }
}
