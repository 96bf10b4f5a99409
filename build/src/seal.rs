//! Writing the lock file; with `cargo ingrain seal`, or `INGRAIN_SEAL=1 cargo build` the build script does.

use std::io;
use std::path::Path;

use ingrain_core::{Diagnostic, Folder, Seal, SealRequest, render_after_error};

use crate::{Outcome, say};

/// What cargo leaves beside a package that it downloaded or vendored.
const NOT_OURS: [&str; 2] = [".cargo-ok", ".cargo-checksum.json"];

/// What came of sealing a folder.
#[derive(Debug)]
pub enum Sealing {
    /// This is the new lock file.
    Written(Seal),
    /// The lock file says all of this already; nothing was written.
    Unchanged(Seal),
}

/// Why a folder was not sealed. The lock file is the one before.
#[derive(Debug)]
pub enum SealError {
    /// What is wrong with the folder, by file and line.
    Mistakes(Vec<Diagnostic>),
    /// The lock file cannot be written.
    Unwritable(io::Error),
}

/// Seals `folder`, which was read from `root` and [proven for this request](crate::prove_to_seal).
///
/// # Errors
///
/// Everything that fails the build; or that the lock file cannot be written.
pub fn seal(
    folder: &Folder,
    root: &Path,
    request: SealRequest,
    outcome: &Outcome,
) -> Result<Sealing, SealError> {
    let sealed = match outcome.errors() {
        errors if errors.is_empty() => folder.seal(&request.with_proven(&outcome.proven)),
        errors => Err(errors),
    };
    let seal = sealed.map_err(SealError::Mistakes)?;
    if !seal.is_needed(folder) {
        return Ok(Sealing::Unchanged(seal));
    }
    Folder::write_lock_file(root, seal.text()).map_err(SealError::Unwritable)?;
    Ok(Sealing::Written(seal))
}

/// What a release build of a folder without a lock file is warned of.
pub fn not_sealed(read: &Folder) -> String {
    let path = read.path();
    format!(
        "`{path}` has no lock file, so a released migration can be changed and nobody would notice; seal the \
         folder, `cargo ingrain seal`, or `INGRAIN_SEAL=1 cargo build`, and commit `{path}/ingrain.lock`"
    )
}

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

/// Seals the folder `read` from `root`, says so to cargo, and reads it again.
pub(crate) fn seal_in_build(
    read: Folder,
    root: &Path,
    request: SealRequest,
    outcome: &Outcome,
) -> Result<Folder, Box<Diagnostic>> {
    let path = read.path();
    match seal(&read, root, request, outcome) {
        Ok(Sealing::Unchanged(_)) => Ok(read),
        Ok(Sealing::Written(seal)) => {
            for change in seal.changes() {
                say::warning(&format!("{change}, in `{path}/ingrain.lock`"));
            }
            Folder::read(root, path)
        }
        Err(SealError::Mistakes(mistakes)) => {
            let count = match mistakes.len() {
                1 => "a mistake".to_owned(),
                count => format!("{count} mistakes"),
            };
            let told = "`ingrain::embed!` tells more";
            say::warning(&format!("nothing was sealed, `{path}` has {count}; {told}"));
            Ok(read)
        }
        Err(SealError::Unwritable(error)) => {
            say::error(&format!("`{path}/ingrain.lock` cannot be written: {error}"));
            Ok(read)
        }
    }
}
