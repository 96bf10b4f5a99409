//! What a database URL means, before anything is opened.

use std::path::Path;

use ingrain::Dialect;
use ingrain_core::{Code, Diagnostic};

use super::pairs::Pairs;
use super::sqlite::{self, File};

/// The database that a URL means.
#[derive(Debug)]
pub(super) enum Place {
    Sqlite(File),
    Postgres(Pairs),
}

/// What is accepted, told to whoever wrote something else.
const FORMS: &str = "write `sqlite:PATH`, a path that ends in .db, .sqlite or .sqlite3, \
    `postgres://USER@HOST/DATABASE`, or libpq's `host=HOST dbname=DATABASE user=USER`";
const ENDINGS: [&str; 4] = ["db", "db3", "sqlite", "sqlite3"];

impl Place {
    /// Reads a URL, a path or libpq's pairs. No text of the URL comes back in the error but its scheme:
    /// whatever else is in there may be a password.
    pub(super) fn parse(url: &str) -> Result<Place, Diagnostic> {
        let url = url.trim();
        if url.is_empty() {
            return Err(wrong("the database URL is empty").help(FORMS));
        }
        if url.contains(char::REPLACEMENT_CHARACTER) {
            let title = "the database URL, of `--database-url` or DATABASE_URL, is not UTF-8";
            return Err(wrong(title)
                .help("write it in UTF-8; Ingrain opens no file whose name is anything else"));
        }
        match url.split_once(':') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("sqlite") => {
                File::parse(rest).map(Place::Sqlite)
            }
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => Err(sqlite::own_url()),
            Some((scheme, rest)) if is_postgres(scheme) => match rest.strip_prefix("//") {
                Some(rest) => Pairs::of_url(rest).map(Place::Postgres),
                None => Err(wrong(format!("`{scheme}:` is not followed by `//`")).help(FORMS)),
            },
            Some((scheme, rest)) if rest.starts_with("//") && is_scheme(scheme) => {
                Err(wrong(format!("Ingrain knows no database called `{scheme}://…`")).help(FORMS))
            }
            _ if looks_like_path(url) => Ok(Place::Sqlite(File::at(url.into()))),
            _ if url.contains('=') => Pairs::of_text(url).map(Place::Postgres),
            _ => Err(wrong("this is not a database URL").help(FORMS)),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Place::Sqlite(_) => Dialect::Sqlite,
            Place::Postgres(_) => Dialect::Postgres,
        }
    }
}

/// A mistake in the URL itself.
pub(super) fn wrong(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::DatabaseUrl, title)
}

fn is_postgres(scheme: &str) -> bool {
    ["postgres", "postgresql"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// By the letters of RFC 3986, section 3.1: a password would hardly pass for one.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter))
}

/// By its ending: anything else without a scheme is more likely a mistake than a file to be made. What may
/// be a URL that lost its beginning would show a password, as the name of a file.
fn looks_like_path(url: &str) -> bool {
    let ending = Path::new(url)
        .extension()
        .and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
        && !url.contains("://")
        && !url.contains('@')
        && !is_pairs(url)
}

/// `host=x dbname=my.db` is no path.
fn is_pairs(url: &str) -> bool {
    let first = url.split_once('=').map(|(name, _)| name.trim());
    first.is_some_and(super::pairs::is_known)
}

#[cfg(test)]
mod tests;
