//! Arguments that cannot be understood: said as every other error is.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::error::Error;
use serde::Serialize;

use crate::{Answer, Console, Exit, Format, without_urls};

/// Ends a program whose arguments clap does not understand, as a command that fails ends: with exit code 2, the error on
/// standard error, and as JSON on standard output if that is the format. No URL is repeated, as a password may stand
/// in it. Where help or the version was asked for, these are printed, and the exit code is 0.
///
/// The code of that JSON is `usage`, and it has the same keys as any other [error](crate::Error).
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use clap::Parser as _;
///
/// #[derive(clap::Parser)]
/// struct Arguments {
///     #[command(subcommand)]
///     command: Command,
/// }
///
/// #[derive(clap::Subcommand)]
/// enum Command {
///     /// Migrate the database
///     Migrate(ingrain_cli::Migrate),
/// }
///
/// fn main() -> ExitCode {
///     match Arguments::try_parse() {
///         Ok(arguments) => run(arguments),
///         Err(error) => ingrain_cli::misunderstood(error, ingrain_cli::Format::typed(std::env::args_os())),
///     }
/// }
/// # fn run(_: Arguments) -> ExitCode { ExitCode::SUCCESS }
/// ```
pub fn misunderstood(error: Error, format: Format) -> ExitCode {
    if !error.use_stderr() {
        // Who closed standard output does not want to know.
        let _ = error.print();
        return Exit::Fine.into();
    }
    let error = without_urls(error);
    let plain = error.to_string();
    let console = Console::new(format);
    console.say(error.render().ansi().to_string().trim_end());
    let title = plain.lines().next().unwrap_or_default();
    let title = title.strip_prefix("error: ").unwrap_or(title);
    let tip = plain
        .lines()
        .find_map(|line| line.trim().strip_prefix("tip: "));
    let error = Body {
        code: "usage",
        title,
        text: plain.trim_end(),
        remedy: tip,
    };
    let answer = Answer::new("", &BTreeMap::from([("error", error)]));
    console.end(answer.map(|answer| answer.ending(Exit::Usage)))
}

/// The keys of every error, in their order.
#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    title: &'a str,
    text: &'a str,
    remedy: Option<&'a str>,
}
