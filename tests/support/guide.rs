//! A page of the documentation, followed word for word: its files are written, its commands are run, and what
//! it shows of their output is compared with what they say.

mod follow;
mod page;
mod reader;
mod shown;

pub use self::page::{Expected, Part, parts};
pub use self::reader::{Outcome, Reader};
pub use self::shown::compare;

/// The text of a page in `docs/`.
///
/// # Panics
///
/// When there is none.
pub fn page(name: &str) -> String {
    let path = format!("{}/docs/{name}", crate::project::environment::WORKSPACE);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
