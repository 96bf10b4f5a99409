//! What the documentation shows is what is written and said.

use std::collections::BTreeMap;

use ingrain_core::{Dialect, Folder, SealRequest};

const ERRORS: &str = include_str!("../../docs/errors.md");
const PAGE: &str = include_str!("../../docs/lock-file.md");

/// The lines of the error that `docs/errors.md` shows under `code`, without margins.
pub(crate) fn example(code: &str) -> Vec<String> {
    let entry = ERRORS.split("\n## ").find(|entry| entry.starts_with(code));
    let example = entry.and_then(|entry| entry.split("```").nth(1));
    let lines = example.unwrap_or_default().lines().skip(1);
    // Cargo puts a package's name behind `error: `.
    let bare = |line: &str| line.trim().trim_start_matches("error: ").to_owned();
    let example: Vec<String> = lines.map(bare).collect();
    assert!(!example.is_empty(), "{code} has no example");
    example
}

/// The blocks of the page that begin with ```` ```language NAME ````, by their names.
fn blocks(language: &str) -> BTreeMap<&'static str, &'static str> {
    let fence = format!("\n```{language} ");
    let blocks = PAGE.split(fence.as_str()).skip(1);
    blocks
        .filter_map(|block| block.split_once("\n```")?.0.split_once('\n'))
        .collect()
}

/// The worked example: these scripts give this lock file.
#[test]
fn the_example_of_the_lock_file_is_what_is_written() {
    let mut files: Vec<(String, Vec<u8>)> = blocks("sql")
        .into_iter()
        .map(|(name, text)| (name.to_owned(), format!("{text}\n").into_bytes()))
        .collect();
    assert_eq!(files.len(), 7, "the page shows the scripts");
    let config = blocks("toml");
    let config = config.get("ingrain.toml").expect("the page shows it");
    files.push(("ingrain.toml".to_owned(), config.as_bytes().to_vec()));
    let folder = Folder::new("migrations", files);
    let request = SealRequest::default().with_proven(&Dialect::ALL);
    let seal = folder.seal(&request).expect("no mistake");
    let shown = blocks("text");
    let shown = shown.get("ingrain.lock").expect("the page shows it");
    assert_eq!(seal.text(), format!("{shown}\n"));
}
