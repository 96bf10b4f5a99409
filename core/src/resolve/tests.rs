//! Tables of folders and what they resolve to, and properties that hold for all of them.

mod adopted;
mod duplicate;
mod names;
mod properties;
mod rest;
mod scripts;
mod valid;

use crate::{Diagnostic, Folder};

/// What is expected of one diagnostic: code, file inside the folder, and fragments of title and help.
type Expected<'a> = (u16, &'a str, &'a str, &'a str);

const BOTH: (&str, &str) = ("ingrain.toml", "dialects = ['sqlite', 'postgres']");

fn folder(files: &[(&str, &str)]) -> Folder {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), bytes(text)));
    Folder::new("m", files)
}

/// Resolves the folder and compares all that is found, in its order.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[Expected<'_>]) {
    check_folder(&folder(files), expected);
}

#[track_caller]
fn check_folder(folder: &Folder, expected: &[Expected<'_>]) {
    let found = folder.chains().err().unwrap_or_default();
    let summary: Vec<String> = found.iter().map(summary).collect();
    assert_eq!(
        found.len(),
        expected.len(),
        "found: {summary:#?}, expected: {expected:#?}"
    );
    for (diagnostic, &(code, name, title, help)) in found.iter().zip(expected) {
        let path = if name.is_empty() {
            "m".to_owned()
        } else {
            format!("m/{name}")
        };
        assert_eq!(diagnostic.code().number(), code, "{summary:#?}");
        assert_eq!(diagnostic.path(), Some(path.as_str()), "{summary:#?}");
        assert!(diagnostic.title().contains(title), "{title}: {summary:#?}");
        let helped = diagnostic.help_texts().any(|text| text.contains(help));
        assert!(helped, "{help}: {summary:#?}");
    }
}

fn summary(diagnostic: &Diagnostic) -> String {
    let help: Vec<&str> = diagnostic.help_texts().collect();
    let (code, path) = (diagnostic.code(), diagnostic.path().unwrap_or_default());
    format!(
        "{code} {path}: {} ({})",
        diagnostic.title(),
        help.join("; ")
    )
}
