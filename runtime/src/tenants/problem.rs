//! What can go wrong with a tenant beside its migrations.

use ingrain_core::{Code, Diagnostic};

use crate::Error;
use crate::hooks::BoxError;

const AGAIN: &str = "then run it for all tenants again: those that are done only cost a look";

#[cfg(feature = "rusqlite")]
pub(super) fn cannot_open(cause: BoxError) -> Error {
    let title = format!("the tenant's file cannot be opened: {cause}");
    let diagnostic = Diagnostic::new(Code::Database, title)
        .help("see that it is there and that this process may read and write it")
        .help(AGAIN);
    Error::failed(diagnostic).caused(cause)
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn cannot_connect(cause: BoxError) -> Error {
    let title = match cause.source() {
        Some(source) => format!("no connection for the tenant: {cause}: {source}"),
        None => format!("no connection for the tenant: {cause}"),
    };
    let diagnostic = Diagnostic::new(Code::Database, title)
        .help("see that the server is up and lets in as many connections as there are workers")
        .help(AGAIN);
    Error::failed(diagnostic).caused(cause)
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn no_schema(tenant: &str, quoted: &str) -> Error {
    let title = format!("the tenant's schema `{tenant}` does not exist");
    let diagnostic = Diagnostic::new(Code::Database, title)
        .note("a run makes no schema: a name that is mistyped would become a tenant")
        .help(format!(
            "if the tenant is new: `CREATE SCHEMA {quoted}`, as the role that migrates"
        ))
        .help("if it is gone, or was never there, take it off the list");
    Error::failed(diagnostic)
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn named_schema() -> Error {
    Error::settings(
        "the migrator names a schema for the history, and there is one history for each tenant"
            .to_owned(),
        "leave `history_schema` out: each tenant's history is in its own schema",
    )
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn dumps_everything() -> Error {
    Error::settings(
        "the migrator makes a dump of the whole database, which would be made for every tenant"
            .to_owned(),
        "make one dump before all tenants, and leave `PgDump` out; `Backup::by` is told each tenant's schema",
    )
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn not_a_schema(name: &str) -> Error {
    Error::settings(
        format!(
            "a tenant's schema cannot be called `{name}`: Postgres takes that in a search path for whoever is connected"
        ),
        "rename the schema, `ALTER SCHEMA … RENAME TO …`; any other name will do",
    )
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn begins_inside_transaction() -> Error {
    Error::settings(
        "the connection for the tenant is inside a transaction already".to_owned(),
        "let the closure that connects end what it begins, with COMMIT, before it returns the client",
    )
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn leaves_transaction_open() -> Error {
    let title = "the call left a transaction open, and what it had done there was rolled back";
    let diagnostic = Diagnostic::new(Code::Stopped, title)
        .note("what was committed before it is recorded in the tenant's history")
        .help("let the closure end what it begins, with COMMIT or ROLLBACK, before it returns")
        .help(AGAIN);
    Error::failed(diagnostic)
}

#[cfg(feature = "tokio-postgres")]
pub(super) fn not_entered() -> Error {
    let title = "the connection for the tenant broke as soon as it was made";
    let diagnostic = Diagnostic::new(Code::Database, title)
        .help("see in the server's log why it ended the session")
        .help(AGAIN);
    Error::failed(diagnostic)
}

pub(super) fn not_begun() -> Error {
    let title = "the tenant's turn never came: no worker could connect any more";
    let diagnostic = Diagnostic::new(Code::Database, title)
        .note("nothing has run for it")
        .help("see why the connections of other tenants failed")
        .help(AGAIN);
    Error::failed(diagnostic)
}

pub(super) fn panicked(why: &str) -> Error {
    let title = format!("the call panicked: {why}");
    let diagnostic = Diagnostic::new(Code::Stopped, title)
        .note("what it had committed until then is recorded in the tenant's history")
        .help(
            "a hook of the application's, a migration in Rust, its own backup, or a closure that connects or is called \
             for each tenant has panicked; if none has, please report it with this text",
        );
    Error::failed(diagnostic)
}
