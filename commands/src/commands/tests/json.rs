//! The JSON of each command is the one that `--help` shows.

use super::*;

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
