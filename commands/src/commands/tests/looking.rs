//! What `status`, `history`, `plan` and `show` tell, and that they only look.

use super::*;

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
