//! The macros of Ingrain: `embed!` compiles a folder of SQL migrations into the application,
//! `versions!` names its versions. Applications use both through the `ingrain` crate, which documents
//! them.
//!
//! The way of the data: `input` reads what the macro was given, `load` reads and checks the folder,
//! `expand` writes constants, `report` writes every mistake as a compile error beside a value that is
//! well-typed all the same.

mod expand;
mod input;
mod load;
mod report;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Compiles a folder of migrations into the application.
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    let input = match syn::parse(input) {
        Ok(input) => input,
        Err(error) => return report::usage(&error).into(),
    };
    match load::load(&input) {
        Ok(loaded) => expand::migrations(&loaded, &input).into(),
        Err(mistakes) => report::mistakes(&mistakes, &input.folder).into(),
    }
}

/// Declares a constant for each version of a folder of migrations.
#[proc_macro]
pub fn versions(input: TokenStream) -> TokenStream {
    let folder = match syn::parse(input) {
        Ok(input::FolderAlone(folder)) => folder,
        Err(error) => return report::versions_usage(&error).into(),
    };
    // It takes the names alone; what is wrong with a file is for `embed!` to say.
    match load::read(&folder, input::Watch::Waived) {
        Ok(read) => expand::versions(&read).into(),
        Err(unreadable) => report::unreadable(&unreadable, &folder).into(),
    }
}
