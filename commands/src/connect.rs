//! From a URL to a session.
//!
//! Nothing that it says holds a password: what could not be read is not repeated, and of what could be read
//! the parts are shown one by one.

#[cfg(feature = "tokio-postgres")]
mod home;
#[cfg_attr(
    not(feature = "tokio-postgres"),
    allow(dead_code, reason = "it only tells which database is meant then")
)]
mod pairs;
mod percent;
mod place;
#[cfg(feature = "tokio-postgres")]
mod postgres;
mod sqlite;
#[cfg(all(feature = "tls", feature = "tokio-postgres"))]
mod tls;

use std::path::{Path, PathBuf};

use ingrain::Dialect;
use ingrain_core::Diagnostic;

use self::place::Place;
use crate::{Error, Exit, Session};

/// What a command wants of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To look: nothing is created and nothing written, not even a file.
    Read,
    /// To change what is there.
    Write,
    /// To change what is there, and to make it where it is not: a SQLite file.
    Create,
}

/// The dialect of the database that `url` means.
///
/// # Errors
///
/// When it is none.
pub(crate) fn dialect(url: &str) -> Result<Dialect, Error> {
    Ok(parsed(url)?.dialect())
}

/// The same URL, where a relative path of a SQLite file begins in `folder`.
pub(crate) fn from_folder(url: &str, folder: &Path) -> String {
    match Place::parse(url) {
        Ok(Place::Sqlite(file)) => file.in_folder(folder).url(),
        // What is no URL is said to be none when it is used.
        Ok(Place::Postgres(_)) | Err(_) => url.to_owned(),
    }
}

/// The file of the SQLite database that `url` means, in any of the forms that [`connect`] reads; `None` where it means
/// one of Postgres. For an application that opens its database itself, and is to take what its `migrate` takes.
///
/// # Errors
///
/// When it is no such URL. No error holds a password.
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>, Error> {
    Ok(match parsed(url)? {
        Place::Sqlite(file) => Some(file.into_path()),
        Place::Postgres(_) => None,
    })
}

/// Connects to the database that `url` means.
///
/// SQLite: `sqlite:PATH`, `sqlite://PATH`, each percent-encoded and with `?mode=ro`, `rw` or `rwc`, or
/// `?immutable=1`; or a plain path that ends in .db, .db3, .sqlite or .sqlite3.
///
/// Postgres: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE`, `postgresql://…`, or libpq's pairs
/// `host=… dbname=…`. Parameters, `PG…` variables and `~/.pgpass` mean what they mean to libpq, `sslmode`
/// and the files in `~/.postgresql` too; service files are not read.
///
/// # Errors
///
/// When it is no such URL, the feature for it is off, or the database cannot be opened or reached. No error
/// holds a password.
pub fn connect(url: &str, access: Access) -> Result<Session, Error> {
    let opened = match parsed(url)? {
        Place::Sqlite(file) => sqlite(&file, access),
        Place::Postgres(pairs) => postgres(pairs),
    };
    opened.map_err(|diagnostic| Error::new(exit(&diagnostic), diagnostic))
}

fn parsed(url: &str) -> Result<Place, Error> {
    Place::parse(url).map_err(|diagnostic| Error::new(Exit::Usage, diagnostic))
}

/// What is wrong with the URL is wrong with the command line.
fn exit(diagnostic: &Diagnostic) -> Exit {
    match diagnostic.code() {
        ingrain_core::Code::DatabaseUrl => Exit::Usage,
        _ => Exit::Failed,
    }
}

#[cfg(feature = "rusqlite")]
fn sqlite(file: &sqlite::File, access: Access) -> Result<Session, Diagnostic> {
    sqlite::open(file, access).map(Session::sqlite)
}

#[cfg(not(feature = "rusqlite"))]
fn sqlite(_: &sqlite::File, _: Access) -> Result<Session, Diagnostic> {
    Err(without("rusqlite"))
}

#[cfg(feature = "tokio-postgres")]
fn postgres(pairs: pairs::Pairs) -> Result<Session, Diagnostic> {
    postgres::open(pairs)
}

#[cfg(not(feature = "tokio-postgres"))]
fn postgres(_: pairs::Pairs) -> Result<Session, Diagnostic> {
    Err(without("tokio-postgres"))
}

#[cfg(not(all(feature = "rusqlite", feature = "tokio-postgres")))]
fn without(feature: &str) -> Diagnostic {
    place::wrong("this program was built without the driver for this database").help(format!(
        "build it with `ingrain-cli = {{ features = [\"{feature}\"] }}`"
    ))
}
