//! TLS handshakes that fail.

use std::io;

use ingrain_core::Diagnostic;
use rustls::{CertificateError, Error};

use super::super::encryption::{Encryption, Mode};
use super::super::server::Server;
use super::unreachable;

/// The handshake's error inside an error of input and output, if that is what it is.
pub(super) fn of(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref()
}

/// In words, with what to do.
pub(super) fn explained(error: &Error, server: &Server, encryption: &Encryption) -> Diagnostic {
    let failed = |why: String| {
        unreachable(format!(
            "no encrypted connection to the Postgres server at {server}: {why}"
        ))
    };
    let roots = encryption.connector().roots().unwrap_or_default();
    match error {
        // The second is what another authority of the same name comes to: one that was made anew.
        Error::InvalidCertificate(
            CertificateError::UnknownIssuer | CertificateError::BadSignature,
        ) => {
            let diagnostic = failed(format!("its certificate is signed by no authority in {roots}"));
            let diagnostic = match encryption.mode() {
                mode if mode < Mode::VerifyCa => diagnostic.note(format!(
                    "`sslmode={}` verifies the server where there is a file of authorities, as libpq does", mode.name()
                )),
                _ => diagnostic,
            };
            diagnostic.help("name the file that holds its authority's certificate: `sslrootcert=FILE`; ask whoever runs the server for it, not the server itself")
        }
        Error::InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. }) => {
            let diagnostic = failed(format!("its certificate is not made out to `{}`", server.host()));
            let diagnostic = match presented.as_slice() {
                [] => diagnostic.note("it names nobody as subjectAltName; a common name does not count"),
                names => diagnostic.note(format!("it is made out to {}", names.join(", "))),
            };
            diagnostic.help("connect by a name that the certificate has, or have it made for this one too; `sslmode=verify-ca` asks for the authority only")
        }
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            failed("its certificate has expired".to_owned()).help("have it renewed; look whether the clock of this machine is right")
        }
        Error::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
            failed("its certificate is not valid yet".to_owned()).help("look whether the clock of this machine is right")
        }
        Error::InvalidCertificate(cause) => failed(format!("its certificate is not accepted: {cause}"))
            .help("have it made anew as a certificate of version 3 with a subjectAltName: `openssl x509 -req … -extfile FILE`"),
        Error::AlertReceived(alert) => failed(format!("the server breaks off: {alert:?}"))
            .help("look into the server's log; it may not accept the client certificate of `sslcert`, or want one"),
        other => failed(other.to_string()).help("look into the server's log, and whether both sides have a version of TLS in common, 1.2 or 1.3"),
    }
}
