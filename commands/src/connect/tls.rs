//! Encrypted connections, through rustls.

mod files;
mod verify;

use std::sync::Arc;

use ingrain_core::Diagnostic;
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_postgres_rustls::MakeRustlsConnect;

use self::files::Roots;
use self::verify::Verifier;
use super::pairs::Pairs;

/// Whose certificate a server has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Anybody's, and no file is read.
    Nobody,
    /// That of an authority, where authorities are named or the user's file of them is there; else anybody's.
    AuthorityIfAny,
    /// That of an authority.
    Authority,
    /// That of an authority, made out to the name of the server.
    AuthorityAndName,
}

/// What makes connections encrypted.
pub(super) struct Connector {
    tls: MakeRustlsConnect,
    /// Where the authorities come from, for messages.
    roots: Option<String>,
}

impl Connector {
    /// With the files that the parameters and the user's home name.
    pub(super) fn new(trust: Trust, pairs: &Pairs) -> Result<Connector, Diagnostic> {
        let provider = Arc::new(ring::default_provider());
        let (roots, own) = match trust {
            Trust::Nobody => (None, None),
            _ => (Roots::find(trust, pairs)?, files::own(pairs)?),
        };
        let shown = roots.as_ref().map(|roots| roots.from.clone());
        let algorithms = provider.signature_verification_algorithms;
        let verifier = Verifier::new(trust, roots, algorithms);
        let mut config = config(provider, verifier, own)?;
        // What `sslnegotiation=direct` needs, and a server that is asked first does not mind.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        let tls = MakeRustlsConnect::new(config);
        Ok(Connector { tls, roots: shown })
    }

    pub(super) fn tls(&self) -> MakeRustlsConnect {
        self.tls.clone()
    }

    /// Where the authorities come from that a server's certificate is compared with.
    pub(super) fn roots(&self) -> Option<&str> {
        self.roots.as_deref()
    }
}

/// A certificate with those that lead to it, and its key.
type Own = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn config(
    provider: Arc<CryptoProvider>,
    verifier: Verifier,
    own: Option<Own>,
) -> Result<ClientConfig, Diagnostic> {
    let failed = |cause: rustls::Error| {
        files::unreadable(format!("the client certificate cannot be used: {cause}")).help(
            "`sslcert` and `sslkey` name a certificate and the key that belongs to it, both as PEM",
        )
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    match own {
        Some((certificates, key)) => builder
            .with_client_auth_cert(certificates, key)
            .map_err(failed),
        None => Ok(builder.with_no_client_auth()),
    }
}
