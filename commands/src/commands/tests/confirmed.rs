//! What has to be confirmed, and on production meant.

use super::*;

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
fn a_target_that_lies_the_other_way_is_told_the_command_for_it() {
    let scene = Scene::of(&[NOTES, TAGS]);
    let unasked = Confirmation::default();
    let up_to = |target: &str| Command::Up {
        target: target.parse().unwrap(),
        allowances: Allowances::default(),
        production: false,
    };
    scene.give(up_to("1"));
    let first = "nothing to do: the database is at version 1";
    let up = format!("{first}; `up 2` applies what is pending up to there");
    assert_eq!(scene.give(down("2", unasked)).0, up);
    assert_eq!(scene.give(down("1", unasked)).0, first);
    scene.give(up_to("2"));
    let second = "nothing to do: the database is at version 2";
    let down = format!("{second}; `down 1` reverts what is applied down to there");
    assert_eq!(scene.give(up_to("1")).0, down);
    assert_eq!(scene.give(plan("1")).0, down);
    assert_eq!(scene.give(up_to("2")).0, second);
}

#[test]
fn where_there_is_nothing_to_repair_that_is_said() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let undone = Command::Repair {
        done: false,
        undone: true,
        reason: "by hand".to_owned(),
        confirmation: YES,
    };
    for (command, expected) in [
        (
            repair(YES),
            "nothing to do: no applied migration differs from its recorded scripts",
        ),
        (undone, "nothing to do: no script stopped part-way"),
    ] {
        assert_eq!(scene.give(command), (expected.to_owned(), Exit::Fine));
    }
}
