//! Every message of the rehearsal, rendered, on one page: `messages.txt`.
//!
//! A change of a message shows as a change of that page. `INGRAIN_BLESS=1 cargo test -p ingrain-build
//! --features sqlite` writes it anew.

mod cases;

use std::fmt::Write as _;
use std::fs;

use ingrain_core::{Dialect, Rule, Style, render};

use self::cases::{BASE, CASES};
use super::found;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sqlite/tests/messages.txt");

fn page() -> String {
    let mut page = String::from(
        "Every message of the rehearsal. Written by `INGRAIN_BLESS=1 cargo test -p ingrain-build --features sqlite`.\n",
    );
    for (heading, up, down) in CASES {
        let _ = write!(page, "\n## {heading}\n");
        let files = [
            (
                "0001_base.up.sql",
                &*format!("-- ingrain: irreversible \"the first\"\n{BASE}"),
            ),
            ("0002_next.up.sql", up),
            ("0002_next.down.sql", down),
        ];
        let findings = found(&files);
        assert!(!findings.is_empty(), "{heading}");
        for finding in findings {
            let _ = write!(
                page,
                "\n{}: {}\n",
                finding.rule,
                render(&finding.diagnostic, Style::Plain)
            );
        }
    }
    page
}

#[test]
fn every_message_reads_as_on_the_page() {
    let found = page();
    if std::env::var_os("INGRAIN_BLESS").is_some() {
        fs::write(PAGE, &found).expect("the page can be written");
    }
    // A checkout on Windows may have CRLF.
    let expected = fs::read_to_string(PAGE)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let differs = found
        .lines()
        .zip(expected.lines())
        .find(|(found, expected)| found != expected);
    assert_eq!(differs, None);
    assert_eq!(found.len(), expected.len());
    for rule in Rule::ALL
        .iter()
        .filter(|rule| rule.dialect() == Dialect::Sqlite)
    {
        assert!(found.contains(&format!("\n{rule}: ")), "{rule}");
    }
}
