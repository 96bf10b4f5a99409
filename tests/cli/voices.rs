//! What the library says is said at a command line too, and so it holds no call but those that have a command.

use std::fs;
use std::path::{Path, PathBuf};

/// Where each voice says in its own words what a reader can do.
const REMEDIES: &str = "core/src/diagnostic/remedy.rs";

#[test]
fn calls_are_written_where_their_commands_are_and_nowhere_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = ["core/src", "runtime/src", "commands/src"];
    let files = sources.iter().flat_map(|source| files(&root.join(source)));
    let with_calls: Vec<PathBuf> = files.filter(|file| has_call(file)).collect();
    // Tests of these texts expect calls.
    let said = with_calls
        .iter()
        .map(|file| file.strip_prefix(root).unwrap());
    let said = said.filter(|file| !is_test(file));
    assert_eq!(said.collect::<Vec<_>>(), [Path::new(REMEDIES)]);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    files.collect()
}

/// Outside comments.
fn has_call(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = text.lines().take_while(|line| *line != "mod tests {");
    lines.any(|line| line.contains("`migrator().") && !line.trim_start().starts_with("//"))
}

fn is_test(file: &Path) -> bool {
    let mut parts = file.components();
    parts.any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}
