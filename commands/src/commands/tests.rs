//! What each command gives, on a SQLite file.

#![cfg(feature = "rusqlite")]

use std::path::PathBuf;

use ingrain::Version;
use ingrain_core::Folder;
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::{Allowance, Allowances, Confirmation, Format, Migrate, ToolName, migrations};

/// A folder of migrations, and a database that may be there.
struct Scene {
    directory: TempDir,
    files: Vec<(&'static str, &'static str)>,
}

const NOTES: [(&str, &str); 2] = [
    (
        "1_notes.up.sql",
        "CREATE TABLE notes (id INTEGER, body TEXT)",
    ),
    ("1_notes.down.sql", "DROP TABLE notes"),
];
const TAGS: [(&str, &str); 2] = [
    ("2_tags.up.sql", "CREATE TABLE tags (id INTEGER)"),
    ("2_tags.down.sql", "DROP TABLE tags"),
];
const YES: Confirmation = Confirmation {
    yes: true,
    production: false,
};
const MEANT: Confirmation = Confirmation {
    yes: true,
    production: true,
};

impl Scene {
    fn of(files: &[[(&'static str, &'static str); 2]]) -> Scene {
        Scene {
            directory: tempfile::tempdir().unwrap(),
            files: files.concat(),
        }
    }

    fn with(self, files: &[[(&'static str, &'static str); 2]]) -> Scene {
        Scene {
            files: files.concat(),
            ..self
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("test.db")
    }

    fn perform(&self, command: Command) -> Result<Answer, Error> {
        let config = ("ingrain.toml", "dialects = ['sqlite']");
        let files = self.files.iter().chain([&config]);
        let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let folder = Folder::new("migrations", files);
        let migrations = migrations("a test 0.0.0", &folder).unwrap();
        let options = Options {
            database_url: Some(self.path().display().to_string()),
            ..Options::default()
        };
        perform(
            command,
            Context {
                options,
                migrator: migrations.migrator(),
                console: Console::unattended(Format::Text),
            },
        )
    }

    #[track_caller]
    fn give(&self, command: Command) -> (String, Exit) {
        let answer = self
            .perform(command)
            .unwrap_or_else(|error| panic!("{error}"));
        (
            anstream::adapter::strip_str(&answer.text).to_string(),
            answer.exit,
        )
    }

    #[track_caller]
    fn json(&self, command: Command) -> Value {
        let answer = self
            .perform(command)
            .unwrap_or_else(|error| panic!("{error}"));
        serde_json::from_str(&answer.json).unwrap()
    }

    #[track_caller]
    fn fail(&self, command: Command, exit: Exit, code: Code, words: &str) {
        let error = self.perform(command).unwrap_err();
        assert_eq!((error.exit(), error.code()), (exit, Some(code)), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

fn up() -> Command {
    Command::Up {
        target: "head".parse().unwrap(),
        allowances: Allowances::default(),
        production: false,
    }
}

fn down(target: &str, confirmation: Confirmation) -> Command {
    Command::Down {
        target: target.parse().unwrap(),
        confirmation,
    }
}

fn repair(confirmation: Confirmation) -> Command {
    Command::Repair {
        done: false,
        undone: false,
        reason: "a typo".to_owned(),
        confirmation,
    }
}

fn environment(name: &str, confirmation: Confirmation) -> Command {
    Command::Environment {
        name: name.to_owned(),
        confirmation,
    }
}

fn plan(target: &str) -> Command {
    Command::Plan {
        target: target.parse().unwrap(),
        down: false,
        allowances: Allowances::default(),
        production: false,
    }
}

fn show(version: u64) -> Command {
    Command::Show {
        version: Version::new(version).unwrap(),
        dialect: None,
    }
}

#[test]
fn looking_makes_no_file_and_up_does() {
    let scene = Scene::of(&[NOTES]);
    for command in [
        Command::Status,
        Command::History { limit: None },
        plan("head"),
        show(1),
    ] {
        scene.fail(command, Exit::Failed, Code::Unreachable, "`up` creates it");
    }
    scene.fail(
        repair(YES),
        Exit::Failed,
        Code::Unreachable,
        "`up` creates it",
    );
    assert!(!scene.path().exists());
    let (text, exit) = scene.give(up());
    assert!(text.starts_with("applied  1 notes ("), "{text}");
    assert_eq!(exit, Exit::Fine);
}

#[test]
fn status_and_plan_tell_what_is_pending_by_their_exit_code() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    assert_eq!(scene.give(Command::Status).1, Exit::Fine);
    assert_eq!(scene.give(plan("head")).1, Exit::Fine);
    let scene = scene.with(&[NOTES, TAGS]);
    let (text, exit) = scene.give(Command::Status);
    assert_eq!(exit, Exit::Pending);
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[1].starts_with("applied  1        notes        20"),
        "{text}"
    );
    assert!(lines[2].starts_with("pending  2        tags"), "{text}");
    assert_eq!(
        lines[4],
        "the database is at version 1 of 2; 1 migration is pending"
    );
    let (text, exit) = scene.give(plan("head"));
    assert_eq!(exit, Exit::Pending);
    assert!(text.contains("CREATE TABLE tags (id INTEGER);"), "{text}");
    // What is planned downwards is not pending.
    let (text, exit) = scene.give(plan("-1"));
    assert!(
        text.starts_with("-- revert 1 notes, in a transaction, loses data"),
        "{text}"
    );
    assert_eq!(exit, Exit::Fine);
}

#[test]
fn whatever_stands_in_the_way_is_in_the_status() {
    let scene = Scene::of(&[NOTES, TAGS]);
    scene.give(up());
    let edited = [
        ("1_notes.up.sql", "CREATE TABLE notes (id INTEGER)"),
        NOTES[1],
    ];
    let scene = scene.with(&[edited]);
    let (text, exit) = scene.give(Command::Status);
    assert_eq!(exit, Exit::Refused);
    for words in [
        "\ndivergent",
        "(recorded ",
        "\nnewer",
        "`up` would be refused:\nerror[ING0101]",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("migrator()"), "{text}");
    scene.fail(up(), Exit::Refused, Code::Divergent, "repair --reason");
    scene.give(repair(YES));
    let allowed = Command::Up {
        target: "head".parse().unwrap(),
        allowances: Allowances {
            allow: vec![Allowance::Newer],
        },
        production: false,
    };
    scene.fail(up(), Exit::Refused, Code::Newer, "--allow newer");
    assert_eq!(scene.give(allowed).1, Exit::Fine);
}

#[test]
fn what_loses_data_on_production_is_meant() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    scene.give(environment("production", Confirmation::default()));
    let gone = [
        ("2_gone.up.sql", "DROP TABLE notes"),
        ("2_gone.down.sql", "CREATE TABLE notes (id integer)"),
    ];
    let scene = scene.with(&[NOTES, gone]);
    scene.fail(up(), Exit::Refused, Code::Protected, "`--production`");
    let (text, _) = scene.give(Command::Up {
        target: "head".parse().unwrap(),
        allowances: Allowances::default(),
        production: true,
    });
    assert!(text.starts_with("applied  2 gone ("), "{text}");
}

#[test]
fn what_reverts_is_confirmed_and_on_production_meant() {
    let scene = Scene::of(&[NOTES, TAGS]);
    scene.give(up());
    // Tests have no terminal to be asked at.
    let unasked = Confirmation::default();
    scene.fail(down("-1", unasked), Exit::Usage, Code::Unconfirmed, "--yes");
    let (text, _) = scene.give(environment("production", unasked));
    assert_eq!(text, "the database belongs to the environment `production`");
    scene.fail(
        down("-1", YES),
        Exit::Refused,
        Code::Protected,
        "--production",
    );
    let (text, _) = scene.give(down("-1", MEANT));
    assert!(text.starts_with("reverted 2 tags ("), "{text}");
    let redo = Command::Redo {
        target: "-1".parse().unwrap(),
        confirmation: MEANT,
    };
    let ran = scene.json(redo)["ran"].as_array().unwrap().len();
    assert_eq!(ran, 2);
    let mended = [NOTES[0], ("1_notes.down.sql", "DROP TABLE IF EXISTS notes")];
    let scene = scene.with(&[mended, TAGS]);
    scene.fail(repair(YES), Exit::Refused, Code::Protected, "--production");
    assert!(scene.give(repair(MEANT)).0.starts_with("recorded 1"));
}

#[test]
fn leaving_production_is_meant_and_confirmed_and_nothing_else_about_it_is() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let unasked = Confirmation::default();
    for name in ["dev", "staging", "production", " Prod-eu", "production"] {
        let (text, _) = scene.give(environment(name, unasked));
        assert!(text.contains(name), "{text}");
    }
    let meant = Confirmation {
        yes: false,
        production: true,
    };
    for (confirmation, exit, code, words) in [
        (unasked, Exit::Refused, Code::Protected, "`--production`"),
        (YES, Exit::Refused, Code::Protected, "`--production`"),
        (meant, Exit::Usage, Code::Unconfirmed, "`--yes`"),
    ] {
        scene.fail(environment("dev", confirmation), exit, code, words);
        scene.fail(down("-1", YES), Exit::Refused, Code::Protected, "stamped");
    }
    scene.give(environment("dev", MEANT));
    assert!(scene.give(down("-1", YES)).0.starts_with("reverted 1"));
}

