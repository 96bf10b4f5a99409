//! Rust: scripts without functions and functions without scripts, and what a binary cannot run.

use ingrain_core::{
    AtWork, Command, Dialect, Direction, Event, Folder, History, Policy, Recorded, Registered,
    Situation, Target, Version, plan, unmatched,
};

use super::message::Message;

const RUST: &str = "-- ingrain: rust \"revision 1\"\n";

pub(super) fn messages() -> Vec<Message> {
    let named = |functions: &[_]| {
        functions
            .iter()
            .map(|one| registered(*one))
            .collect::<Vec<_>>()
    };
    let up = (2, Dialect::Sqlite, Direction::Up, "slugs::fill");
    let on = |heading: &str, dialects: &str, functions: &[_]| {
        told(heading, &folder(dialects), &named(functions))
    };
    let (down, postgres) = (Direction::Down, Dialect::Postgres);
    vec![
        on("rust: no function", "'sqlite'", &[]),
        on("rust: one of four functions", "'sqlite', 'postgres'", &[up]),
        on(
            "rust: a function for no version",
            "'sqlite'",
            &[up, (2, up.1, down, "slugs::clear"), (3, up.1, up.2, up.3)],
        ),
        on(
            "rust: a function for SQL",
            "'sqlite'",
            &[up, (2, up.1, down, "slugs::clear"), (1, up.1, up.2, "add")],
        ),
        on(
            "rust: a function for no script",
            "'sqlite'",
            &[
                up,
                (2, up.1, down, "slugs::clear"),
                (1, up.1, down, "remove"),
            ],
        ),
        on(
            "rust: a function for a database without a chain",
            "'sqlite'",
            &[
                up,
                (2, up.1, down, "slugs::clear"),
                (2, postgres, down, "slugs::clear_there"),
            ],
        ),
        on(
            "rust: two functions for one script",
            "'sqlite'",
            &[
                up,
                (2, up.1, down, "slugs::clear"),
                (2, up.1, up.2, "other"),
            ],
        ),
        told(
            "rust: a function where nothing is Rust",
            &plain(),
            &named(&[(1, up.1, up.2, up.3)]),
        ),
        refused("rust: a binary without the function", true, Command::Run),
        refused(
            "rust: a stored down script",
            false,
            Command::Down(Target::Base),
        ),
    ]
}

fn registered(
    (version, dialect, direction, function): (u64, Dialect, Direction, &str),
) -> Registered {
    Registered {
        version: Version::new(version).expect("a small number"),
        dialect,
        direction,
        function: function.to_owned(),
    }
}

fn files(dialects: &str) -> Vec<(String, String)> {
    vec![
        (
            "ingrain.toml".to_owned(),
            format!("dialects = [{dialects}]"),
        ),
        (
            "0001_add_slug.up.sql".to_owned(),
            "-- ingrain: irreversible \"why\"\nSELECT 1;".to_owned(),
        ),
    ]
}

fn of(files: Vec<(String, String)>) -> Folder {
    Folder::new(
        "migrations",
        files
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes())),
    )
}

fn plain() -> Folder {
    of(files("'sqlite'"))
}

/// Version 1 is SQL and irreversible, 2 is Rust.
fn folder(dialects: &str) -> Folder {
    let rust = ["0002_fill_slugs.up.sql", "0002_fill_slugs.down.sql"];
    let rust = rust.map(|name| (name.to_owned(), RUST.to_owned()));
    of(files(dialects).into_iter().chain(rust).collect())
}

fn told(heading: &str, folder: &Folder, registered: &[Registered]) -> Message {
    let chains = folder.chains().expect("a whole folder");
    let unmatched = unmatched("migrations", &chains, registered);
    Message::of(heading, unmatched.iter().map(|one| &one.diagnostic))
}

/// `embeds`: the binary embeds what is Rust, and has no function for it.
fn refused(heading: &str, embeds: bool, command: Command) -> Message {
    let (whole, plain) = (folder("'sqlite'"), plain());
    let mut history = History::default();
    let mut chains = whole.chains().expect("a whole folder");
    if !embeds {
        for migration in chains[0].migrations() {
            let recorded = Some(Recorded::of(migration));
            history
                .record(Event::Applied, recorded, None, None)
                .expect("it can follow");
        }
        chains = plain.chains().expect("a whole folder");
    }
    let chain = chains.remove(0).with_functions([]);
    let situation = Situation {
        history: &history,
        strangers: &[],
        tool: None,
        at_work: AtWork::Nobody,
    };
    let command = match command {
        Command::Down(_) => {
            Command::Down(Target::Version(Version::new(1).expect("a small number")))
        }
        command => command,
    };
    let refusal = plan(&chain, situation, command, Policy::default()).expect_err("no function");
    Message::of(heading, [refusal.diagnostic()])
}
