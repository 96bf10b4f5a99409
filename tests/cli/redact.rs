//! What differs from run to run, replaced: the one place for it.

use std::sync::OnceLock;

use regex_lite::Regex;

/// What is replaced wherever it stands, and by what.
const PATTERNS: [(&str, &str); 9] = [
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "<time>"),
    (r#""last_event_age_ms":\d+"#, r#""last_event_age_ms":<n>"#),
    (r#"_ms":\d+"#, r#"_ms":<n>"#),
    (r"\b\d+(\.\d)? (ms|s)\b", "<duration>"),
    (r"sha256:[0-9a-f]{64}", "sha256:<checksum>"),
    (r"\b[0-9a-f]{12}\b", "<checksum>"),
    (r"\(pid \d+ on [^)]+\)", "(pid <pid> on <host>)"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:<port>"),
    (r"-p \d{4,5}\b", "-p <port>"),
];

/// How the headings of tables begin.
const HEADINGS: [&str; 2] = ["state  ", "seq  "];

/// `text` without what differs from run to run; `names` are what this run calls things.
pub(crate) fn redact(text: &str, names: &[(String, &str)]) -> String {
    static COMPILED: OnceLock<Vec<(Regex, &str)>> = OnceLock::new();
    let patterns = COMPILED.get_or_init(|| {
        let compiled = PATTERNS.map(|(pattern, word)| (Regex::new(pattern).unwrap(), word));
        compiled.into()
    });
    let lines = text.lines().map(|line| {
        let named = names.iter().fold(line.to_owned(), |line, (name, word)| {
            line.replace(name, word)
        });
        let redacted = patterns.iter().fold(named, |line, (pattern, word)| {
            pattern.replace_all(&line, *word).into_owned()
        });
        let is_heading = HEADINGS.iter().any(|heading| line.starts_with(heading));
        match redacted == line && !is_heading {
            true => redacted,
            false => aligned(&redacted),
        }
    });
    lines
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// The columns of a table are as wide as what was replaced in them: two spaces between all.
fn aligned(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let (indent, rest) = line.split_at(indent);
    let columns: Vec<&str> = rest
        .split("  ")
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    format!("{indent}{}", columns.join("  "))
}
