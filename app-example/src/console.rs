//! The two streams of a terminal: answers to standard output, talk to standard error.
//!
//! A stream that nobody reads any more is no reason to stop serving, so a failed write is let go.
use std::fmt::Display;
use std::io::{self, Write};

/// Writes what a script may wait for.
pub(crate) fn answer(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes what a person may want to know.
pub(crate) fn say(text: impl Display) {
    let text = text.to_string();
    let _ = writeln!(io::stderr(), "{}", text.trim_end());
}
