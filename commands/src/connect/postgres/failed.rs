//! Why there is no connection, and what to do about it.

use std::error::Error as _;
use std::io::{self, ErrorKind};

use ingrain_core::{Code, Diagnostic};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

use super::encryption::{Encryption, Way};
use super::server::{Password, Server};

#[cfg(feature = "tls")]
mod handshake;

/// A connection that did not come about.
pub(super) struct Failure {
    error: Error,
    way: Way,
}

impl Failure {
    pub(super) fn new(error: Error, way: Way) -> Failure {
        Failure { error, way }
    }

    /// Whether the other way, with encryption or without, may lead there: libpq tries it when the handshake
    /// fails and when the server turns us away before we are who we say.
    pub(super) fn is_about_the_way(&self) -> bool {
        match (self.error.as_db_error(), self.io()) {
            (Some(error), _) => is_refused_entry(error),
            #[cfg(feature = "tls")]
            (None, Some(error)) => handshake::of(error).is_some(),
            #[cfg(not(feature = "tls"))]
            (None, Some(_)) => false,
            (None, None) => self.is_tls_refused(),
        }
    }

    /// Of two ways that failed, the one to tell of: not that which the server does not have or let in.
    pub(super) fn or_more_telling(self, later: Failure) -> Failure {
        let is_shut = self.is_tls_refused()
            || self.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION);
        if is_shut { later } else { self }
    }

    /// In words, with what to do.
    pub(super) fn explained(&self, server: &Server, encryption: &Encryption) -> Diagnostic {
        if let Some(error) = self.error.as_db_error() {
            return self.refused_by(error, server);
        }
        if self.is_tls_refused() {
            let mode = encryption.mode().name();
            return unreachable(format!("the Postgres server at {server} does not encrypt, and `sslmode={mode}` asks for it"))
                .help("switch encryption on there (`ssl = on` in postgresql.conf, with a certificate); or, in a network that you trust, write `sslmode=prefer`");
        }
        if let Some(error) = self.io() {
            #[cfg(feature = "tls")]
            if let Some(error) = handshake::of(error) {
                return handshake::explained(error, server, encryption);
            }
            return lost(error, server);
        }
        let said = self
            .error
            .source()
            .map_or_else(|| self.error.to_string(), ToString::to_string);
        match said.as_str() {
            PASSWORD_MISSING => without_password(server),
            _ => unreachable(format!("the Postgres server at {server} does not let {} in: {said}", server.user()))
                .help("look at the server's pg_hba.conf, which says how users prove who they are: by password, by certificate or by trust"),
        }
    }

    fn refused_by(&self, error: &DbError, server: &Server) -> Diagnostic {
        let (user, database, words) = (server.user(), server.database(), error.message());
        let diagnostic = unreachable(format!("the Postgres server at {server} refuses: {words}"));
        let diagnostic = error
            .detail()
            .into_iter()
            .fold(diagnostic, Diagnostic::note);
        let code = error.code();
        if *code == SqlState::INVALID_PASSWORD {
            diagnostic.help(match server.password() {
                Password::Given => format!("correct the password of `{user}`, which came from the database URL or from PGPASSWORD"),
                Password::OfFile(file) => format!("correct the password of `{user}` in {file}"),
                Password::None { .. } => format!("give the password of `{user}`: PGPASSWORD, or a line in ~/.pgpass"),
            })
        } else if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
            let way = match self.way {
                Way::Plain => {
                    "this try was not encrypted, and `sslmode=require` asks for encryption"
                }
                #[cfg(feature = "tls")]
                Way::Encrypted => "this try was encrypted, and `sslmode=disable` does without",
            };
            diagnostic.note(way).help(format!(
                "correct the user, or ask whoever runs the server for a line in pg_hba.conf that lets `{user}` in from here"
            ))
        } else if *code == SqlState::INVALID_CATALOG_NAME {
            let host = server.host();
            diagnostic.help(format!(
                "correct the name in the database URL, or create it: `createdb -h {host} -p {} -U {user} {database}`",
                server.port()
            ))
        } else if *code == SqlState::CANNOT_CONNECT_NOW {
            diagnostic.help("the server is starting up or shutting down: try again in a moment")
        } else if *code == SqlState::TOO_MANY_CONNECTIONS {
            diagnostic.help("end a connection that nobody uses (`SELECT * FROM pg_stat_activity`), or raise max_connections")
        } else {
            diagnostic.help(format!(
                "the words are the server's; its log says more. We came as `{user}` to `{database}`"
            ))
        }
    }

    fn is_tls_refused(&self) -> bool {
        let source = self.error.source();
        self.io().is_none() && source.is_some_and(|source| source.to_string() == TLS_REFUSED)
    }

    fn io(&self) -> Option<&io::Error> {
        self.error.source()?.downcast_ref()
    }

    fn code(&self) -> Option<&SqlState> {
        self.error.code()
    }
}

// The driver has these as words only.
const TLS_REFUSED: &str = "server does not support TLS";
const PASSWORD_MISSING: &str = "password missing";

/// A database that cannot be reached.
pub(super) fn unreachable(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Unreachable, title)
}

/// Class 28 of SQLSTATE: invalid authorization specification.
fn is_refused_entry(error: &DbError) -> bool {
    error.code().code().starts_with("28")
}

fn without_password(server: &Server) -> Diagnostic {
    let title = format!(
        "the Postgres server at {server} asks for a password of `{}`",
        server.user()
    );
    let diagnostic = match server.password() {
        Password::None {
            because: Some(because),
        } => unreachable(title).note(because.as_str()),
        _ => unreachable(title),
    };
    diagnostic.help("give it in the environment variable PGPASSWORD, as a line `HOST:PORT:DATABASE:USER:PASSWORD` in ~/.pgpass, or in the database URL")
}

fn lost(error: &io::Error, server: &Server) -> Diagnostic {
    let diagnostic = unreachable(format!(
        "the Postgres server at {server} cannot be reached: {error}"
    ));
    match error.kind() {
        ErrorKind::ConnectionRefused | ErrorKind::NotFound if server.is_local() => {
            diagnostic.help("no server has its socket there: start it, or name another: `host=FOLDER`, `port=NUMBER`")
        }
        ErrorKind::ConnectionRefused => {
            diagnostic.help("nobody listens there: start the server, or correct host and port; a server in a container may need its port published")
        }
        ErrorKind::TimedOut => {
            diagnostic.help("correct host and port, look for a firewall in between, or wait longer with `connect_timeout=SECONDS`")
        }
        ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => {
            diagnostic.help("somebody listens there and hangs up: look whether it is Postgres, and into its log")
        }
        _ => diagnostic.help("correct the host in the database URL; `getent hosts NAME` says whether its name is known here"),
    }
}
