//! Migrations made while a test runs, without a compiler.

use ingrain::__private::Function;
use ingrain::Migrations;
use ingrain_core::{Folder, Style, render};

/// The migrations of a folder called `migrations` that holds `files`, names and texts.
///
/// # Panics
///
/// When the folder has a mistake; the message is the build's.
pub fn chain(files: &[(&str, &str)]) -> Migrations {
    chain_with(files, &[])
}

/// The same of a binary with these functions for what is Rust.
///
/// # Panics
///
/// When the folder has a mistake; the message is the build's.
pub fn chain_with(files: &[(&str, &str)], functions: &[Function]) -> Migrations {
    let functions: &[Function] = functions.to_vec().leak();
    let owned = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let folder = Folder::new("migrations", owned);
    let chains = folder.chains().unwrap_or_else(|mistakes| {
        let mistakes: Vec<String> = mistakes
            .iter()
            .map(|one| render(one, Style::Plain))
            .collect();
        panic!("{}", mistakes.join("\n"))
    });
    Migrations::leaked("a test 0.0.0", folder.path(), &chains).with_functions(functions)
}
