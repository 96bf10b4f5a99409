//! What the macros are given.

mod functions;

use std::path::PathBuf;

use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Result, Token};

pub(crate) use self::functions::Function;

/// `"migrations"`, and behind it `unwatched` and `rust = { … }`, or neither.
pub(crate) struct Input {
    pub(crate) folder: Folder,
    pub(crate) watch: Watch,
    /// For the scripts that are Rust.
    pub(crate) functions: Vec<Function>,
}

/// A folder, named relative to the manifest of the package that is being compiled.
pub(crate) struct Folder {
    pub(crate) literal: LitStr,
    /// As it was written.
    pub(crate) path: String,
    /// Where it is.
    pub(crate) root: PathBuf,
    /// Where the manifest is.
    pub(crate) package: PathBuf,
}

/// Whether a build script has to have seen the folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watch {
    Needed,
    Waived,
}

/// What `versions!` takes: `"migrations"`.
pub(crate) struct FolderAlone(pub(crate) Folder);

// Titles of diagnostics.
const FOLDER_EXPECTED: &str = "the name of a folder has to stand here, in double quotes";
const NOT_AN_OPTION: &str =
    "only `unwatched` and `rust = { … }` can follow the folder, each once and behind a comma";
const NOTHING_FOLLOWS: &str = "nothing can follow the folder";

impl Parse for Folder {
    fn parse(input: ParseStream<'_>) -> Result<Folder> {
        let Ok(literal) = input.parse::<LitStr>() else {
            return Err(Error::new(input.span(), FOLDER_EXPECTED));
        };
        let path = literal.value();
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .unwrap_or_default();
        Ok(Folder {
            root: package.join(&path),
            package,
            path,
            literal,
        })
    }
}

impl Parse for FolderAlone {
    fn parse(input: ParseStream<'_>) -> Result<FolderAlone> {
        let folder = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        end(input, NOTHING_FOLLOWS)?;
        Ok(FolderAlone(folder))
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Input> {
        let folder = input.parse()?;
        let (mut watch, mut functions) = (Watch::Needed, None);
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let span = input.span();
            match input.parse::<Ident>() {
                Ok(word) if word == "unwatched" && watch == Watch::Needed => watch = Watch::Waived,
                Ok(word) if word == "rust" && functions.is_none() => {
                    functions = Some(functions::parse(input)?);
                }
                Ok(_) | Err(_) => return Err(Error::new(span, NOT_AN_OPTION)),
            }
        }
        end(input, NOT_AN_OPTION)?;
        Ok(Input {
            folder,
            watch,
            functions: functions.unwrap_or_default(),
        })
    }
}

fn end(input: ParseStream<'_>, expected: &str) -> Result<()> {
    if input.is_empty() {
        Ok(())
    } else {
        Err(Error::new(input.span(), expected))
    }
}
