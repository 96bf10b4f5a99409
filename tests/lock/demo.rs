//! The demo chain is sealed, and no byte of its past can be changed.

use std::path::Path;

use ingrain_core::{Code, Diagnostic, Folder, Profile, SealRequest, Watched};

fn files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let folder = Folder::read(&root, "migrations").expect("the demo chain");
    let read = |file: &ingrain_core::File| {
        let bytes = std::fs::read(root.join(file.name())).expect("a file");
        (file.name().to_owned(), bytes)
    };
    folder.files().iter().map(read).collect()
}

/// What is wrong with a folder of these files.
fn mistakes(files: &[(String, Vec<u8>)]) -> Vec<Diagnostic> {
    let folder = Folder::new("migrations", files.to_vec());
    let release = folder.chains_for(Watched::Same(Profile::Release));
    release.err().unwrap_or_default()
}

#[test]
fn all_of_it_is_sealed_as_it_is() {
    let folder = Folder::new("migrations", files());
    let seal = folder.seal(&SealRequest::default()).expect("no mistake");
    assert!(!seal.is_needed(&folder), "{seal:?}");
    assert_eq!(mistakes(&files()), []);
}

/// The first byte, the last and one between, of each file. They are put into comments and white space as
/// well, so that a script stays what it was to a database.
#[test]
fn a_changed_byte_is_told() {
    let files = files();
    for (at, (name, bytes)) in files.iter().enumerate() {
        let is_sealed = name.ends_with(".up.sql") || name == "ingrain.lock";
        for offset in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = files.clone();
            changed[at].1[offset] ^= 1;
            let found = mistakes(&changed);
            let path = format!("migrations/{name}");
            let told = found.iter().any(|one| one.path() == Some(&path));
            assert!(told || !is_sealed, "byte {offset} of {name}: {found:?}");
        }
        let mut more = files.clone();
        more[at].1.extend_from_slice(b"\n");
        let codes: Vec<Code> = mistakes(&more).iter().map(Diagnostic::code).collect();
        let expected: &[Code] = match name.as_str() {
            "ingrain.lock" => &[Code::LockFile],
            _ if is_sealed => &[Code::SealedEdited],
            _ => &[],
        };
        assert_eq!(codes, expected, "{name}");
    }
}
