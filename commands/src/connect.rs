//! From a URL to a session.

use ingrain::Dialect;
use ingrain_core::{Code, Diagnostic};

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
    match url.split_once(':') {
        Some(("postgres" | "postgresql", _)) => Ok(Dialect::Postgres),
        Some(("sqlite", _)) => Ok(Dialect::Sqlite),
        Some((scheme, rest)) if rest.starts_with("//") => {
            let title = format!("there is no database called `{scheme}://…`");
            let help = "write `postgres://user@host/database`, `sqlite:PATH` or a path";
            let diagnostic = Diagnostic::new(Code::DatabaseUrl, title).help(help);
            Err(Error::new(Exit::Usage, diagnostic))
        }
        _ => Ok(Dialect::Sqlite),
    }
}

/// Connects to the database that `url` means: `postgres://…`, `sqlite:PATH` or a path.
///
/// # Errors
///
/// When it is no such URL, the feature for it is off, or the database cannot be opened or reached.
pub fn connect(url: &str, access: Access) -> Result<Session, Error> {
    match dialect(url)? {
        Dialect::Sqlite => sqlite(url, access),
        Dialect::Postgres => postgres(url),
    }
}

#[cfg(feature = "rusqlite")]
fn sqlite(url: &str, access: Access) -> Result<Session, Error> {
    use rusqlite::{Connection, OpenFlags};

    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    let opened = match access {
        Access::Read => Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY),
        Access::Write => Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE),
        Access::Create => Connection::open(path),
    };
    opened.map(Session::sqlite).map_err(unreachable)
}

#[cfg(not(feature = "rusqlite"))]
fn sqlite(_: &str, _: Access) -> Result<Session, Error> {
    Err(without("rusqlite"))
}

#[cfg(feature = "tokio-postgres")]
fn postgres(url: &str) -> Result<Session, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(unreachable)?;
    let connecting = tokio_postgres::connect(url, tokio_postgres::NoTls);
    let (client, connection) = runtime.block_on(connecting).map_err(unreachable)?;
    runtime.spawn(connection);
    let token = client.cancel_token();
    let cancel = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime {
            // The server may have gone: then there is nothing to cancel.
            let _ = runtime.block_on(token.cancel_query(tokio_postgres::NoTls));
        }
    };
    Ok(Session::postgres(runtime, client, cancel))
}

#[cfg(not(feature = "tokio-postgres"))]
fn postgres(_: &str) -> Result<Session, Error> {
    Err(without("tokio-postgres"))
}

#[cfg(not(all(feature = "rusqlite", feature = "tokio-postgres")))]
fn without(feature: &str) -> Error {
    let title = "this program was built without the driver for this database";
    let help = format!("build it with `ingrain-cli = {{ features = [\"{feature}\"] }}`");
    let diagnostic = Diagnostic::new(Code::DatabaseUrl, title).help(help);
    Error::new(Exit::Usage, diagnostic)
}

#[cfg(any(feature = "rusqlite", feature = "tokio-postgres"))]
fn unreachable(cause: impl std::error::Error) -> Error {
    let title = format!("the database cannot be opened: {cause}");
    let help = "look whether the URL is right and the database is there";
    let diagnostic = Diagnostic::new(Code::Unreachable, title).help(help);
    Error::new(Exit::Failed, diagnostic)
}
