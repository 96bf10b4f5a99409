//! Chains as applications have them, with all their habits: one file for each in `chains/`.

use std::fs;
use std::path::Path;

use crate::sqlite::tests::check;

/// The files of a chain that is written in one: `--- up` and `--- down` stand before each script.
fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut version = 0;
    for line in text.split_inclusive('\n') {
        match line.trim_end() {
            "--- up" => {
                version += 1;
                files.push((format!("{version:04}_step.up.sql"), String::new()));
            }
            "--- down" => files.push((format!("{version:04}_step.down.sql"), String::new())),
            _ => {
                let (_, script) = files.last_mut().expect("a marker before the first line");
                script.push_str(line);
            }
        }
    }
    files
}

#[test]
fn applications() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sqlite/tests/sound/chains");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 20, "{paths:?}");
    for path in &paths {
        let text = fs::read_to_string(path).expect("a chain");
        let files = files(&text);
        assert!(files.len() >= 4, "{}", path.display());
        for ending in ["\n", "\r\n"] {
            let files: Vec<(&str, String)> = files
                .iter()
                .map(|(name, text)| {
                    (
                        name.as_str(),
                        text.replace("\r\n", "\n").replace('\n', ending),
                    )
                })
                .collect();
            let files: Vec<(&str, &str)> = files
                .iter()
                .map(|(name, text)| (*name, text.as_str()))
                .collect();
            check(&files, &[]);
        }
    }
}
