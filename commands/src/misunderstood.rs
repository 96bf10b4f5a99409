//! Arguments that cannot be understood: said as every other error is.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::error::{ContextValue, Error};
use serde::Serialize;

use crate::typed::Hidden;
use crate::{Answer, Console, Exit, Format};

/// An application's arguments, of this process, in the place of clap's `parse`.
///
/// Where they cannot be understood, it ends the process as [`misunderstood`] does: with exit code 2, the error as JSON
/// too if `--json` is asked for, and without any URL in it. Where help or the version is asked for, it prints that, and
/// ends the process with 0.
///
/// ```no_run
/// use std::process::ExitCode;
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
///     let arguments: Arguments = ingrain_cli::parse();
///     run(arguments)
/// }
/// # fn run(_: Arguments) -> ExitCode { ExitCode::SUCCESS }
/// ```
#[must_use]
pub fn parse<A: clap::Parser>() -> A {
    A::try_parse().unwrap_or_else(|error| {
        let exit = explained(error, Format::typed(std::env::args_os()));
        std::process::exit(exit.code().into())
    })
}

/// Ends a program whose arguments clap does not understand, as a command that fails ends: with exit code 2, the error on
/// standard error, and as JSON on standard output if that is the format. Where help or the version was asked for, these
/// are printed, and the exit code is 0. For whoever calls `try_parse`; [`parse`] is both.
///
/// What was typed and may hold a password, a URL for one, is not repeated. The code of that JSON is `usage`, and it has
/// the same keys as any other [error](crate::Error).
pub fn misunderstood(error: Error, format: Format) -> ExitCode {
    explained(error, format).into()
}

fn explained(error: Error, format: Format) -> Exit {
    if !error.use_stderr() {
        // Who closed standard output does not want to know.
        let _ = error.print();
        return Exit::Fine;
    }
    let hidden = Hidden::among(repeated(&error));
    let rendered = error.render();
    let console = Console::new(format);
    console.say(hidden.out_of(rendered.ansi().to_string().trim_end()));
    let plain = console.fit(&hidden.out_of(&rendered.to_string()));
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
    console.ended(answer.map(|answer| answer.ending(Exit::Usage)))
}

/// What the error repeats: a variable of the environment may have said it as well.
fn repeated(error: &Error) -> impl Iterator<Item = String> {
    error.context().flat_map(|(_, value)| match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        _ => Vec::new(),
    })
}

/// The keys of every error, in their order.
#[derive(Serialize)]
struct Body<'a> {
    code: &'static str,
    title: &'a str,
    text: &'a str,
    remedy: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::Migrate;

    #[derive(Debug, Parser)]
    struct Arguments {
        /// As an application may read it.
        #[arg(long)]
        _port: Option<u16>,
        #[command(flatten)]
        _migrate: Migrate,
    }

    #[test]
    fn what_clap_repeats_may_hold_a_password() {
        for before in ["", "status", "up 3", "history", "--port"] {
            for url in ["postgres://boss:hunter2@h/x", "host=h password=hunter2"] {
                let words = ["myapp"].into_iter().chain(before.split_whitespace());
                let error = Arguments::try_parse_from(words.chain([url])).unwrap_err();
                let said = error.render().to_string();
                assert!(said.contains("hunter2"), "{before}: {said}");
                let said = Hidden::among(repeated(&error)).out_of(&said);
                assert!(!said.contains("hunter2"), "{before}: {said}");
                assert!(said.contains("not repeated"), "{before}: {said}");
            }
        }
    }
}
