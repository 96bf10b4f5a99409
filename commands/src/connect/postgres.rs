//! From libpq's parameters to a connection, in the way that libpq goes.

mod encryption;
mod failed;
mod number;
mod passfile;
mod server;

use std::env;

use ingrain_core::Diagnostic;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, NoTls};

use self::encryption::{Encryption, Way};
use self::failed::Failure;
use self::server::Server;
use super::pairs::Pairs;
use super::place::wrong;
use crate::Session;

/// A connection, and what cancels the statement that runs on it.
type Connected = (Client, Cancel);
type Cancel = Box<dyn Fn() + Send + Sync>;

/// Connects to the first server that lets us in.
pub(super) fn open(given: Pairs) -> Result<Session, Diagnostic> {
    let pairs = given.or_from(|variable| env::var(variable).ok());
    let service = env::var_os("PGSERVICE").filter(|_| pairs.value("host").is_none());
    if service.is_some_and(|service| !service.is_empty()) {
        let help = "write host, port, dbname and user into the database URL, and unset PGSERVICE";
        return Err(wrong("PGSERVICE is set, and service files are not read").help(help));
    }
    let encryption = Encryption::read(&pairs)?;
    let servers = Server::all(&pairs)?;
    let runtime = runtime()?;
    let (client, cancel) = runtime.block_on(first(&servers, &encryption))?;
    Ok(Session::postgres(runtime, client, cancel))
}

/// The first server that lets us in. Why none does is told of the last, and of the others in notes.
async fn first(servers: &[Server], encryption: &Encryption) -> Result<Connected, Diagnostic> {
    let mut failed: Vec<Diagnostic> = Vec::new();
    for server in servers {
        match connect(server, encryption).await {
            Ok(connected) => return Ok(connected),
            Err(failure) => failed.push(failure.explained(server, encryption)),
        }
    }
    let Some(last) = failed.pop() else {
        return Err(wrong("the database URL names no host"));
    };
    let before = failed
        .iter()
        .map(|other| format!("tried before: {}", other.title()));
    Err(before.fold(last, Diagnostic::note))
}

/// With encryption or without, in the order that `sslmode` asks for.
async fn connect(server: &Server, encryption: &Encryption) -> Result<Connected, Failure> {
    let (way, other) = encryption.ways(server.is_local());
    let failure = match connect_by(way, server, encryption).await {
        Ok(connected) => return Ok(connected),
        Err(error) => Failure::new(error, way),
    };
    match other.filter(|_| failure.is_about_the_way()) {
        None => Err(failure),
        Some(other) => {
            let connected = connect_by(other, server, encryption).await;
            connected.map_err(|error| failure.or_more_telling(Failure::new(error, other)))
        }
    }
}

async fn connect_by(
    way: Way,
    server: &Server,
    #[cfg_attr(
        not(feature = "tls"),
        expect(unused_variables, reason = "there is one way only")
    )]
    encryption: &Encryption,
) -> Result<Connected, tokio_postgres::Error> {
    let mut config = server.config().clone();
    match way {
        Way::Plain => {
            let (client, connection) = config.ssl_mode(SslMode::Disable).connect(NoTls).await?;
            // How it ends, the client's next call says as well.
            tokio::spawn(connection);
            let token = client.cancel_token();
            let cancel = move || cancelling(|| token.cancel_query(NoTls));
            Ok((client, Box::new(cancel)))
        }
        #[cfg(feature = "tls")]
        Way::Encrypted => {
            let tls = encryption.connector().tls();
            let (client, connection) = config
                .ssl_mode(SslMode::Require)
                .connect(tls.clone())
                .await?;
            tokio::spawn(connection);
            let token = client.cancel_token();
            let cancel = move || cancelling(|| token.cancel_query(tls.clone()));
            Ok((client, Box::new(cancel)))
        }
    }
}

/// Asks the server, on a connection of its own, to cancel what runs.
fn cancelling<F: Future<Output = Result<(), tokio_postgres::Error>>>(query: impl FnOnce() -> F) {
    if let Ok(runtime) = runtime() {
        // The server may have gone: then there is nothing to cancel.
        let _ = runtime.block_on(query());
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Diagnostic> {
    let built = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    built.map_err(|cause| {
        let help = "look at the limits of this process, such as `ulimit -n`";
        failed::unreachable(format!(
            "the system lets nobody wait for a network: {cause}"
        ))
        .help(help)
    })
}
