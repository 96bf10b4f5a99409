//! What the macros are given.

use std::path::PathBuf;

use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Result, Token};

/// `"migrations"` or `"migrations", unwatched`.
pub(crate) struct Input {
    pub(crate) folder: Folder,
    pub(crate) watch: Watch,
}

/// A folder, named relative to the manifest of the package that is being compiled.
pub(crate) struct Folder {
    pub(crate) literal: LitStr,
    /// As it was written.
    pub(crate) path: String,
    /// Where it is.
    pub(crate) root: PathBuf,
}

/// Whether a build script has to have seen the folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watch {
    Needed,
    Waived,
}

impl Parse for Folder {
    fn parse(input: ParseStream<'_>) -> Result<Folder> {
        let literal: LitStr = input.parse()?;
        let path = literal.value();
        if path.is_empty() {
            return Err(syn::Error::new(
                literal.span(),
                "the folder's path is empty",
            ));
        }
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .unwrap_or_default();
        Ok(Folder {
            root: manifest.join(&path),
            path,
            literal,
        })
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Input> {
        let folder = input.parse()?;
        let mut watch = Watch::Needed;
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let word: Ident = input.parse()?;
            if word != "unwatched" {
                return Err(syn::Error::new(
                    word.span(),
                    "the only word that can follow is `unwatched`",
                ));
            }
            watch = Watch::Waived;
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Input { folder, watch })
    }
}
