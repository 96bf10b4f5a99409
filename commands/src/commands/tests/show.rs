//! One migration, as it is embedded and as it is recorded.

use super::*;

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
        text.starts_with("version 2 tags\nstate     newer: `status` says what to do\n"),
        "{text}"
    );
    assert!(
        text.ends_with("-- down, as the history keeps it\nDROP TABLE tags\n"),
        "{text}"
    );
}
