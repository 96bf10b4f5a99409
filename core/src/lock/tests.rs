//! What is written, what is read, and what a folder may not do to what is sealed.

mod compare;
mod parse;
mod properties;
mod seal;

use crate::{Diagnostic, Folder, SealRequest, Style, Version, render};

type File<'a> = (&'a str, &'a str);

const BOTH: File<'_> = ("ingrain.toml", "dialects = ['sqlite', 'postgres']");

/// Three migrations: a shared one, one for each dialect, and one that nothing undoes.
const CHAIN: [File<'_>; 8] = [
    BOTH,
    ("1_notes.up.sql", "CREATE TABLE notes (id integer);"),
    ("1_notes.down.sql", "DROP TABLE notes;"),
    ("2_search.sqlite.up.sql", "SELECT 'sqlite';"),
    ("2_search.postgres.up.sql", "SELECT 'postgres';"),
    ("2_search.postgres.down.sql", "SELECT 'postgres, down';"),
    ("2_search.sqlite.down.sql", "SELECT 'sqlite, down';"),
    ("3_merge.up.sql", IRREVERSIBLE),
];

const IRREVERSIBLE: &str = "-- ingrain: irreversible \"merges\"\nSELECT 3;";

fn folder(files: &[File<'_>]) -> Folder {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), bytes(text)));
    Folder::new("m", files)
}

/// The text of the lock file that seals these files.
fn sealed(files: &[File<'_>]) -> String {
    let seal = folder(files).seal(&SealRequest::default());
    let seal = seal.unwrap_or_else(|mistakes| panic!("{}", rendered(&mistakes)));
    seal.text().to_owned()
}

/// These files with this lock file.
fn locked(files: &[File<'_>], lock: &str) -> Folder {
    folder(&[files, &[("ingrain.lock", lock)]].concat())
}

/// `files` without those that begin with `prefix`.
fn without<'a>(files: &[File<'a>], prefix: &str) -> Vec<File<'a>> {
    let mut files = files.to_vec();
    files.retain(|(name, _)| !name.starts_with(prefix));
    files
}

/// `files`, where what begins with `from` begins with `to`.
fn renamed(files: &[File<'_>], from: &str, to: &str) -> Vec<(String, String)> {
    let name = |name: &str| match name.strip_prefix(from) {
        Some(rest) => format!("{to}{rest}"),
        None => name.to_owned(),
    };
    let files = files.iter();
    files
        .map(|(file, text)| (name(file), (*text).to_owned()))
        .collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<File<'_>> {
    let files = files.iter();
    files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

fn reseal(versions: &[u64]) -> SealRequest {
    let versions: Vec<String> = versions.iter().map(u64::to_string).collect();
    let value = format!("reseal:{}", versions.join(","));
    let request = SealRequest::from_variable(&value).expect("well-formed");
    request.expect("a request")
}

fn rendered(mistakes: &[Diagnostic]) -> String {
    let texts = mistakes.iter().map(|one| render(one, Style::Plain));
    texts.collect::<Vec<_>>().join("\n\n")
}

/// Each mistake's code, file and title.
fn summaries(folder: &Folder) -> Vec<String> {
    let found = folder.chains().err().unwrap_or_default();
    let summary = |one: &Diagnostic| {
        let path = one.path().unwrap_or_default();
        let place = match one.line_and_column() {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path.to_owned(),
        };
        format!("{} {place}: {}", one.code().number(), one.title())
    };
    found.iter().map(summary).collect()
}

#[test]
fn a_line_holds_what_is_known_of_a_migration_and_shared_scripts_once() {
    let text = sealed(&CHAIN);
    let of = |text| crate::Checksum::of(text);
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("ingrain-lock 1 dialects=sqlite,postgres digest=sha256:"),
        "{text}"
    );
    let expected = [
        format!(
            "version=1 name=1_notes up={} down={} class=additive",
            of(CHAIN[1].1),
            of(CHAIN[2].1)
        ),
        format!(
            "version=2 name=2_search up.sqlite={} up.postgres={} down.sqlite={} down.postgres={} class=breaking",
            of(CHAIN[3].1),
            of(CHAIN[4].1),
            of(CHAIN[6].1),
            of(CHAIN[5].1)
        ),
        format!(
            "version=3 name=3_merge up={} down=irreversible class=breaking",
            of(IRREVERSIBLE)
        ),
    ];
    assert_eq!(lines[1..], expected);
    assert!(text.ends_with('\n') && !text.contains('\r'));
}

#[test]
fn a_sealed_folder_has_no_mistake_however_it_is_checked_out() {
    let text = sealed(&CHAIN);
    for lock in [
        text.clone(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
    ] {
        let folder = locked(&CHAIN, &lock);
        assert_eq!(summaries(&folder), [""; 0]);
        let again = folder.seal(&SealRequest::default()).expect("no mistake");
        assert_eq!(again.text(), text);
        assert_eq!(again.changes().count(), 0);
        assert!(!again.is_needed(&folder));
    }
}

/// Names may hold almost anything; words are told apart by spaces all the same.
#[test]
fn a_name_with_spaces_comes_back() {
    let files = [
        ("1_a 100% b=c.up.sql", "SELECT 1;"),
        ("1_a 100% b=c.down.sql", "SELECT 1;"),
    ];
    let text = sealed(&files);
    assert!(text.contains(" name=1_a%20100%25%20b=c up="), "{text}");
    assert_eq!(summaries(&locked(&files, &text)), [""; 0]);
    assert_eq!(
        summaries(&locked(&[("2_x.up.sql", IRREVERSIBLE)], &text))[0],
        "24 m/ingrain.lock:2:1: migration 1 is sealed, and `1_a 100% b=c` is not in the folder"
    );
}

fn version(number: u64) -> Version {
    Version::new(number).expect("small enough")
}
