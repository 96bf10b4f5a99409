//! Scripts that are sound, of many shapes: nothing in them is denied.

use ingrain_core::{Level, Style, render};

use super::{findings, folder};

fn check(name: &str, script: &str) {
    let found = findings(&folder(script));
    let denied = found
        .iter()
        .filter(|finding| finding.rule.default_level() == Level::Deny);
    let denied: Vec<_> = denied
        .map(|finding| render(&finding.diagnostic, Style::Plain))
        .collect();
    assert_eq!(denied, [""; 0], "{name}");
}

macro_rules! sound {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), include_str!(concat!("sound/", stringify!($name), ".sql")));
        })+
    };
}

sound! {
    blocks
    functions
    identifiers
    indexes_outside_a_transaction
    newer_syntax
    partitions
    privileges
    queries
    tables
    types
    views
    writes
}

#[test]
fn what_is_rust_holds_nothing() {
    let found = findings(&folder("-- ingrain: rust \"revision 1\"\n"));
    assert_eq!(found, []);
}

#[test]
fn the_chain_of_the_project() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let folder = ingrain_core::Folder::read(root.as_ref(), "migrations").expect("it is there");
    let denied: Vec<_> = findings(&folder)
        .into_iter()
        .filter(|finding| finding.rule.default_level() == Level::Deny)
        .map(|finding| render(&finding.diagnostic, Style::Plain))
        .collect();
    assert_eq!(denied, [""; 0]);
}
