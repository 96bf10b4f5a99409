//! `INGRAIN_SEAL=1 cargo build`: the build script writes the lock file.

use std::path::Path;

use ingrain_core::{Diagnostic, Folder, SealRequest, render_after_error};

use crate::{Outcome, say};

/// What cargo leaves beside a package that it downloaded or vendored.
const NOT_OURS: [&str; 2] = [".cargo-ok", ".cargo-checksum.json"];

/// What the environment asks to be sealed in this package, if anything.
pub(crate) fn requested(package: &Path) -> Option<SealRequest> {
    say::cargo("rerun-if-env-changed", SealRequest::VARIABLE);
    // The variable reaches the build scripts of all dependencies. Their migrations are for others to seal.
    let is_ours = |folder: &Path| !NOT_OURS.iter().any(|file| folder.join(file).exists());
    if !package.ancestors().all(is_ours) {
        return None;
    }
    let value = std::env::var_os(SealRequest::VARIABLE).unwrap_or_default();
    SealRequest::from_variable(&value.to_string_lossy()).unwrap_or_else(|misspelt| {
        say::error(&render_after_error(&misspelt));
        None
    })
}

/// Seals the folder `read` from `root`, which was proven for it, and reads it again.
pub(crate) fn seal(
    read: Folder,
    root: &Path,
    request: SealRequest,
    outcome: &Outcome,
) -> Result<Folder, Box<Diagnostic>> {
    match write(&read, root, request, outcome) {
        Written::Yes => Folder::read(root, read.path()),
        Written::No => Ok(read),
    }
}

/// Whether there is another lock file now.
enum Written {
    Yes,
    No,
}

fn write(read: &Folder, root: &Path, request: SealRequest, outcome: &Outcome) -> Written {
    let path = read.path();
    let sealed = match outcome.errors() {
        errors if errors.is_empty() => read.seal(&request.with_proven(&outcome.proven)),
        errors => Err(errors),
    };
    let seal = match sealed {
        Ok(seal) => seal,
        Err(mistakes) => {
            let count = match mistakes.len() {
                1 => "a mistake".to_owned(),
                count => format!("{count} mistakes"),
            };
            let told = "`ingrain::embed!` tells more";
            say::warning(&format!("nothing was sealed, `{path}` has {count}; {told}"));
            return Written::No;
        }
    };
    if !seal.is_needed(read) {
        return Written::No;
    }
    if let Err(error) = Folder::write_lock_file(root, seal.text()) {
        say::error(&format!("`{path}/ingrain.lock` cannot be written: {error}"));
        return Written::No;
    }
    for change in seal.changes() {
        say::warning(&format!("{change}, in `{path}/ingrain.lock`"));
    }
    Written::Yes
}

/// What a release build is warned of.
pub(crate) fn not_sealed(read: &Folder) -> String {
    let path = read.path();
    format!(
        "`{path}` has no lock file, so a released migration can be changed and nobody would notice; seal the \
         folder, `INGRAIN_SEAL=1 cargo build`, and commit `{path}/ingrain.lock`"
    )
}
