//! Passwords that were typed where they do not belong, and texts that would do something to a terminal.

use ingrain_end_to_end::testbed::{on_both, on_sqlite};

use crate::page::run;
use crate::place::{NOTES, Place};

/// Every form in which a database is named, with the same password.
const SECRETS: [&str; 4] = [
    "postgres://boss:sekret@h/x",
    "host=h password=sekret user=x",
    "host=h password='sek\\'ret' user=x",
    "postgres://boss:\"sekret@h/x",
];

/// Where it may land: it stands for `URL`.
const PLACES: [&str; 27] = [
    "URL",
    "--frob=URL",
    "--json=URL",
    "up URL",
    "up 1 URL",
    "status URL",
    "plan URL",
    "sql URL",
    "show URL",
    "show 1 --dialect URL",
    "history -nURL",
    "up --allow URL",
    "baseline URL --reason why",
    "adopt URL",
    "environment URL",
    "seal --reseal URL",
    "seal --reseal=1,URL",
    "seal --reseal 1 --reason why URL",
    "new URL",
    "init --dialect URL",
    "completions URL",
    "check --package URL",
    "check --manifest-path URL",
    "check --folder URL",
    "init --folder URL",
    "status --folder=URL",
    "status --history-table URL",
];

#[test]
fn no_password_is_repeated_wherever_it_was_typed() {
    on_sqlite(|bed| {
        let place = Place::new(bed, &NOTES);
        place.fine(&["up"]);
        for secret in SECRETS {
            for words in PLACES {
                for json in [false, true] {
                    let arguments = words.split(' ').map(|word| word.replace("URL", secret));
                    let mut arguments: Vec<String> = arguments.collect();
                    if json {
                        arguments.insert(0, "--json".to_owned());
                    }
                    let mut command = place.command(&[]);
                    let mut bare = std::process::Command::new(command.get_program());
                    bare.env_clear();
                    bare.current_dir(command.get_current_dir().unwrap());
                    let variables = command.get_envs();
                    bare.envs(variables.filter_map(|(name, value)| Some((name, value?))));
                    command = bare;
                    if !words.contains("--folder") && !words.contains("init") {
                        command.args(["--folder", "migrations"]);
                    }
                    let ended = run(command.args(&arguments));
                    let said = format!("{}{}", ended.stdout, ended.stderr);
                    assert!(
                        !said.contains("sek") && !said.contains("boss"),
                        "{arguments:?}: {said}"
                    );
                    assert_ne!(ended.code, Some(0), "{arguments:?}: {said}");
                    if json {
                        let error: serde_json::Value =
                            serde_json::from_str(ended.stdout.trim()).unwrap();
                        assert!(error["error"]["code"].is_string(), "{arguments:?}: {error}");
                    }
                }
            }
        }
        let files = std::fs::read_dir(place.path("")).unwrap();
        let names = files.map(|it| it.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.collect::<Vec<_>>(), ["migrations"]);
    });
}

#[test]
fn a_blank_reason_is_none() {
    on_sqlite(|bed| {
        let place = Place::new(bed, &NOTES);
        for blank in ["", " ", "\n"] {
            let arguments = ["seal", "--reseal", "1", "--reason", blank];
            let ended = run(&mut place.command(&arguments));
            assert_eq!(ended.code, Some(2), "{}", ended.stderr);
            assert!(ended.stderr.contains("say why"), "{}", ended.stderr);
        }
    });
}

#[test]
fn what_stands_in_the_history_does_nothing_to_a_terminal() {
    on_both(|bed| {
        let place = Place::new(bed, &NOTES);
        place.write(
            "0005_red.up.sql",
            "-- \u{1b}[31mred\u{1b}]0;title\u{7}\nCREATE TABLE red (id integer);\n",
        );
        place.write("0005_red.down.sql", "-- \u{9b}2J\n\tDROP TABLE red;\n");
        place.fine(&["up", "3"]);
        place.write(
            NOTES[4].0,
            "-- changed\nCREATE TABLE tags (name text PRIMARY KEY);\n",
        );
        let reason = "\u{1b}[31mRED\u{1b}]0;title\u{7}";
        place.fine(&["repair", "--reason", reason, "--yes"]);
        for arguments in [&["history"][..], &["show", "5"], &["plan"], &["up"]] {
            // As on a terminal, but for the colours.
            let ended = run(place.command(arguments).env("CLICOLOR_FORCE", "1"));
            let said = format!("{}{}", ended.stdout, ended.stderr);
            for obeyed in ["\u{1b}[31m", "\u{1b}]", "\u{7}", "\u{9b}"] {
                assert!(!said.contains(obeyed), "{arguments:?}: {said:?}");
            }
        }
        let history = place.fine(&["history"]).stdout;
        assert!(
            history.contains(r"\u{1b}[31mRED\u{1b}]0;title\u{7}"),
            "{history}"
        );
        let shown = place.fine(&["show", "5"]).stdout;
        assert!(shown.contains("-- \\u{9b}2J\n\tDROP TABLE red;"), "{shown}");
        // What others read is to the letter.
        let script = place.fine(&["sql", "4:5", "--production"]).stdout;
        assert!(script.contains("-- \u{9b}2J\n"), "{script}");
        let events = place.fine(&["history", "--json"]).stdout;
        let events: serde_json::Value = serde_json::from_str(&events).unwrap();
        let mut notes = events["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["note"]);
        assert!(notes.any(|note| note == reason), "{events}");
    });
}
