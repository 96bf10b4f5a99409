//! The functions for scripts that are Rust: `{ 7 => { sqlite: { up: slugs::fill, down: slugs::clear } } }`.

use ingrain_core::{Dialect, Direction, Registered, Version};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Error, Ident, LitInt, Result, Token, braced};

/// A function, and the script in whose place it runs.
pub(crate) struct Function {
    pub(crate) registered: Registered,
    /// The function, as it was written.
    pub(crate) path: TokenStream,
    pub(crate) span: Span,
}

// Titles of diagnostics.
const FUNCTIONS_EXPECTED: &str = "behind `rust` stand functions by version and database: \
    `rust = { 7 => { sqlite: { up: slugs::fill, down: slugs::clear } } }`";
const DATABASE_EXPECTED: &str = "the database has to stand here: `sqlite` or `postgres`";
const DIRECTION_EXPECTED: &str = "the direction has to stand here: `up` or `down`";
const PATH_EXPECTED: &str = "the path of a function has to stand here, such as `slugs::fill`";

/// What follows the word `rust`.
pub(super) fn parse(input: ParseStream<'_>) -> Result<Vec<Function>> {
    let mut functions = Vec::new();
    expect::<Token![=]>(input, FUNCTIONS_EXPECTED)?;
    each(input, FUNCTIONS_EXPECTED, |versions| {
        let version = version(versions)?;
        expect::<Token![=>]>(versions, FUNCTIONS_EXPECTED)?;
        each(versions, FUNCTIONS_EXPECTED, |databases| {
            let dialect = word(databases, DATABASE_EXPECTED, &Dialect::ALL, |one| {
                one.name()
            })?;
            each(databases, FUNCTIONS_EXPECTED, |directions| {
                let both = [Direction::Up, Direction::Down];
                let direction = word(directions, DIRECTION_EXPECTED, &both, |one| one.name())?;
                let span = directions.span();
                let path = path(directions)?;
                let registered = Registered {
                    version,
                    dialect,
                    direction,
                    function: path.to_string().replace(' ', ""),
                };
                functions.push(Function {
                    registered,
                    path,
                    span,
                });
                Ok(())
            })
        })
    })?;
    Ok(functions)
}

/// `{ …, …, }`
fn each(
    input: ParseStream<'_>,
    expected: &str,
    mut parse: impl FnMut(ParseStream<'_>) -> Result<()>,
) -> Result<()> {
    let span = input.span();
    let content = (|| {
        let content;
        braced!(content in input);
        Ok(content)
    })();
    let content = content.map_err(|_: Error| Error::new(span, expected))?;
    while !content.is_empty() {
        parse(&content)?;
        if !content.is_empty() {
            expect::<Token![,]>(&content, expected)?;
        }
    }
    Ok(())
}

fn expect<T: syn::parse::Parse>(input: ParseStream<'_>, expected: &str) -> Result<()> {
    let span = input.span();
    let found = input.parse::<T>();
    found.map(drop).map_err(|_| Error::new(span, expected))
}

fn version(input: ParseStream<'_>) -> Result<Version> {
    let span = input.span();
    let number = input
        .parse::<LitInt>()
        .and_then(|literal| literal.base10_parse());
    let version = number.ok().and_then(Version::new);
    version.ok_or_else(|| Error::new(span, FUNCTIONS_EXPECTED))
}

/// The one of `all` whose name stands there, and the colon behind it.
fn word<T: Copy>(
    input: ParseStream<'_>,
    expected: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T> {
    let span = input.span();
    let found = input.parse::<Ident>().ok();
    let found = found.and_then(|word| all.iter().copied().find(|one| word == name(*one)));
    let found = found.ok_or_else(|| Error::new(span, expected))?;
    expect::<Token![:]>(input, expected)?;
    Ok(found)
}

/// `crate::slugs::fill`
fn path(input: ParseStream<'_>) -> Result<TokenStream> {
    let leading = input.parse::<Option<Token![::]>>()?;
    let mut path = quote!(#leading);
    loop {
        let span = input.span();
        let segment = Ident::parse_any(input).map_err(|_| Error::new(span, PATH_EXPECTED))?;
        path.extend(quote!(#segment));
        match input.parse::<Option<Token![::]>>()? {
            Some(colons) => path.extend(quote!(#colons)),
            None => return Ok(path),
        }
    }
}
