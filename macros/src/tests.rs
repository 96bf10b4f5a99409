//! What the macros expand to, parsed again and printed as a person would have written it.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::input::Input;
use crate::{expand, load, report};

/// What `embed!("migrations", unwatched)` expands to for a folder of these files, names and texts, with
/// `$DIR` for the path of the package.
fn embed(files: &[(&str, &str)]) -> String {
    embed_with("", files)
}

/// The same with these options.
fn embed_with(options: &str, files: &[(&str, &str)]) -> String {
    let package = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(&package.path().join("migrations").join(name), text);
    }
    let mut input: Input =
        syn::parse_str(&format!("\"migrations\", unwatched{options}")).expect("an input");
    input.folder.root = package.path().join("migrations");
    let value = match load::load(&input) {
        Ok(loaded) => expand::migrations(&loaded, &input),
        Err(mistakes) => report::mistakes(&mistakes, &input.folder),
    };
    let item = quote!(static MIGRATIONS: ::ingrain::Migrations = #value;);
    pretty(item).replace(package.path().to_str().expect("UTF-8"), "$DIR")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn pretty(items: TokenStream) -> String {
    // What the package is called changes with every release; what it is called here does not matter.
    let application = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let file = syn::parse2(items).expect("it can be parsed");
    without_bytes(&prettyplease::unparse(&file)).replace(application, "an application")
}

/// `text` with every byte string emptied: nobody can read digests and indexes.
fn without_bytes(text: &str) -> String {
    let mut parts = text.split("b\"");
    let mut short = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let escaped = part.replace(r"\\", "  ").replace(r#"\""#, "  ");
        let end = escaped.find('"').expect("a byte string ends");
        short += "b\"…";
        short += &part[end..];
    }
    short
}

const CREATE: (&str, &str) = (
    "1_create_notes.up.sql",
    "CREATE TABLE notes (id INTEGER);\n",
);
const DROP: (&str, &str) = ("1_create_notes.down.sql", "DROP TABLE notes;\n");

/// Constants and constant constructor calls behind absolute paths; every file for the compiler to track;
/// every script once, however many dialects use it.
#[test]
fn embed_expands_to_constants() {
    let expected = r#"static MIGRATIONS: ::ingrain::Migrations = {
    const _: () = {
        ::core::include_bytes!("$DIR/migrations/1_create_notes.down.sql");
        ::core::include_bytes!("$DIR/migrations/1_create_notes.up.sql");
    };
    const CHAINS: &[::ingrain::__private::EmbeddedChain] = &[
        ::ingrain::__private::EmbeddedChain::new(
            ::ingrain::Dialect::Sqlite,
            *b"…",
            1u64,
            b"…",
        ),
        ::ingrain::__private::EmbeddedChain::new(
            ::ingrain::Dialect::Postgres,
            *b"…",
            1u64,
            b"…",
        ),
    ];
    ::ingrain::__private::migrations(
        "an application",
        "migrations",
        "create_notesmigrations/1_create_notes.up.sqlCREATE TABLE notes (id INTEGER);\nmigrations/1_create_notes.down.sqlDROP TABLE notes;\n",
        CHAINS,
    )
};
"#;
    assert_eq!(embed(&[CREATE, DROP]), expected);
}

/// A macro of the runtime's stands around each function; the chain without one is as it is without any.
#[test]
fn functions_are_handed_on() {
    const RUST: (&str, &str) = ("2_fill.up.sql", "-- ingrain: rust \"1\"\n");
    let down = ("2_fill.down.sql", "UPDATE notes SET id = 0;\n");
    let config = ("ingrain.toml", "dialects = [\"sqlite\", \"postgres\"]");
    let options = ", rust = { 2 => { sqlite: { up: a::b }, postgres: { up: ::c::d } } }";
    let found = embed_with(options, &[CREATE, DROP, RUST, down, config]);
    for (function, body) in [("sqlite", "a::b"), ("postgres", "::c::d")] {
        let expected = format!(
            "::ingrain::__private::{function}_function!(2u64, ::ingrain::Direction::Up, {body})"
        );
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert!(words(&found).contains(&words(&expected)), "{found}");
    }
    assert_eq!(found.matches(".with_functions(").count(), 2, "{found}");
    let without = embed(&[CREATE, DROP]);
    assert!(!without.contains("with_functions"), "{without}");
}

/// The value is there all the same, and of the right type, so that no second error follows.
#[test]
fn each_mistake_expands_to_an_error_beside_an_empty_value() {
    let unknown = (
        "2_create_tags.up.sql",
        "-- ingrain: breakin\nCREATE TABLE tags (name TEXT);\n",
    );
    let expected = r#"static MIGRATIONS: ::ingrain::Migrations = {
    ::core::compile_error! {
        "this up script has no down script [ING0006]\n--> migrations/2_create_tags.up.sql\n = help: write `2_create_tags.down.sql`\n = help: if nothing can undo it, say `-- ingrain: irreversible \"why\"` at its top"
    }
    ::core::compile_error! {
        "unknown directive `breakin` [ING0010]\n --> migrations/2_create_tags.up.sql:1:1\n  |\n1 | -- ingrain: breakin\n  | ^^^^^^^^^^^^^^^^^^^\n  |\n  = help: did you mean `breaking`?"
    }
    ::ingrain::__private::migrations("an application", "migrations", "", &[])
};
"#;
    assert_eq!(embed(&[CREATE, DROP, unknown]), expected);
}

#[test]
fn versions_expand_to_a_constant_each() {
    let scripts = [CREATE, DROP].map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let folder = ingrain_core::Folder::new("migrations", scripts);
    let expected = "\
/// Version 1 of the migrations in `migrations`.
#[allow(dead_code)]
pub const V1_CREATE_NOTES: ::ingrain::Version = ::ingrain::Version::embedded(1u64);
";
    assert_eq!(pretty(expand::versions(&folder)), expected);
}
