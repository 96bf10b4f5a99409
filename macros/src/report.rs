//! Mistakes as compile errors, beside a well-typed value so that no second error follows.

use ingrain_core::{Code, Diagnostic, Style, render};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::expand::value;
use crate::input::Input;

/// Every mistake, each as an error of its own.
pub(crate) fn mistakes(mistakes: &[Diagnostic], input: &Input) -> TokenStream {
    beside_empty(mistakes, input.folder.literal.span(), &input.folder.path)
}

/// The macro was called wrongly.
pub(crate) fn usage(error: &syn::Error) -> TokenStream {
    let mistake = Diagnostic::new(Code::MacroUsage, error.to_string())
        .help("write `ingrain::embed!(\"migrations\")`, with the folder relative to this package's Cargo.toml");
    beside_empty(&[mistake], error.span(), "")
}

fn beside_empty(mistakes: &[Diagnostic], span: Span, path: &str) -> TokenStream {
    let errors = mistakes.iter().map(|mistake| {
        let text = text(mistake);
        quote_spanned!(span=> ::core::compile_error! { #text })
    });
    let value = value(path, "", quote!(&[]));
    quote!({ #(#errors)* #value })
}

/// The rendered diagnostic, its code moved to the end of the first line: rustc begins that line with
/// `error: ` itself.
fn text(mistake: &Diagnostic) -> String {
    let rendered = render(mistake, Style::Plain);
    let rest = rendered.split_once('\n').map_or("", |(_, rest)| rest);
    format!("{} [{}]\n{rest}", mistake.title(), mistake.code())
}