#[test]
fn nothing_to_do_needs_no_confirmation() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let (text, exit) = scene.give(down("1", Confirmation::default()));
    assert_eq!(
        (text.as_str(), exit),
        ("nothing to do: the database is at version 1", Exit::Fine)
    );
}

#[test]
fn history_is_told_from_its_end() {
    let scene = Scene::of(&[NOTES, TAGS]);
    scene.give(up());
    scene.give(down("-1", YES));
    let (text, _) = scene.give(Command::History {
        limit: std::num::NonZeroUsize::new(2),
    });
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(
        lines[1].starts_with("3    reverted  2        tags"),
        "{text}"
    );
    assert!(
        lines[2].starts_with("2    applied   2        tags"),
        "{text}"
    );
    let events = scene.json(Command::History { limit: None });
    assert_eq!(events["events"][0]["seq"], 3);
    assert_eq!(events["events"].as_array().unwrap().len(), 3);
}

#[test]
fn a_migration_is_shown_as_it_is_embedded_and_as_it_is_recorded() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let mended = [NOTES[0], ("1_notes.down.sql", "DROP TABLE IF EXISTS notes")];
    let scene = scene.with(&[mended, TAGS]);
    let (text, _) = scene.give(show(1));
    for words in [
        "version 1 notes\nstate     applied\nclass     not sealed: taken for breaking\nup        sha256:",
        " UTC by a test 0.0.0 (pid ",
        "\nkept down differs from the embedded one",
        "\n-- up: migrations/1_notes.up.sql\nCREATE TABLE notes",
        "\n-- down, as the history keeps it\nDROP TABLE notes\n",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let json = scene.json(show(1));
    assert_eq!(json["recorded"]["down_differs"], true);
    assert_eq!(json["recorded_down"], "DROP TABLE notes");
    let (text, _) = scene.give(show(2));
    assert!(
        text.starts_with("version 2 tags\nstate     pending\n"),
        "{text}"
    );
    let named = Command::Show {
        version: Version::new(2).unwrap(),
        dialect: Some(DialectName::Sqlite),
    };
    assert_eq!(scene.json(named)["recorded"], Value::Null);
    scene.fail(
        show(7),
        Exit::Refused,
        Code::BadTarget,
        "embeds the versions 1 and 2",
    );
}

