//! A page of commands with what they said, compared with the file of it.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output, Stdio};

use crate::redact::redact;

/// A page that is being written.
pub(crate) struct Page {
    file: String,
    text: String,
    /// What this run calls things, and what the page calls them.
    names: Vec<(String, &'static str)>,
}

/// How a command ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end, without anything to read.
pub(crate) fn run(command: &mut Command) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = command.stdin(Stdio::null()).output().unwrap();
    Ended {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

impl Page {
    /// An empty page of this name.
    pub(crate) fn new(name: &str) -> Page {
        Page {
            file: format!("{}/tests/cli/pages/{name}.txt", env!("CARGO_MANIFEST_DIR")),
            text: "Written by `INGRAIN_BLESS=1 cargo test --test cli`.\n".to_owned(),
            names: Vec::new(),
        }
    }

    /// From here on, what is called `name` in this run is called `word` on the page.
    pub(crate) fn name(&mut self, name: impl Into<String>, word: &'static str) {
        self.names.insert(0, (name.into(), word));
    }

    /// Begins a section.
    pub(crate) fn section(&mut self, heading: &str) {
        let _ = write!(self.text, "\n## {heading}\n");
    }

    /// Runs a command, and writes down what it said: `shown` stands for its command line.
    pub(crate) fn run(&mut self, shown: &str, command: &mut Command) -> Ended {
        let ended = run(command);
        self.ended(shown, &ended);
        ended
    }

    /// Writes down what a command said that has ended.
    pub(crate) fn ended(&mut self, shown: &str, ended: &Ended) {
        self.write(shown, &ended.stdout, ended);
    }

    /// The same as `run` with the beginnings of the first lines only: what they are about has tests of its own.
    pub(crate) fn run_in_short(&mut self, shown: &str, command: &mut Command) -> Ended {
        let ended = run(command);
        let lines = ended.stdout.lines().take(2);
        let short: String = lines
            .map(|line| line.chars().take(100).collect::<String>() + " …\n")
            .collect();
        self.write(shown, &short, &ended);
        ended
    }

    fn write(&mut self, shown: &str, stdout: &str, ended: &Ended) {
        let exit = match ended.code {
            Some(0) => String::new(),
            Some(code) => format!("exit code {code}\n"),
            None => "killed by a signal\n".to_owned(),
        };
        let mut said = redact(stdout, &self.names);
        if !ended.stderr.is_empty() {
            let stderr = redact(&ended.stderr, &self.names);
            let lines = stderr
                .lines()
                .map(|line| format!("! {line}").trim_end().to_owned());
            said.extend(lines.map(|line| line + "\n"));
        }
        let _ = write!(self.text, "\n$ {shown}\n{said}{exit}");
        assert!(
            !ended.stderr.contains("panicked"),
            "{shown}: {}",
            ended.stderr
        );
    }

    /// Compares it with its file.
    #[track_caller]
    pub(crate) fn finish(self) {
        let Page { file, text, .. } = self;
        if std::env::var_os("INGRAIN_BLESS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let mut pairs = text.lines().zip(expected.lines());
        let differs = pairs.position(|(one, other)| one != other);
        let line = differs.unwrap_or_else(|| text.lines().count().min(expected.lines().count()));
        let from = line.saturating_sub(6);
        let shown: Vec<&str> = text.lines().skip(from).take(24).collect();
        assert!(
            text == expected,
            "line {} differs from {file}; if the new ones are better, `INGRAIN_BLESS=1`\n\nfound:\n{}",
            line + 1,
            shown.join("\n"),
        );
    }
}
