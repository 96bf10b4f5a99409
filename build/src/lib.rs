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
//! of what it saw and whether it found a mistake, and `ingrain::embed!` compares that with what it
//! embeds.

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
#[expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its standard output"
)]
pub fn watch(folder: &str) {
    // Of a folder cargo looks at everything inside, the folders themselves included: their time of
    // change tells what was deleted or renamed.
    println!("cargo::rerun-if-changed={folder}");
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let root = manifest.join(folder);
    match Folder::read(&root, folder) {
        Ok(read) => {
            let profile = Profile::from_variable(&std::env::var("PROFILE").unwrap_or_default());
            println!(
                "cargo::rustc-env={}={}",
                Folder::watch_variable(&manifest, &root),
                read.seen(profile)
            );
        }
        // A file that does not exist makes cargo look every time. The folder itself would not do: once
        // it is put in place, its time of change may well be older than this build.
        Err(unreadable) => {
            println!("cargo::rerun-if-changed={folder}/.unreadable-at-the-last-build");
            println!(
                "cargo::warning=ingrain_build::watch: {}",
                unreadable.title()
            );
        }
    }
}
