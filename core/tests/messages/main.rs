//! Every mistake in a folder and every refusal, rendered, on one page: `messages.txt`.
//!
//! A change of a message shows as a change of that page. `INGRAIN_BLESS=1 cargo test -p ingrain-core`
//! writes it anew.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how a failure is told"
)]

mod folders;
mod functions;
mod locks;
mod logs;
mod message;
mod refusals;
mod voices;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ingrain_core::{Code, Rule, Voice};

use self::message::Message;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages/messages.txt");

fn page(messages: &[Message]) -> String {
    let mut page = String::from(
        "Every message of the folder and of the planner. Written by `INGRAIN_BLESS=1 cargo test -p ingrain-core`.\n",
    );
    for message in messages {
        let text = message.said_by(Voice::Library);
        let _ = write!(page, "\n## {}\n\n{text}\n", message.heading);
    }
    page
}

fn messages() -> Vec<Message> {
    [
        folders::messages(),
        functions::messages(),
        locks::messages(),
        refusals::messages(),
        logs::messages(),
    ]
    .concat()
}

#[test]
fn every_message_reads_as_on_the_page() {
    compare(&page(&messages()), PAGE);
}

fn compare(found: &str, page: &str) {
    if std::env::var_os("INGRAIN_BLESS").is_some() {
        fs::write(page, found).expect("the page can be written");
    }
    let expected = fs::read_to_string(Path::new(page)).unwrap_or_default();
    // A checkout on Windows may have CRLF.
    let expected = expected.replace("\r\n", "\n");
    let differs = found
        .lines()
        .zip(expected.lines())
        .position(|(one, other)| one != other);
    let line = differs.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
    assert!(
        found == expected,
        "from line {} on the messages differ from {page}; if the new ones are better, `INGRAIN_BLESS=1`\n\nfound:\n{}",
        line + 1,
        found
            .lines()
            .skip(line)
            .take(12)
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

/// The codes that core's own parts never give: the macro, the proofs and the runtime have tests of their
/// own.
fn is_from_elsewhere(code: Code) -> bool {
    matches!(code, Code::NotWatched | Code::StaleWatch | Code::MacroUsage)
        || code == Code::UnneededAllow
        || Rule::ALL.iter().any(|rule| rule.code() == code)
        || code.number() >= 200
}

#[test]
fn every_code_is_on_the_page() {
    let page = page(&messages());
    let lacking: BTreeSet<Code> = Code::ALL
        .iter()
        .copied()
        .filter(|code| !is_from_elsewhere(*code) && !page.contains(&format!("error[{code}]: ")))
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn every_message_says_what_to_do_in_the_style_of_the_house() {
    let messages = messages();
    let said = messages.iter().flat_map(|message| {
        let voices = [Voice::Library, Voice::Program, Voice::Folder];
        voices.map(|voice| (&message.heading, message.said_by(voice)))
    });
    for (heading, text) in said.filter(|(_, text)| text.starts_with("error[")) {
        let title = text.lines().next().unwrap_or_default();
        let title = title.split_once("]: ").map_or("", |(_, title)| title);
        assert!(text.contains("= help: "), "{heading}: no help\n{text}");
        assert!(!title.ends_with(['.', '!']), "{heading}: {title}");
        let first = title.chars().next().unwrap_or('A');
        assert!(!first.is_uppercase(), "{heading}: {title}");
    }
}
