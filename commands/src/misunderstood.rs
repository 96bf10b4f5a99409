//! Arguments that cannot be understood: said as every other error is.

use std::process::ExitCode;

use clap::error::Error;
use ingrain_cli::{Answer, Console, Exit, Format};
use serde_json::json;

use crate::misspelt;

/// Whether the arguments ask for JSON, as far as that can be told of some that are not understood.
pub(crate) fn format(arguments: &[std::ffi::OsString]) -> Format {
    match arguments.iter().any(|argument| argument == "--json") {
        true => Format::Json,
        false => Format::Text,
    }
}

/// Ends the command: with the help or the version if those were asked for, else with the error.
pub(crate) fn end(error: Error, format: Format) -> ExitCode {
    if !error.use_stderr() {
        error.exit()
    }
    let error = ingrain_cli::without_urls(misspelt::explained(error));
    let plain = error.to_string();
    let console = Console::new(format);
    console.say(error.render().ansi().to_string().trim_end());
    let title = plain.lines().next().unwrap_or_default();
    let title = title.strip_prefix("error: ").unwrap_or(title);
    let tip = plain
        .lines()
        .find_map(|line| line.trim().strip_prefix("tip: "));
    let body = json!({"error": {"code": "usage", "title": title, "text": plain.trim_end(), "remedy": tip}});
    let text = match format {
        Format::Json => &body.to_string(),
        Format::Text => "",
    };
    console.end(Answer::new(text, &body).map(|answer| answer.ending(Exit::Usage)))
}
