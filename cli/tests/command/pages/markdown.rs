//! The command line as a page.

use clap::{Arg, Command};
use ingrain_cli::Exit;

const HEAD: &str = "\
# The command line

<!-- Written by `INGRAIN_BLESS=1 cargo test -p cargo-ingrain pages`, from what `--help` is made of. -->

`cargo ingrain` is for developers: `cargo install cargo-ingrain`. It works on the folder of migrations of a package, \
which need not compile, and on the database of `--database-url` or `DATABASE_URL`, which may stand in a file `.env`. \
An application that mounts `ingrain-cli` has the commands on a database itself, as `myapp migrate …`, for the \
migrations that are embedded in it.

Of several files `.env` the nearest counts, from the current directory upwards; with `--manifest-path` or `--package` \
it is the nearest from that package's folder upwards, and only where there is none that of here. What is set in the \
environment already goes before it. A relative path of a SQLite database in `.env` begins in the folder of the \
`.env`; one in `DATABASE_URL` itself, or in `--database-url`, begins in the current directory.

Results go to standard output, everything else to standard error. With `--json` the result is one JSON object on one \
line; so is an error, `{\"error\": {\"code\": \"ING0110\", \"title\": \"…\", \"text\": \"…\", \"remedy\": \"…\"}}`, where \
`code` is explained in [errors.md](errors.md), or is `usage` where the command line cannot be understood, and `remedy` may be \
null. Later releases may add keys, and take none away. \
Colours are for terminals only; `NO_COLOR` and `CLICOLOR_FORCE` go before that.

A command that has to be confirmed does what it has shown, with `--yes` too. Where another process has written to the history \
meanwhile it ends with 4 and `ING0113`, and nothing was done: type it again, and read what it would do now.
";

const TAIL: &str = "
## In an application

The crate `ingrain-cli` is these commands, from `up` on, for an application to mount beside its own, with clap. They \
work on the migrations that are embedded in it, so that an image holds one program and nothing else.

```rust
#[derive(clap::Subcommand)]
enum Command {
    Serve,
    /// Migrate the database
    Migrate(ingrain_cli::Migrate),
}

let arguments: Arguments = ingrain_cli::parse();

Command::Migrate(migrate) => return migrate.run(MIGRATIONS.migrator()),    // std::process::ExitCode
```

Every command opens a connection of its own: to `--database-url`, else to the environment variable `DATABASE_URL`, \
else to what `migrate.default_url(url)` was given. An application that opens its connection from settings of its own, \
and hands it to its migrator when it starts, gives the same URL there. If it has a `--database-url` itself, clap wants \
that one to be `global = true`; it then counts before `migrate` and after.

`ingrain_cli::parse()` reads the arguments in the place of clap's `parse()`. What cannot be understood ends the program \
with 2 before any command runs: it is said on standard error, with `--json` on standard output too, with the code \
`usage`; and no URL is repeated, in which a password may stand, as clap's own would. Who calls `try_parse` hands its \
error to `ingrain_cli::misunderstood`.

An application that opens its database by itself takes the same URLs as its `migrate` with \
`ingrain_cli::sqlite_file(url)`: the file of a SQLite database, or nothing where the URL means Postgres.

## Man pages and completions

Man pages for packagers are in [docs/man](man). `cargo-ingrain completions SHELL` prints a completion script for the \
program `cargo-ingrain`; zsh uses it for `cargo ingrain`, too.
";

/// The whole page.
pub(super) fn page(command: &Command) -> String {
    let mut page = HEAD.to_owned();
    let codes = Exit::help();
    let codes = codes.split_once('\n').map_or("", |(_, codes)| codes);
    page += &format!("\n## Exit codes\n\n```text\n{codes}\n```\n");
    page += "\n## Options of every command\n\n";
    page += &arguments(command.get_arguments().filter(|it| it.is_global_set()));
    for below in command.get_subcommands() {
        page += &section(below);
    }
    page + TAIL
}

/// What stands at the end of a command's help, without the exit codes, which every command has.
pub(super) fn after(command: &Command) -> Option<String> {
    let after = command
        .get_after_long_help()
        .or(command.get_after_help())?
        .to_string();
    let after = after.strip_suffix(&Exit::help()).unwrap_or(&after).trim();
    (!after.is_empty()).then(|| after.to_owned())
}

fn section(command: &Command) -> String {
    let name = command.get_name();
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let about = sentences(&about).join("\n\n");
    let mut section = format!("\n## `{name}`\n\n{about}\n\n```sh\n{usage}\n```\n");
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|it| !it.is_global_set())
        .collect();
    let own = arguments(own.into_iter());
    if !own.is_empty() {
        section += &format!("\n{own}");
    }
    if let Some(after) = after(command) {
        section += &format!("\n```text\n{after}\n```\n");
    }
    section
}

/// A table of arguments; nothing if there is none.
fn arguments<'a>(arguments: impl Iterator<Item = &'a Arg>) -> String {
    let shown = arguments
        .filter(|it| !it.is_hide_set() && it.get_id() != "help" && it.get_id() != "version");
    let rows: String = shown.map(row).collect();
    match rows.as_str() {
        "" => String::new(),
        rows => format!("| argument | |\n|---|---|\n{rows}"),
    }
}

fn row(argument: &Arg) -> String {
    let help = argument.get_long_help().or(argument.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    let mut help = match help.contains("\n\n") {
        true => sentences(&help).join(" "),
        false => help,
    };
    let defaults: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|it| it.to_string_lossy())
        .collect();
    if argument.get_action().takes_values() && !defaults.is_empty() {
        help += &format!(" [default: {}]", defaults.join(", "));
    }
    let possible = argument.get_possible_values();
    if argument.get_action().takes_values() && !possible.is_empty() {
        let names: Vec<&str> = possible
            .iter()
            .map(clap::builder::PossibleValue::get_name)
            .collect();
        help += &format!(" [{}]", names.join(", "));
    }
    let typed = argument.to_string();
    let typed = match argument.get_short() {
        Some(short) if !typed.starts_with(&format!("-{short}")) => format!("`-{short}`, `{typed}`"),
        _ => format!("`{typed}`"),
    };
    format!("| {typed} | {} |\n", help.replace('|', "\\|"))
}

/// The paragraphs of a help text, whose first one clap wants without a full stop.
fn sentences(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_whole = paragraph.ends_with(['.', '`', ':']);
        format!("{paragraph}{}", if is_whole { "" } else { "." })
    });
    paragraphs.collect()
}
