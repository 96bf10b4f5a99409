//! What the macros expand to: constants and constant constructor calls, no logic.

use ingrain_core::{Dialect, Direction, constant_names};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::input::{Function, Input};
use crate::load::{Loaded, LoadedChain};

/// The value that `embed!` stands for. The compiler reads every file again, and so tracks it: as
/// statements, since it takes three times as long to check so many elements of an array.
pub(crate) fn migrations(loaded: &Loaded, input: &Input) -> TokenStream {
    let files = &loaded.files;
    let chains = loaded
        .chains
        .iter()
        .zip(&loaded.encoded.indexes)
        .map(|(chain, index)| self::chain(chain, index, &input.functions));
    let value = value(&input.folder.path, &loaded.encoded.text, quote!(CHAINS));
    quote! {{
        const _: () = { #(::core::include_bytes!(#files);)* };
        const CHAINS: &[::ingrain::__private::EmbeddedChain] = &[#(#chains),*];
        #value
    }}
}

/// A `Migrations` with these chains.
pub(crate) fn value(path: &str, text: &str, chains: TokenStream) -> TokenStream {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let application = format!(
        "{} {}",
        variable("CARGO_PKG_NAME"),
        variable("CARGO_PKG_VERSION")
    );
    quote!(::ingrain::__private::migrations(#application, #path, #text, #chains))
}

fn chain(chain: &LoadedChain, index: &[u8], functions: &[Function]) -> TokenStream {
    let functions: Vec<TokenStream> = functions
        .iter()
        .filter(|function| function.registered.dialect == chain.dialect)
        .map(function)
        .collect();
    let functions = match functions.is_empty() {
        true => TokenStream::new(),
        false => quote!(.with_functions(&[#(#functions),*])),
    };
    let dialect = match chain.dialect {
        Dialect::Sqlite => quote!(::ingrain::Dialect::Sqlite),
        Dialect::Postgres => quote!(::ingrain::Dialect::Postgres),
    };
    let digest = Literal::byte_string(chain.digest.bytes());
    let head = chain.head;
    let index = Literal::byte_string(index);
    quote!(::ingrain::__private::EmbeddedChain::new(#dialect, *#digest, #head, #index) #functions)
}

/// A macro of the runtime's wraps it: only there it is known which drivers there are. Whatever is wrong
/// with the function, the compiler points at it.
fn function(function: &Function) -> TokenStream {
    let Function {
        registered,
        path,
        span,
    } = function;
    let version = registered.version.number();
    let direction = match registered.direction {
        Direction::Up => quote!(::ingrain::Direction::Up),
        Direction::Down => quote!(::ingrain::Direction::Down),
    };
    match registered.dialect {
        Dialect::Sqlite => {
            quote_spanned!(*span=> ::ingrain::__private::sqlite_function!(#version, #direction, #path))
        }
        Dialect::Postgres => {
            quote_spanned!(*span=> ::ingrain::__private::postgres_function!(#version, #direction, #path))
        }
    }
}

/// The constants that `versions!` declares. What is wrong in the folder is left to `embed!` to say.
pub(crate) fn versions(folder: &ingrain_core::Folder) -> TokenStream {
    let names = constant_names(folder.files().iter().map(ingrain_core::File::name));
    let constants = names.into_iter().map(|(name, version)| {
        let doc = format!(
            " Version {version} of the migrations in `{}`.",
            folder.path()
        );
        let name = Ident::new(&name, Span::call_site());
        let number = version.number();
        quote! {
            #[doc = #doc]
            #[allow(dead_code)]
            pub const #name: ::ingrain::Version = ::ingrain::Version::embedded(#number);
        }
    });
    quote!(#(#constants)*)
}
