//! Lock files: one that is accepted is what Ingrain itself would write.
//!
//! After a first byte that is even, anything; after an odd one, edits of a lock file that is whole: where in
//! two bytes, how much goes and how much comes in a byte each, then what comes.
#![no_main]

use std::sync::LazyLock;

use ingrain_core::Folder;
use ingrain_fuzz::{check, folder};
use libfuzzer_sys::fuzz_target;

const FILES: [(&str, &[u8]); 5] = [
    ("ingrain.toml", b"dialects = ['sqlite', 'postgres']"),
    ("1_a.up.sql", b"CREATE TABLE a (id integer);"),
    ("1_a.down.sql", b"DROP TABLE a;"),
    ("2_b.up.sql", b"CREATE TABLE b (id integer);"),
    ("2_b.down.sql", b"DROP TABLE b;"),
];

static WHOLE: LazyLock<String> = LazyLock::new(|| sealed(&folder(FILES)));

fuzz_target!(|data: &[u8]| {
    let lock = match data.split_first() {
        Some((first, edits)) if first % 2 == 1 => edited(WHOLE.clone().into_bytes(), edits),
        Some((_, anything)) => anything.to_vec(),
        None => return,
    };
    let locked = with(&lock);
    check(&locked);
    if locked.chains().is_ok() {
        let read = String::from_utf8_lossy(&lock).replace("\r\n", "\n");
        let read = read.trim_start_matches('\u{feff}');
        // What is whole says the same when it is written again, once all is sealed.
        let again = sealed(&locked);
        assert!(read.lines().skip(1).all(|line| again.contains(line)) || again == read);
        assert!(
            with(again.as_bytes()).chains().is_ok(),
            "what it wrote it does not accept"
        );
        assert_eq!(sealed(&with(again.as_bytes())), again);
    }
});

fn sealed(folder: &Folder) -> String {
    let seal = folder.seal(&Default::default());
    seal.expect("what is accepted can be sealed")
        .text()
        .to_owned()
}

fn with(lock: &[u8]) -> Folder {
    folder(FILES.into_iter().chain([("ingrain.lock", lock)]))
}

fn edited(mut text: Vec<u8>, mut edits: &[u8]) -> Vec<u8> {
    while let Some(([low, high, less, more], rest)) = edits.split_first_chunk::<4>() {
        let at = usize::from(u16::from_le_bytes([*low, *high])) % (text.len() + 1);
        let end = (at + usize::from(*less)).min(text.len());
        let (new, rest) = rest.split_at(usize::from(*more).min(rest.len()));
        text.splice(at..end, new.iter().copied());
        edits = rest;
    }
    text
}
