//! What the fuzz targets have in common.

use std::collections::BTreeSet;

use ingrain_core::{Chain, Diagnostic, Folder, Style, embedded, render};

/// A folder called `m` that holds these files.
pub fn folder<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Folder {
    let files = files.into_iter();
    Folder::new(
        "m",
        files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())),
    )
}

/// Resolves a folder, and checks what must hold of any: every script is embedded or something is said;
/// every diagnostic can be rendered, and points into its file; what is embedded comes back out of the
/// binary; what is sealed is accepted as it is.
pub fn check(folder: &Folder) {
    match folder.chains() {
        Ok(chains) => whole(folder, &chains),
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a word");
            mistakes.iter().for_each(|mistake| told(folder, mistake));
        }
    }
    let _ = folder.digest();
}

fn told(folder: &Folder, mistake: &Diagnostic) {
    let text = render(mistake, Style::Plain);
    assert!(text.contains(&mistake.code().to_string()), "{text}");
    assert_eq!(render(mistake, Style::Coloured).is_empty(), text.is_empty());
    let Some((line, column)) = mistake.line_and_column() else {
        return;
    };
    assert!(line > 0 && column > 0, "{text}");
    let path = mistake.path().unwrap_or_default();
    assert!(
        path == folder.path() || folder.files().iter().any(|file| file.path() == path),
        "{text}"
    );
}

fn whole(folder: &Folder, chains: &[Chain<'_>]) {
    let mut embedded = BTreeSet::new();
    for chain in chains {
        for pair in chain.migrations().windows(2) {
            assert!(pair[0].version() < pair[1].version());
        }
        for migration in chain.migrations() {
            embedded.insert(migration.up().path());
            embedded.extend(migration.down_script().map(|down| down.path()));
            assert_eq!(
                ingrain_core::Checksum::of(migration.up().text()),
                migration.up().checksum()
            );
        }
    }
    let is_script = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        file.to_ascii_lowercase().ends_with(".sql") && !file.starts_with('.')
    };
    let files = folder.files().iter();
    for file in files.filter(|file| is_script(file.name())) {
        assert!(
            embedded.contains(file.path()),
            "{} is passed over",
            file.path()
        );
    }
    comes_back(chains);
    if !folder.is_sealed()
        && let Ok(seal) = folder.seal(&Default::default())
    {
        let sealed = folder
            .files()
            .iter()
            .map(|file| file.name())
            .collect::<Vec<_>>();
        assert!(!sealed.contains(&"ingrain.lock"));
        assert!(seal.text().ends_with('\n'));
    }
}

/// What is encoded is decoded again.
pub fn comes_back(chains: &[Chain<'_>]) {
    let encoded = embedded::encode(chains);
    for (chain, index) in chains.iter().zip(&encoded.indexes) {
        let decoded = embedded::decode(chain.dialect(), &encoded.text, index);
        assert_eq!(decoded.as_ref(), Some(chain));
    }
}
