//! What can be typed: the commands on a folder, beside those on a database.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PathBufValueParser, StringValueParser};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use ingrain::Migrator;
use ingrain_cli::{DialectName, Exit, NoUrl, Options, reason};
use ingrain_core::{Version, shell_word};

/// SQL migrations that are compiled into the application: begin, write, check, seal and run them
#[derive(Debug, Parser)]
#[command(
    name = "cargo-ingrain",
    bin_name = "cargo ingrain",
    version,
    after_help = Exit::help(),
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(flatten)]
    pub(crate) whereabouts: Whereabouts,
    #[command(flatten)]
    pub(crate) whose: Whose,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which folder of migrations is meant.
#[derive(Debug, Default, Args)]
pub(crate) struct Whereabouts {
    /// The folder of migrations [default: the one that the package's build.rs watches, else `migrations`]
    #[arg(long, value_name = "PATH", global = true, help_heading = Options::HEADING, value_parser = path())]
    pub(crate) folder: Option<PathBuf>,

    /// The Cargo.toml of the package [default: the nearest one, from here upwards]
    #[arg(long, value_name = "PATH", global = true, help_heading = Options::HEADING, value_parser = path())]
    pub(crate) manifest_path: Option<PathBuf>,

    /// The package, where a workspace has several with migrations
    #[arg(long, short, value_name = "NAME", global = true, help_heading = Options::HEADING, value_parser = NoUrl(StringValueParser::new()))]
    pub(crate) package: Option<String>,
}

/// Where the application that the database belongs to keeps its history.
#[derive(Debug, Default, Args)]
pub(crate) struct Whose {
    /// The history table, if the application's migrator names its own with `history_table`
    #[arg(
        long,
        env = "INGRAIN_HISTORY_TABLE",
        hide_env_values = true,
        value_name = "NAME",
        global = true,
        help_heading = Options::HEADING,
        value_parser = NoUrl(StringValueParser::new())
    )]
    history_table: Option<String>,

    /// The schema of the history table, if the application's migrator names one with `history_schema`
    #[arg(
        long,
        env = "INGRAIN_HISTORY_SCHEMA",
        hide_env_values = true,
        value_name = "NAME",
        global = true,
        help_heading = Options::HEADING,
        value_parser = NoUrl(StringValueParser::new())
    )]
    history_schema: Option<String>,
}

impl Whose {
    /// The migrator with the history of that application.
    pub(crate) fn named(&self, migrator: Migrator) -> Migrator {
        let is_said = |name: &&String| !name.is_empty();
        let table = self.history_table.as_ref().filter(is_said);
        let schema = self.history_schema.as_ref().filter(is_said);
        let migrator = table
            .into_iter()
            .fold(migrator, |it, table| it.history_table(table));
        schema
            .into_iter()
            .fold(migrator, |it, schema| it.history_schema(schema))
    }
}

impl Whereabouts {
    /// The arguments as they are to be typed again, each with a space in front.
    pub(crate) fn typed(&self) -> String {
        let path = |path: &PathBuf| path.to_string_lossy().into_owned();
        let given = [
            ("folder", self.folder.as_ref().map(path)),
            ("manifest-path", self.manifest_path.as_ref().map(path)),
            ("package", self.package.clone()),
        ];
        let given = given.into_iter();
        given
            .filter_map(|(name, value)| Some(format!(" --{name} {}", shell_word(&value?))))
            .collect()
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a package ready: folder, first migration, build.rs, dependencies
    ///
    /// What is there already is left alone, so that it can be run again at any time.
    #[command(after_long_help = Exit::help_below(Init::JSON))]
    Init(Init),
    /// Write the files of the next migration, and print their paths
    ///
    /// Its version, the layout of its names and the databases that it has scripts for are those of the folder's
    /// habit. The build fails until the files hold SQL.
    #[command(after_long_help = Exit::help_below(New::JSON))]
    New(New),
    /// Find whatever the build would find, without a build
    ///
    /// Everything that fails the build makes it exit with 1; what the build only warns of does not.
    #[command(after_long_help = Exit::help_below(Check::JSON))]
    Check(Check),
    /// Prove the folder and write its lock file
    ///
    /// From then on the build refuses any change of a sealed up script, and a release build refuses what is not
    /// sealed. Changed down scripts and descriptions are taken up.
    #[command(after_long_help = Exit::help_below(Seal::JSON))]
    Seal(Seal),
    #[command(flatten)]
    Database(ingrain_cli::Command),
    /// Print a script that completes this command's arguments in a shell
    ///
    /// For bash: `cargo-ingrain completions bash > ~/.local/share/bash-completion/completions/cargo-ingrain`
    #[command(after_long_help = Exit::help_below(COMPLETIONS_JSON))]
    Completions {
        /// Which shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The database [default: those of the folder, else those that the package's dependencies speak of, else sqlite]
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = NoUrl(EnumValueParser::<DialectName>::new()))]
    pub(crate) dialect: Vec<DialectName>,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// What it does, in a few words: `create tags` or create_tags
    #[arg(required = true, value_name = "NAME", value_parser = NoUrl(StringValueParser::new()))]
    pub(crate) name: Vec<String>,

