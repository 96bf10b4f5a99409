//! The checksums of other tools, over the bytes of a file as they were when it was applied.
//!
//! A binary embeds canonical text, without a byte order mark and with LF for CRLF. What those bytes were
//! is tried out: the variants differ in nothing that runs. A file in which some lines end in CRLF and
//! others in LF is not among them.

use std::hash::{Hash, Hasher as _};

use sha2::{Digest as _, Sha384};
use siphasher::sip::SipHasher13;

use crate::chain::Migration;

/// sqlx: SHA-384 of the file, here as hexadecimal digits in lower case.
pub(super) fn is_of_sqlx(recorded: &str, migration: &Migration<'_>) -> bool {
    variants(migration.up.text).any(|text| {
        let digest = Sha384::digest(text.as_bytes());
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        digits == recorded
    })
}

/// refinery: SipHash-1-3 over what `Hash` gives a hasher of the name, the version and the text; the version
/// is an `i32`, or an `i64` with refinery's feature `int8-versions`.
pub(super) fn is_of_refinery(recorded: &str, name: &str, migration: &Migration<'_>) -> bool {
    let number = migration.version.number();
    variants(migration.up.text).any(|text| {
        let narrow = i32::try_from(number).map(|version| siphash(name, version, &text));
        let wide = i64::try_from(number).map(|version| siphash(name, version, &text));
        [narrow, wide]
            .into_iter()
            .flatten()
            .any(|checksum| checksum.to_string() == recorded)
    })
}

/// By the crate that refinery-core has it from: that itself is built for one width or the other, never for both,
/// and is 51 crates.
fn siphash(name: &str, version: impl Hash, text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    (name, version, text).hash(&mut hasher);
    hasher.finish()
}

/// What a file may have held of which `text` is the canonical text.
fn variants(text: &str) -> impl Iterator<Item = String> {
    [
        ("", "\n"),
        ("", "\r\n"),
        ("\u{feff}", "\n"),
        ("\u{feff}", "\r\n"),
    ]
    .into_iter()
    .map(move |(mark, end)| format!("{mark}{}", text.replace('\n', end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Folder;

    const TEXT: &str = "CREATE TABLE notes (\n  id INTEGER PRIMARY KEY\n);\n";

    fn check(name: &str, text: &str, is_same: impl Fn(&Migration<'_>) -> bool) -> bool {
        let config = b"dialects = ['sqlite']\nadopted = { from = 'refinery', up-to = 7 }".to_vec();
        let files = [
            (name.to_owned(), text.as_bytes().to_vec()),
            ("ingrain.toml".to_owned(), config),
        ];
        let folder = Folder::new("m", files);
        is_same(&folder.chains().unwrap()[0].migrations()[0])
    }

    /// The numbers are refinery's own: `Migration::unapplied("V7__create_notes", text).checksum()`.
    #[test]
    fn refinery_of_either_width_and_any_line_ends() {
        for recorded in RECORDED {
            let same = |text: &str| {
                check("V7__create_notes.sql", text, |migration| {
                    is_of_refinery(recorded, "create_notes", migration)
                })
            };
            assert!(same(TEXT), "{recorded}");
            assert!(same(&TEXT.replace('\n', "\r\n")), "{recorded}");
            assert!(!same(&TEXT.replace("notes", "tags")), "{recorded}");
        }
    }

    /// The digits are those of `sha384sum`.
    #[test]
    fn sqlx_with_any_line_ends() {
        for recorded in DIGESTS {
            let same = |text: &str| {
                check("V7__create_notes.sql", text, |migration| {
                    is_of_sqlx(recorded, migration)
                })
            };
            assert!(same(TEXT), "{recorded}");
            assert!(same(&format!("\u{feff}{TEXT}")), "{recorded}");
            assert!(!same(&TEXT.replace("notes", "tags")), "{recorded}");
        }
    }

    const RECORDED: [&str; 8] = [
        "14349301435140820756",
        "5260564926210144717",
        "13012014545914453167",
        "15759608054592594159",
        // With `int8-versions`.
        "8128100235490273136",
        "11612771887960780413",
        "11078210416419256212",
        "7523905884328127428",
    ];
    const DIGESTS: [&str; 4] = [
        "3efc32cff7c7cf0a8018ffb48e68489e0f677a3f9b03b421d472c6bac94fef39aaac94108dbaaa133e728268c40cf29e",
        "f4ef94ea5f808abdd1bd4c71125b630a96568834b0f06641ca449784f8ef3f620ff3210ec37cdc97dfc507b547274cb9",
        "ab4426c7c4eaa87f65c88eb440602e235588009170f7ef088773b5abbbe17e9078a9e298e251ba8582a52beb36c18c37",
        "0934569008afa83b2771c37de21eef22ccde88f654feb922c5de2deec713935e3113a00807464ea19e6246aa4100b9c8",
    ];
}