#[test]
fn what_is_not_embedded_is_shown_from_the_history() {
    let scene = Scene::of(&[NOTES, TAGS]);
    scene.give(up());
    let (text, _) = scene.with(&[NOTES]).give(show(2));
    assert!(
        text.starts_with("version 2 tags\nstate     newer\n"),
        "{text}"
    );
    assert!(
        text.ends_with("-- down, as the history keeps it\nDROP TABLE tags\n"),
        "{text}"
    );
}

#[test]
fn another_tool_that_was_never_there_is_not_taken_over() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let tool = ToolName::Sqlx;
    scene.fail(
        Command::Adopt { tool },
        Exit::Refused,
        Code::Unadoptable,
        "_sqlx_migrations",
    );
}

/// The keys at the top of the JSON that `--help` shows.
fn documented(name: &str) -> Vec<String> {
    use clap::CommandFactory as _;
    #[derive(clap::Parser)]
    struct Mounted {
        #[command(flatten)]
        _migrate: Migrate,
    }
    let command = Mounted::command();
    let command = command.find_subcommand(name).unwrap();
    let help = command.get_after_long_help().unwrap().to_string();
    let mut depth = 0;
    let mut keys = Vec::new();
    let mut parts = help.split('"').enumerate();
    while let Some((at, part)) = parts.next() {
        if at % 2 == 1 {
            continue;
        }
        depth += part.matches(['{', '[']).count();
        depth -= part.matches(['}', ']']).count();
        if depth == 1
            && (part.trim_end().ends_with(['{', ',']))
            && let Some((_, key)) = parts.next()
        {
            keys.push(key.to_owned());
        }
    }
    keys
}

#[test]
fn the_json_has_the_keys_that_help_tells() {
    let scene = Scene::of(&[NOTES, TAGS]);
    let sql = Command::Sql {
        range: "base:head".parse().unwrap(),
        dialect: None,
        production: false,
    };
    let commands = [
        ("up", up()),
        ("down", down("-1", YES)),
        ("plan", plan("head")),
        ("status", Command::Status),
        ("history", Command::History { limit: None }),
        ("show", show(1)),
        ("sql", sql),
        ("environment", environment("test", Confirmation::default())),
    ];
    for (name, command) in commands {
        let json = scene.json(command);
        let mut keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        let mut told = documented(name);
        keys.sort();
        told.sort();
        assert_eq!(keys, told, "{name}");
    }
}
