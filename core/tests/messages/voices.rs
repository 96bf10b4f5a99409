//! What is said at a command line in the place of what the library says.

use ingrain_core::Voice;

use super::{compare, messages};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages/voices.txt");

#[test]
fn each_voice_reads_as_on_its_page() {
    let mut page = String::from(
        "What is said in the place of lines of messages.txt. Written by `INGRAIN_BLESS=1 cargo test -p ingrain-core`.\n",
    );
    let messages = messages();
    page += "\n# At the command line of a program\n";
    let otherwise = |voice, before| messages.iter().map(move |it| it.otherwise(voice, before));
    page.extend(otherwise(Voice::Program, Voice::Library));
    page += "\n# Besides, at the command line of a folder\n";
    page.extend(otherwise(Voice::Folder, Voice::Program));
    compare(&page, PAGE);
}

#[test]
fn no_call_is_said_at_a_command_line() {
    let messages = messages();
    let has_call = |voice| {
        messages
            .iter()
            .find(|it| it.said_by(voice).contains("migrator()"))
    };
    for voice in [Voice::Program, Voice::Folder] {
        let found = has_call(voice);
        assert!(
            found.is_none(),
            "{}",
            found.map_or("", |it| it.said_by(voice))
        );
    }
    assert!(has_call(Voice::Library).is_some());
}

#[test]
fn of_a_folder_nothing_is_said_that_is_of_a_program() {
    let messages = messages();
    // What the build says.
    let said = |voice| {
        let lines = messages
            .iter()
            .flat_map(move |it| it.said_by(voice).lines());
        lines.filter(|line| !line.contains("embed!"))
    };
    for word in ["binary", "embed", "then build again"] {
        let found = said(Voice::Folder).find(|line| line.contains(word));
        assert_eq!(found, None);
        assert!(
            said(Voice::Program).any(|line| line.contains(word)),
            "{word}"
        );
    }
}
