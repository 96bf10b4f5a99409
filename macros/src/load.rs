//! The folder, read and checked; and what an expansion needs of it.

use ingrain_core::embedded::{self, Encoded};
use ingrain_core::{ChainDigest, Code, Diagnostic, Dialect, Folder};

use crate::input::{Input, Watch};

/// A folder in which no mistake was found.
pub(crate) struct Loaded {
    /// The absolute path of every file, for the compiler to track.
    pub(crate) files: Vec<String>,
    pub(crate) chains: Vec<LoadedChain>,
    pub(crate) encoded: Encoded,
}

/// What the start-up check needs without decoding the chain.
pub(crate) struct LoadedChain {
    pub(crate) dialect: Dialect,
    pub(crate) digest: ChainDigest,
    pub(crate) head: u64,
}

/// Reads and checks the folder.
pub(crate) fn load(input: &Input) -> Result<Loaded, Vec<Diagnostic>> {
    let folder = Folder::read(&input.folder.root, &input.folder.path)
        .map_err(|unreadable| vec![*unreadable])?;
    let watch = match input.watch {
        Watch::Needed => watched(&folder, input).err(),
        Watch::Waived => None,
    };
    let chains = match (folder.chains(), watch) {
        (Ok(chains), None) => chains,
        (chains, watch) => {
            return Err(watch
                .into_iter()
                .chain(chains.err().into_iter().flatten())
                .collect());
        }
    };
    let file =
        |file: &ingrain_core::File| Some(input.folder.root.join(file.name()).to_str()?.to_owned());
    let Some(files) = folder.files().iter().map(file).collect() else {
        let title =
            "the path of this package is not UTF-8 text, which the compiler needs to track files";
        return Err(vec![
            Diagnostic::new(Code::FolderUnreadable, title)
                .help("move the package to another folder"),
        ]);
    };
    Ok(Loaded {
        files,
        encoded: embedded::encode(&chains),
        chains: chains
            .iter()
            .map(|chain| LoadedChain {
                dialect: chain.dialect(),
                digest: chain.digest(),
                head: chain.head().map_or(0, |head| head.number()),
            })
            .collect(),
    })
}

/// The build script saw the folder as it is now.
fn watched(folder: &Folder, input: &Input) -> Result<(), Diagnostic> {
    let path = &input.folder.path;
    // Cargo gives the compiler, and so this macro, what the package's build script told it.
    match std::env::var(Folder::watch_variable(&input.folder.root)) {
        Ok(seen) if seen == folder.digest().to_string() => Ok(()),
        Ok(_) => Err(Diagnostic::new(Code::StaleWatch, format!("`{path}` changed after the build script looked at it"))
            .help("build again")
            .help(format!("if that does not help, build.rs is to watch the folder itself: `ingrain_build::watch(\"{path}\")`"))),
        Err(_) => Err(Diagnostic::new(Code::NotWatched, format!("no build script watches `{path}`, so cargo would not notice new files in it"))
            .help(format!(
                "create `build.rs` beside this package's Cargo.toml, or add to it:\n\nfn main() {{\n    ingrain_build::watch(\"{path}\");\n}}\n "
            ))
            .help("run `cargo add --build ingrain-build`, or add to Cargo.toml:\n\n[build-dependencies]\ningrain-build = \"0.1\"\n ")
            .help(format!("where there can be no build script, say so: `embed!(\"{path}\", unwatched)`"))),
    }
}
