//! For `build.rs`: makes cargo notice every change in a folder of Ingrain's migrations.
//!
//! ```no_run
//! ingrain_build::watch("migrations");
//! ```
//!
//! Stable Rust gives a macro no way to watch a folder: a file *added* to it would not make cargo
//! compile again, and the application would be built without it. A build script can. It also leaves a
//! digest of what it saw, and `ingrain::embed!` compares it with what it embeds.

use std::path::PathBuf;

use ingrain_core::Folder;

/// Makes cargo notice files added to, edited in, renamed in or deleted from `folder`, which is named
/// relative to the package's Cargo.toml as in `ingrain::embed!`.
///
/// Call it once for each folder that the package embeds. What is wrong with a folder is said by
/// `ingrain::embed!`, at the place in the code that embeds it.
#[expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on its standard output"
)]
pub fn watch(folder: &str) {
    // Of a folder cargo looks at everything inside, the folders themselves included: their time of
    // change tells what was deleted or renamed. One that does not exist makes it look every time.
    println!("cargo::rerun-if-changed={folder}");
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let root = manifest.join(folder);
    if let Ok(read) = Folder::read(&root, folder) {
        println!(
            "cargo::rustc-env={}={}",
            Folder::watch_variable(&root),
            read.digest()
        );
    }
}
