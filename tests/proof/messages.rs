//! Every message of the proofs, rendered, on one page: `messages.txt`.
//!
//! A change of a message shows as a change of that page. `INGRAIN_BLESS=1 cargo test --test proof` writes it
//! anew.

mod postgres;
mod sqlite;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use ingrain_build::prove;
use ingrain_core::{Code, Diagnostic, Dialect, Rule, Style, render};

use crate::files::Files;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/proof/messages.txt");

/// What leads to a message, and the up and down scripts, from version 1 on.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// What leads to them, and what is said.
type Messages = (&'static str, Vec<Diagnostic>);

fn messages() -> Vec<Messages> {
    let sqlite = sqlite::CASES.iter().map(|case| told(Dialect::Sqlite, case));
    let postgres = postgres::CASES
        .iter()
        .map(|case| told(Dialect::Postgres, case));
    sqlite.chain(postgres).collect()
}

fn told(dialect: Dialect, (heading, scripts): &Case) -> Messages {
    let numbered = scripts.iter().zip(1..);
    let files: Vec<(String, &str)> = numbered
        .flat_map(|((up, down), version)| {
            [
                (format!("000{version}_step.up.sql"), *up),
                (format!("000{version}_step.down.sql"), *down),
            ]
        })
        .collect();
    let files = Files::new(
        dialect,
        files.iter().map(|(name, text)| (name.as_str(), *text)),
    );
    let outcome = prove(&files.folder(), None);
    assert_eq!(outcome.mistakes, [], "{heading}: the folder is not whole");
    (heading, [outcome.denied, outcome.warned].concat())
}

fn page(messages: &[Messages]) -> String {
    let mut page = String::from(
        "Every message of the proofs. Written by `INGRAIN_BLESS=1 cargo test --test proof`.\n",
    );
    for (heading, diagnostics) in messages {
        let _ = write!(page, "\n## {heading}\n");
        for diagnostic in diagnostics {
            let _ = write!(page, "\n{}\n", render(diagnostic, Style::Plain));
        }
    }
    page
}

#[test]
fn every_message_reads_as_on_the_page() {
    let found = page(&messages());
    if std::env::var_os("INGRAIN_BLESS").is_some() {
        fs::write(PAGE, &found).expect("the page can be written");
    }
    let expected = fs::read_to_string(PAGE).unwrap_or_default();
    // A checkout on Windows may have CRLF.
    let expected = expected.replace("\r\n", "\n");
    let mut pairs = found.lines().zip(expected.lines());
    let differs = pairs.position(|(one, other)| one != other);
    let line = differs.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
    let shown: Vec<&str> = found.lines().skip(line).take(12).collect();
    assert!(
        found == expected,
        "from line {} on the messages differ from {PAGE}; if the new ones are better, `INGRAIN_BLESS=1`\n\nfound:\n{}",
        line + 1,
        shown.join("\n"),
    );
}

#[test]
fn every_code_and_every_rule_that_counts_is_on_the_page() {
    let page = page(&messages());
    let codes = Rule::ALL
        .iter()
        .map(|rule| rule.code())
        .chain([Code::UnneededAllow]);
    let codes: BTreeSet<Code> = codes
        .filter(|code| !page.contains(&format!("error[{code}]: ")))
        .collect();
    assert!(codes.is_empty(), "{codes:?}");
    let rules: Vec<&str> = Rule::ALL
        .iter()
        .filter(|rule| rule.default_level() > ingrain_core::Level::Allow)
        .map(|rule| rule.name())
        .filter(|rule| {
            !said_of_the_folder(rule) && !page.contains(&format!("the rule is `{rule}`"))
        })
        .collect();
    assert!(rules.is_empty(), "{rules:?}");
}

/// What these are about is a mistake of the folder, whatever is proven.
fn said_of_the_folder(rule: &str) -> bool {
    [
        "ban-concurrent-index-creation-in-transaction",
        "ban-uncommitted-transaction",
        "transaction-nesting",
    ]
    .contains(&rule)
}

#[test]
fn every_message_says_what_to_do_in_the_style_of_the_house() {
    for (heading, diagnostics) in messages() {
        assert!(!diagnostics.is_empty(), "{heading}: nothing is said");
        for diagnostic in diagnostics {
            let text = render(&diagnostic, Style::Plain);
            let title = diagnostic.title();
            assert!(text.contains("= help: "), "{heading}: no help\n{text}");
            assert!(!title.ends_with(['.', '!']), "{heading}: {title}");
            assert!(!begins_with_a_sentence(title), "{heading}: {title}");
        }
    }
}

/// `Nobody can …` does; `CASCADE empties …` and `SET NOT NULL reads …` do not.
fn begins_with_a_sentence(title: &str) -> bool {
    let mut chars = title.chars();
    let (first, second) = (chars.next(), chars.next());
    first.is_none_or(char::is_uppercase) && !second.is_some_and(char::is_uppercase)
}
