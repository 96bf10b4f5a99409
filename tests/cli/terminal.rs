//! What is so on a terminal only: colours, questions, a bar, and a real Ctrl-C.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use ingrain_end_to_end::testbed::{on_both, on_sqlite};

use crate::interrupted::{slow, wait_until_it_is_slow};
use crate::place::{NOTES, Place};

/// A command on a terminal of its own.
struct Terminal {
    process: Child,
    shown: String,
}

impl Terminal {
    fn of(command: &Command) -> Terminal {
        let words: Vec<&str> = std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(|word| word.to_str().unwrap())
            .collect();
        assert!(
            words.iter().all(|word| !word.contains([' ', '\''])),
            "{words:?}"
        );
        // Of util-linux: it gives what it runs a terminal, and ends with its exit code.
        let mut script = Command::new("script");
        script.args([
            "--quiet",
            "--return",
            "--command",
            &words.join(" "),
            "/dev/null",
        ]);
        script
            .env_clear()
            .current_dir(command.get_current_dir().unwrap());
        script.envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        script.env("TERM", "xterm-256color").env("SHELL", "/bin/sh");
        let process = script
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Terminal {
            process,
            shown: String::new(),
        }
    }

    /// Reads until this is shown.
    fn waits_for(&mut self, words: &str) -> &mut Terminal {
        let output = self.process.stdout.as_mut().unwrap();
        let mut byte = [0];
        let mut bytes = std::mem::take(&mut self.shown).into_bytes();
        while !String::from_utf8_lossy(&bytes).contains(words) {
            let read = output.read(&mut byte).unwrap();
            assert_ne!(
                read,
                0,
                "no {words:?} in {}",
                String::from_utf8_lossy(&bytes)
            );
            bytes.push(byte[0]);
        }
        self.shown = String::from_utf8(bytes).unwrap();
        self
    }

    fn types(&mut self, text: &str) -> &mut Terminal {
        self.process
            .stdin
            .as_mut()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        self
    }

    /// Its exit code, and all that was shown.
    fn ends(mut self) -> (Option<i32>, String) {
        let mut rest = Vec::new();
        self.process
            .stdout
            .as_mut()
            .unwrap()
            .read_to_end(&mut rest)
            .unwrap();
        self.shown += &String::from_utf8_lossy(&rest);
        (self.process.wait().unwrap().code(), self.shown)
    }
}

#[test]
fn a_question_is_asked_and_no_is_the_default() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        place.fine(&["up", "3"]);
        for (answer, code) in [("n\n", 4), ("\n", 4), ("y\n", 0)] {
            let before = bed.dump();
            let mut terminal = Terminal::of(&place.command(&["down", "-1"]));
            terminal.waits_for("[y/N] ").types(answer);
            let (ended, shown) = terminal.ends();
            assert_eq!(ended, Some(code), "{shown}");
            assert!(shown.contains("3 create_tags"), "{shown}");
            assert_eq!(bed.dump() == before, code != 0, "{shown}");
        }
    });
}

/// Somebody reads the question for a while, and another process migrates meanwhile.
#[test]
fn what_was_confirmed_is_what_runs_or_nothing_is() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        place.fine(&["up", "1"]);
        place.fine(&["up", "2"]);
        for arguments in [&["down", "-1"][..], &["down", "1"], &["redo"]] {
            let mut terminal = Terminal::of(&place.command(arguments));
            terminal.waits_for("[y/N] ");
            place.fine(&["up", "3"]);
            let before = bed.dump();
            let (ended, shown) = {
                terminal.types("y\n");
                terminal.ends()
            };
            assert_eq!(ended, Some(4), "{arguments:?}: {shown}");
            assert!(shown.contains("revert 2 add_author"), "{shown}");
            let words = [
                "ING0113",
                "confirmed was to revert 2",
                "now it would revert 3",
            ];
            assert!(words.iter().all(|word| shown.contains(word)), "{shown}");
            assert_eq!(bed.dump(), before);
            place.fine(&["down", "2", "--yes"]);
        }

        place.fine(&["environment", "production"]);
        let stamp = place.command(&["environment", "staging", "--production"]);
        let mut terminal = Terminal::of(&stamp);
        terminal.waits_for("[y/N] ");
        place.fine(&["up", "3"]);
        terminal.types("y\n");
        let (ended, shown) = terminal.ends();
        assert_eq!(ended, Some(4), "{shown}");
        assert!(place.fine(&["history"]).stdout.contains("production"));
    });
}

#[test]
fn colours_and_a_bar_are_for_terminals_only() {
    on_sqlite(|bed| {
        let place = Place::new(bed, &NOTES);
        let (code, shown) = Terminal::of(&place.command(&["up"])).ends();
        assert_eq!(code, Some(0), "{shown}");
        assert!(shown.contains("/4"), "no bar in {shown:?}");
        let (_, shown) = Terminal::of(&place.command(&["show", "1"])).ends();
        assert!(shown.contains("\u{1b}["), "no colour in {shown:?}");
        let mut plain = place.command(&["show", "1"]);
        let (_, shown) = Terminal::of(plain.env("NO_COLOR", "1")).ends();
        assert!(!shown.contains("\u{1b}["), "{shown:?}");
        let piped = place.fine(&["show", "1"]).stdout;
        assert_eq!(shown.replace("\r\n", "\n"), piped);
        assert!(!piped.contains('\u{1b}'), "{piped:?}");
    });
}

/// No migration runs, so that nothing is counted; somebody may have to be waited for all the same.
#[test]
fn a_baseline_shows_that_it_is_at_work() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        bed.execute("CREATE TABLE notes (id INTEGER)");
        let arguments = ["baseline", "1", "--reason", "theirs"];
        let mut terminal = Terminal::of(&place.command(&arguments));
        terminal.waits_for("[y/N] ").types("y\n");
        let (code, shown) = terminal.ends();
        assert_eq!(code, Some(0), "{shown}");
        assert!(shown.contains("recording all up to 1"), "{shown}");
        assert!(!shown.contains("0/0"), "{shown}");
    });
}

#[test]
fn the_keys_of_ctrl_c() {
    on_both(|bed| {
        let place = Place::new(bed, &slow(bed));
        place.fine(&["up", "2"]);
        let before = bed.dump();
        let mut terminal = Terminal::of(&place.command(&["up"]));
        terminal.waits_for("applying 3");
        wait_until_it_is_slow(bed);
        let (code, shown) = {
            terminal.types("\u{3}");
            terminal.ends()
        };
        assert_eq!(code, Some(130), "{shown}");
        assert!(shown.contains("ING0304"), "{shown}");
        assert_eq!(bed.dump(), before);
    });
}