    /// For what cannot run inside a transaction, such as CREATE INDEX CONCURRENTLY
    #[arg(long)]
    pub(crate) no_transaction: bool,

    /// Nothing can undo it, and this is why; no down script is written
    #[arg(long, value_name = "WHY")]
    pub(crate) irreversible: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Hold the folder to what a release build demands: everything is sealed
    #[arg(long)]
    pub(crate) release: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Seal {
    /// Seal this migration as it is now, though its sealed up script was changed
    ///
    /// For one that was never released. It is refused for one that the database of `--database-url` has applied, and
    /// where no database can tell, unless `--reason` says why.
    #[arg(long, value_name = "VERSION", value_delimiter = ',', value_parser = NoUrl(str::parse::<Version>))]
    pub(crate) reseal: Vec<Version>,

    /// Why the change is right, though a database may have applied what was sealed before; for the commit message
    #[arg(long, value_name = "WHY", requires = "reseal", value_parser = reason)]
    pub(crate) reason: Option<String>,
}

impl Init {
    const JSON: &str = r#"With --json:
  {"folder": "migrations", "dialects": ["sqlite"],
   "steps": [{"path": "build.rs", "outcome": "created", "text": "…"}, …],
   "next": "…"}
  outcome: created, changed, kept (it was there already) or todo (text says what
  to do by hand)"#;
}

impl New {
    const JSON: &str = r#"With --json:
  {"version": 2, "description": "create_tags",
   "files": ["migrations/0002_create_tags.up.sql", …]}"#;
}

impl Check {
    const JSON: &str = r#"With --json:
  {"folder": "migrations", "errors": 1, "warnings": 0, "proven": ["sqlite"],
   "diagnostics": [{"level": "error", "code": "ING0033", "title": "…",
     "file": "migrations/0002_a.up.sql", "line": 1, "column": 1,
     "notes": ["…"], "help": ["…"], "text": "error[ING0033]: …"}, …]}
  level: error or warning. file, line and column may be null; lines and columns
  count from 1, columns in characters. proven: the databases on which the whole
  chain is proven, now or when it was sealed"#;
}

impl Seal {
    const JSON: &str = r#"With --json:
  {"lock_file": "migrations/ingrain.lock", "written": true,
   "changes": ["sealed `0001_create_notes`", …],
   "migrations": [{"version": 1, "description": "create_notes",
     "class": {"sqlite": "additive"}, "proven": ["sqlite"],
     "novelty": "new"}, …]}
  class: additive or breaking. novelty: new, anew (its up script had been sealed
  otherwise) or same"#;
}

const COMPLETIONS_JSON: &str = r#"With --json:
  {"script": "…"}"#;

/// A folder or a file may be made of it.
fn path() -> NoUrl<PathBufValueParser> {
    NoUrl(PathBufValueParser::new())
}

/// `cargo ingrain check` passes `ingrain` on, `cargo-ingrain check` does not.
pub(crate) fn without_cargo(
    arguments: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    let is_cargos = |(at, argument): &(usize, OsString)| *at == 1 && argument == "ingrain";
    let arguments = arguments.into_iter().enumerate();
    arguments
        .filter(move |argument| !is_cargos(argument))
        .map(|(_, argument)| argument)
}
