//! The folder, read and checked; and what an expansion needs of it.

use ingrain_core::embedded::{self, Encoded};
use ingrain_core::{Chain, ChainDigest, Code, Diagnostic, Dialect, Folder, Profile, Watched};

use crate::input::{self, Input, Watch};

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

/// Reads the folder.
pub(crate) fn read(folder: &input::Folder) -> Result<Folder, Box<Diagnostic>> {
    Folder::read(&folder.root, &folder.path)
}

/// Reads and checks the folder.
pub(crate) fn load(input: &Input) -> Result<Loaded, Vec<Diagnostic>> {
    let folder = read(&input.folder).map_err(|unreadable| vec![*unreadable])?;
    let (watched, unwatched) = match watched(&folder, input) {
        Ok(watched) => (watched, None),
        Err(unwatched) => (Watched::Other, Some(unwatched)),
    };
    let chains = match (folder.chains_for(watched), unwatched) {
        (Ok(chains), None) => chains,
        (chains, unwatched) => {
            let mistakes = chains.err().into_iter().flatten();
            return Err(unwatched.into_iter().chain(mistakes).collect());
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
        chains: described(&chains),
    })
}

fn described(chains: &[Chain<'_>]) -> Vec<LoadedChain> {
    let mut described: Vec<LoadedChain> = Vec::new();
    for chain in chains {
        // Where dialects share all scripts, hashing them once will do.
        let same = chains
            .iter()
            .zip(&described)
            .find(|(other, _)| other.migrations() == chain.migrations());
        let digest = same.map_or_else(|| chain.digest(), |(_, described)| described.digest);
        let head = chain.head().map_or(0, |head| head.number());
        described.push(LoadedChain {
            dialect: chain.dialect(),
            digest,
            head,
        });
    }
    described
}

/// What the build script, if one is needed, says of the folder as it is now.
fn watched(folder: &Folder, input: &Input) -> Result<Watched, Diagnostic> {
    if input.watch == Watch::Waived {
        // Nobody says for which profile this is, so that what is not sealed has to be let through.
        return Ok(Watched::Same(Profile::Dev));
    }
    let path = &input.folder.path;
    // Cargo gives the compiler, and so this macro, what the package's build script told it.
    match std::env::var(Folder::watch_variable(
        &input.folder.package,
        &input.folder.root,
    )) {
        Ok(seen) => match folder.watched(&seen) {
            Watched::Other => Err(stale(path)),
            watched => Ok(watched),
        },
        Err(_) => Err(not_watched(&input.folder)),
    }
}

fn not_watched(folder: &input::Folder) -> Diagnostic {
    let path = &folder.path;
    let title =
        format!("no build script watches `{path}`, so cargo would not notice new files in it");
    let diagnostic = Diagnostic::new(Code::NotWatched, title);
    let prefix = Folder::watch_variables(&folder.package);
    let watches_others =
        std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with(&prefix));
    let diagnostic = match watches_others {
        true => diagnostic
            .note("this package's build script watches other folders")
            .help(format!("spell the path there as it is here: `ingrain_build::watch(\"{path}\")`")),
        false => diagnostic
            .help(build_script(path))
            .help("run `cargo add --build ingrain-build`, or add to Cargo.toml:\n\n[build-dependencies]\ningrain-build = \"0.1\"\n "),
    };
    diagnostic.help(format!(
        "where there can be no build script, say so: `embed!(\"{path}\", unwatched)`"
    ))
}

fn stale(path: &str) -> Diagnostic {
    let title = format!("`{path}` changed after the build script looked at it");
    Diagnostic::new(Code::StaleWatch, title)
        .help("build again")
        .help(format!(
            "if that does not help, build.rs does not watch this folder: {}",
            build_script(path)
        ))
}

/// The lines to paste.
fn build_script(path: &str) -> String {
    format!(
        "create `build.rs` beside this package's Cargo.toml, or add to it:\n\nfn main() {{\n    ingrain_build::watch(\"{path}\");\n}}\n "
    )
}
