//! Changes of what is sealed, and mistakes in the lock file.

use ingrain_core::{Folder, Profile, SealRequest, Watched};

use super::message::Message;

type File<'a> = (&'a str, &'a str);

const CONFIG: File<'_> = ("ingrain.toml", "dialects = [\"sqlite\", \"postgres\"]");
const NOTES: [File<'_>; 2] = [
    ("0001_notes.up.sql", "SELECT 1;"),
    ("0001_notes.down.sql", "SELECT 1;"),
];
const TAGS: [File<'_>; 2] = [
    ("0002_tags.up.sql", "SELECT 2;"),
    ("0002_tags.down.sql", "SELECT 2;"),
];
const SEARCH: [File<'_>; 3] = [
    ("0003_search.sqlite.up.sql", "SELECT 'sqlite';"),
    ("0003_search.postgres.up.sql", "SELECT 'postgres';"),
    ("0003_search.down.sql", "SELECT 3;"),
];

fn folder(parts: &[&[File<'_>]], lock: Option<&str>) -> Folder {
    let lock = lock.map(|text| ("ingrain.lock", text));
    let files = [CONFIG].into_iter().chain(parts.concat()).chain(lock);
    let owned = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    Folder::new("migrations", owned)
}

fn sealed(parts: &[&[File<'_>]]) -> String {
    let seal = folder(parts, None).seal(&SealRequest::default());
    seal.expect("a valid folder").text().to_owned()
}

/// What a folder of these files says to the lock file of all three migrations.
fn changed(heading: &str, parts: &[&[File<'_>]]) -> Message {
    let lock = sealed(&[&NOTES, &TAGS, &SEARCH]);
    told(heading, &folder(parts, Some(&lock)), Profile::Dev)
}

fn told(heading: &str, folder: &Folder, profile: Profile) -> Message {
    let found = folder.chains_for(Watched::Same(profile)).err();
    Message::of(heading, &found.unwrap_or_default())
}

/// What is said of this lock file.
fn lock(heading: &str, text: &str) -> Message {
    told(heading, &folder(&[&NOTES], Some(text)), Profile::Dev)
}

fn changes() -> Vec<Message> {
    let edited = [("0001_notes.up.sql", "SELECT 'other';"), NOTES[1]];
    let postgres = [
        SEARCH[0],
        ("0003_search.postgres.up.sql", "SELECT 'other';"),
        SEARCH[2],
    ];
    let renumbered = [
        ("0004_tags.up.sql", TAGS[0].1),
        ("0004_tags.down.sql", TAGS[1].1),
    ];
    let base = [
        ("0000_base.up.sql", "SELECT 0;"),
        ("0000_base.down.sql", "SELECT 0;"),
    ];
    vec![
        changed(
            "a sealed up script that changed",
            &[&edited, &TAGS, &SEARCH],
        ),
        changed(
            "a sealed up script that changed, for one dialect",
            &[&NOTES, &TAGS, &postgres],
        ),
        changed("a sealed migration that is gone", &[&NOTES, &SEARCH]),
        changed(
            "a sealed migration under another version",
            &[&NOTES, &renumbered, &SEARCH],
        ),
        changed(
            "a migration below a sealed one",
            &[&base, &NOTES, &TAGS, &SEARCH],
        ),
    ]
}

fn releases() -> Vec<Message> {
    let lock = sealed(&[&NOTES]);
    let release = |heading, parts: &[&[File<'_>]]| {
        told(heading, &folder(parts, Some(&lock)), Profile::Release)
    };
    let sqlite = Folder::new(
        "migrations",
        [("ingrain.toml", "dialects = [\"sqlite\"]")]
            .into_iter()
            .chain(NOTES)
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())),
    );
    let sqlite = sqlite
        .seal(&SealRequest::default())
        .expect("a valid folder");
    let more = folder(&[&NOTES], Some(sqlite.text()));
    vec![
        release(
            "a release with one migration that is not sealed",
            &[&NOTES, &TAGS],
        ),
        release("a release with several", &[&NOTES, &TAGS, &SEARCH]),
        told(
            "a release with a dialect that is not sealed",
            &more,
            Profile::Release,
        ),
    ]
}

fn files() -> Vec<Message> {
    let text = sealed(&[&NOTES]);
    let (head, line) = text.split_once('\n').expect("two lines");
    let misspelt = SealRequest::from_variable("yes").expect_err("no request");
    vec![
        lock("an empty lock file", ""),
        lock("a lock file that is something else", "{}\n"),
        lock("a lock file that breaks off", text.trim_end()),
        lock("a lock file without one of its lines", &format!("{head}\n")),
        lock(
            "a lock file edited by hand",
            &text.replace("0001_notes", "0001_note"),
        ),
        lock(
            "a lock file with a line that means nothing",
            &text.replace("version=1", "version=one"),
        ),
        lock("a lock file with a line twice", &format!("{text}{line}")),
        lock(
            "a lock file in conflict",
            &format!("<<<<<<< HEAD\n{text}=======\n"),
        ),
        lock(
            "a lock file of a later format",
            &text.replace("lock 1", "lock 2"),
        ),
        lock(
            "a lock file with a later word",
            &text.replace("version=1", "version=1 signed=yes"),
        ),
        Message::of("INGRAIN_SEAL=yes", [&*misspelt]),
    ]
}

pub(super) fn messages() -> Vec<Message> {
    [changes(), releases(), files()].concat()
}
