//! For `build.rs`: makes cargo notice every change in a folder of Ingrain's migrations.
//!
//! ```toml
//! [build-dependencies]          # cargo add --build ingrain-build
//! ingrain-build = "0.1"
//! ```
//! ```no_run
//! ingrain_build::watch("migrations");        // in the main function of build.rs
//! ```
//!
//! Stable Rust gives a macro no way to watch a folder: a file *added* to it would not make cargo
//! compile again, and the application would be built without it. A build script can. It also leaves word
//! of what it saw, for which profile, and whether it found a mistake, and `ingrain::embed!` compares that
//! with what it embeds. Where the environment asks for it, it [seals](watch#sealing) the folder.

mod say;
mod seal;

use std::path::PathBuf;

use ingrain_core::{Folder, Profile};

/// Makes cargo notice files added to, edited in, renamed in or deleted from `folder`, which is named
/// relative to the package's Cargo.toml as in `ingrain::embed!`.
///
/// Cargo goes by times of change: where a whole folder is swapped for one whose files are all older than
/// the last build, only `touch build.rs` makes it look.
///
/// Call it once for each folder that the package embeds. What is wrong with a folder is said by
/// `ingrain::embed!`, at the place in the code that embeds it.
///
/// # Sealing
///
/// With `INGRAIN_SEAL=1` in the environment it also writes the folder's lock file, `ingrain.lock`, and
/// warns of what it sealed; `INGRAIN_SEAL=reseal:7` or `reseal:7,8` seals these migrations as they are,
/// though they changed after they were sealed. Nothing is written while the folder has a mistake.
/// A release build is warned that there is no lock file; once there is one, `ingrain::embed!` refuses to
/// release what is not in it.
pub fn watch(folder: &str) {
    // Of a folder cargo looks at everything inside, the folders themselves included: their time of
    // change tells what was deleted or renamed.
    say::cargo("rerun-if-changed", folder);
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let root = package.join(folder);
    let read = Folder::read(&root, folder);
    match read.and_then(|read| seal::on_request(read, &package, &root)) {
        Ok(read) => {
            let profile = Profile::from_variable(&std::env::var("PROFILE").unwrap_or_default());
            if profile == Profile::Release && !read.is_sealed() {
                say::warning(&seal::not_sealed(&read));
            }
            let variable = Folder::watch_variable(&package, &root);
            say::cargo("rustc-env", &format!("{variable}={}", read.seen(profile)));
        }
        // A file that does not exist makes cargo look every time. The folder itself would not do: once
        // it is put in place, its time of change may well be older than this build.
        Err(unreadable) => {
            let nowhere = format!("{folder}/.unreadable-at-the-last-build");
            say::cargo("rerun-if-changed", &nowhere);
            say::warning(unreadable.title());
        }
    }
}
