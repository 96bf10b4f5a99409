//! `docs/errors.md` has an entry for each code, and none for a code that does not exist.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use ingrain::Code;

const ERRORS: &str = include_str!("../docs/errors.md");
/// Every refusal, as it is rendered.
const MESSAGES: &str = include_str!("../core/tests/messages/messages.txt");
/// Every message of the proofs, likewise.
const PROOFS: &str = include_str!("proof/messages.txt");

/// The code of each entry and the text below its heading.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = ERRORS
        .split("\n# ")
        .flat_map(|section| section.split("\n## ").skip(1));
    sections.map(|entry| {
        let (heading, text) = entry.split_once('\n').unwrap_or_default();
        let (code, _) = heading.split_once(": ").unwrap_or_default();
        (code, text)
    })
}

#[test]
fn each_code_is_documented_and_each_documented_code_exists() {
    let documented: Vec<&str> = entries().map(|(code, _)| code).collect();
    let codes: Vec<String> = Code::ALL.iter().map(Code::to_string).collect();
    assert_eq!(documented, codes);
}

#[test]
fn each_entry_shows_the_error_and_says_what_to_do() {
    for (code, text) in entries() {
        let example = ["error", "warning"].map(|word| text.split_once(&format!("```text\n{word}")));
        let (_, example) = example.into_iter().flatten().next().unwrap_or_default();
        let (example, after) = example.split_once("\n```\n").unwrap_or_default();
        assert!(example.contains(&format!("[{code}]")), "{code}: no example");
        assert!(after.contains("\nRemedy: "), "{code}: no remedy");
    }
}

/// The examples of the build's errors are what the build says, to the line, for a folder `migrations`.
#[test]
fn the_examples_of_the_build_are_its_own_words() -> io::Result<()> {
    // No build can be made to meet the first one reliably; `tests/lock` meets the others.
    const UNSEEN: [&str; 3] = ["ING0018", "ING0027", "ING0029"];
    let said = lines_of_builds()?;
    for (code, text) in entries().filter(|(code, _)| *code < "ING0100" && !UNSEEN.contains(code)) {
        let example = text.split("```").nth(1).unwrap_or_default();
        for line in example.lines().skip(1).map(str::trim) {
            assert!(said.contains(line), "{code}: no build says {line:?}");
        }
    }
    Ok(())
}

/// Every example of a refusal is one that the planner gives, from its first line to its last; a line `…`
/// stands for some that are left out.
#[test]
fn the_examples_of_refusals_are_the_planners_own_words() {
    let said: Vec<Vec<&str>> = MESSAGES.split("\n## ").map(lines_of).collect();
    for (code, text) in entries().filter(|(code, _)| ("ING0100".."ING0200").contains(code)) {
        let blocks = text.split("```").skip(1).step_by(2);
        for example in blocks.map(lines_of) {
            let parts: Vec<&[&str]> = example.split(|line| *line == "…").collect();
            assert!(
                said.iter().any(|message| holds(message, &parts)),
                "{code}: no refusal says {example:#?}"
            );
        }
    }
}

/// The lines of a message without its heading, and without those that only set it apart.
fn lines_of(block: &str) -> Vec<&str> {
    let lines = block.lines().skip(1).map(str::trim);
    lines
        .filter(|line| !line.is_empty() && *line != "|")
        .collect()
}

/// Whether `message` begins with the first of `parts`, ends with the last, and is whole if there is one only.
fn holds(message: &[&str], parts: &[&[&str]]) -> bool {
    match parts {
        [whole] => message == *whole,
        [first, .., last] => message.starts_with(first) && message.ends_with(last),
        [] => false,
    }
}

/// Every line in the expected output of `tests/ui`, and of the proofs, in the way in which a build says it.
fn lines_of_builds() -> io::Result<BTreeSet<String>> {
    let mut lines: BTreeSet<String> = PROOFS.lines().flat_map(in_a_build).collect();
    for entry in fs::read_dir("tests/ui")? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "stderr")
        {
            let text = fs::read_to_string(path)?;
            lines.extend(text.lines().map(|line| in_migrations(line.trim())));
        }
    }
    Ok(lines)
}

/// `error: what was found [ING0031]` for `error[ING0031]: what was found`, or a warning.
fn in_a_build(line: &str) -> Vec<String> {
    let found = line
        .strip_prefix("error[")
        .and_then(|line| line.split_once("]: "));
    match found {
        Some((code, title)) => ["error", "warning"]
            .map(|word| format!("{word}: {title} [{code}]"))
            .to_vec(),
        None => vec![line.trim().to_owned()],
    }
}

/// `line` with `migrations` for `chains/gap` and its like.
fn in_migrations(line: &str) -> String {
    let mut parts = line.split("chains/");
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let case = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        renamed += "migrations";
        renamed += &part[case.unwrap_or(part.len())..];
    }
    renamed
}
