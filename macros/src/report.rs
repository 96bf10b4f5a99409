//! Mistakes as compile errors, beside a well-typed value so that no second error follows.

use ingrain_core::{Code, Diagnostic, render_after_error};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::expand::value;
use crate::input::Folder;
use crate::load::Mistake;

/// Every mistake, each as an error of its own, for `embed!`.
pub(crate) fn mistakes(mistakes: &[Mistake], folder: &Folder) -> TokenStream {
    let everywhere = folder.literal.span();
    let errors = mistakes
        .iter()
        .map(|mistake| compile_error(&mistake.text, mistake.span.unwrap_or(everywhere)));
    beside_empty(errors, &folder.path)
}

/// `embed!` was called wrongly.
pub(crate) fn usage(error: &syn::Error) -> TokenStream {
    let mistake = render_after_error(&misused("embed", error));
    beside_empty([compile_error(&mistake, error.span())], "")
}

/// The folder cannot be read, for `versions!`: without it there are no names to declare.
pub(crate) fn unreadable(mistake: &Diagnostic, folder: &Folder) -> TokenStream {
    compile_error(&render_after_error(mistake), folder.literal.span())
}

/// `versions!` was called wrongly.
pub(crate) fn versions_usage(error: &syn::Error) -> TokenStream {
    compile_error(
        &render_after_error(&misused("versions", error)),
        error.span(),
    )
}

fn misused(name: &str, error: &syn::Error) -> Diagnostic {
    Diagnostic::new(Code::MacroUsage, error.to_string()).help(format!(
        "write `ingrain::{name}!(\"migrations\")`, with the folder relative to this package's Cargo.toml"
    ))
}

fn beside_empty(errors: impl IntoIterator<Item = TokenStream>, path: &str) -> TokenStream {
    let errors = errors.into_iter();
    let value = value(path, "", quote!(&[]));
    quote!({ #(#errors)* #value })
}

fn compile_error(text: &str, span: Span) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error! { #text })
}
