//! The folder, read and checked; and what an expansion needs of it.

use std::path::PathBuf;

use ingrain_core::embedded::{self, Encoded};
use ingrain_core::{
    Chain, ChainDigest, Code, Diagnostic, Dialect, Folder, Profile, Watched, render_after_error,
};

use proc_macro2::Span;

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

/// A mistake, as it is to be said.
pub(crate) struct Mistake {
    pub(crate) text: String,
    /// Where in the macro it is, unless it is in the folder.
    pub(crate) span: Option<Span>,
}

/// Reads the folder.
pub(crate) fn read(folder: &input::Folder) -> Result<Folder, Box<Diagnostic>> {
    Folder::read(&folder.root, &folder.path)
}

/// Reads and checks the folder, and the functions for what is Rust in it.
///
/// # Errors
///
/// Every mistake; of the functions only once the folder has none.
pub(crate) fn load(input: &Input) -> Result<Loaded, Vec<Mistake>> {
    let folder = read(&input.folder).map_err(|unreadable| said([*unreadable]))?;
    let (watched, unwatched) = match watched(&folder, input) {
        Ok(watched) => (watched, None),
        Err(unwatched) => (Watched::Other, Some(unwatched)),
    };
    let refuted = match watched {
        Watched::Refuted(_) => refutation(&input.folder),
        _ => Vec::new(),
    };
    let chains = match folder.chains_for(watched) {
        Ok(chains) if unwatched.is_none() && refuted.is_empty() => chains,
        chains => {
            let found = chains.err().into_iter().flatten();
            let mut found = said(unwatched.into_iter().chain(found));
            // Of what is found here the build script has seen most.
            found.retain(|mistake| refuted.iter().all(|known| known.text != mistake.text));
            return Err(refuted.into_iter().chain(found).collect());
        }
    };
    let unmatched = unmatched(&chains, input);
    if !unmatched.is_empty() {
        return Err(unmatched);
    }
    let file =
        |file: &ingrain_core::File| Some(input.folder.root.join(file.name()).to_str()?.to_owned());
    let Some(files) = folder.files().iter().map(file).collect() else {
        let title =
            "the path of this package is not UTF-8 text, which the compiler needs to track files";
        let mistake = Diagnostic::new(Code::FolderUnreadable, title);
        return Err(said([mistake.help("move the package to another folder")]));
    };
    Ok(Loaded {
        files,
        encoded: embedded::encode(&chains),
        chains: described(&chains),
    })
}

/// Functions without a script, and scripts without a function.
fn unmatched(chains: &[Chain<'_>], input: &Input) -> Vec<Mistake> {
    let functions = input.functions.iter();
    let registered: Vec<_> = functions.map(|one| one.registered.clone()).collect();
    let unmatched = ingrain_core::unmatched(&input.folder.path, chains, &registered).into_iter();
    let place = |at: usize| input.functions.get(at).map(|function| function.span);
    let mistake = unmatched.map(|unmatched| Mistake {
        text: render_after_error(&unmatched.diagnostic),
        span: unmatched.function.and_then(place),
    });
    mistake.collect()
}

fn said(mistakes: impl IntoIterator<Item = Diagnostic>) -> Vec<Mistake> {
    mistakes
        .into_iter()
        .map(|mistake| Mistake {
            text: render_after_error(&mistake),
            span: None,
        })
        .collect()
}

/// What the build script's proof has against the folder, as it left it.
fn refutation(folder: &input::Folder) -> Vec<Mistake> {
    let variable = Folder::watch_variable(&folder.package, &folder.root);
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    match std::fs::read_to_string(out.join(Folder::refutation_file(&variable))) {
        Ok(texts) => texts
            .split(Folder::REFUTATIONS_END)
            .map(|text| Mistake {
                text: text.to_owned(),
                span: None,
            })
            .collect(),
        Err(_) => {
            let title = format!(
                "what the build script found in `{}` is not there any more",
                folder.path
            );
            let mistake = Diagnostic::new(Code::StaleWatch, title);
            said([mistake.help("let it look again: `touch build.rs`, then build")])
        }
    }
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
