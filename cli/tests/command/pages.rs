//! docs/cli.md and the man pages say what the command says of itself. `INGRAIN_BLESS=1 cargo test -p cargo-ingrain
//! pages` writes them anew.

mod man;
mod markdown;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository.
fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)
}

/// The command, with all that clap adds to it but its `help`, which has no page.
fn command() -> clap::Command {
    let mut command = cargo_ingrain::command().disable_help_subcommand(true);
    command.build();
    command
}

/// Compares files with what they should hold, or writes them.
fn check(expected: &BTreeMap<String, String>) {
    let bless = std::env::var_os("INGRAIN_BLESS").is_some();
    for (file, text) in expected {
        if bless {
            let path = path(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            fs::write(path, text).expect("written");
        }
        let found = fs::read_to_string(path(file)).unwrap_or_default();
        assert!(
            found.replace("\r\n", "\n") == *text,
            "{file} is not what the command says: INGRAIN_BLESS=1 cargo test -p cargo-ingrain pages"
        );
    }
}

#[test]
fn the_page_of_the_command_line_is_current() {
    let page = markdown::page(&command());
    check(&BTreeMap::from([("docs/cli.md".to_owned(), page)]));
}

#[test]
fn the_man_pages_are_current_and_no_other_is_there() {
    let pages = man::pages(&command());
    check(&pages);
    let found = fs::read_dir(path("docs/man"))
        .expect("the folder")
        .flatten();
    let found = found.map(|entry| format!("docs/man/{}", entry.file_name().to_string_lossy()));
    let strays: Vec<String> = found.filter(|file| !pages.contains_key(file)).collect();
    assert_eq!(strays, [""; 0], "no command has these pages: delete them");
}
