//! Certificates and keys: where they are, and how they are read.

use std::path::{Path, PathBuf};

use ingrain_core::{Code, Diagnostic};
use rustls::RootCertStore;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::super::home;
use super::super::pairs::Pairs;
use super::{Own, Trust};

/// The authorities whose word is taken.
#[derive(Debug)]
pub(super) struct Roots {
    pub(super) store: RootCertStore,
    /// The same one by one: a server may show one of them as its own.
    pub(super) certificates: Vec<CertificateDer<'static>>,
    /// For messages.
    pub(super) from: String,
}

impl Roots {
    /// Those that `sslrootcert` names, or the user's own file of them; nothing if neither is there and the
    /// server's certificate is not asked for.
    pub(super) fn find(trust: Trust, pairs: &Pairs) -> Result<Option<Roots>, Diagnostic> {
        match pairs.value("sslrootcert") {
            Some("system") => Roots::of_system().map(Some),
            Some(path) => Roots::of_file(Path::new(path)).map(Some),
            None => match default("root.crt").filter(|path| path.exists()) {
                Some(path) => Roots::of_file(&path).map(Some),
                None if trust < Trust::Authority => Ok(None),
                None => Err(unreadable("there is no certificate to verify the server's with")
                    .help("name the file that holds the authority's: `sslrootcert=FILE`; it is ~/.postgresql/root.crt by default")
                    .help("or `sslrootcert=system`, for a server with a certificate that browsers trust as well")),
            },
        }
    }

    fn of_file(path: &Path) -> Result<Roots, Diagnostic> {
        let found = certificates(path, "sslrootcert")?;
        Roots::of(found, path.display().to_string())
    }

    fn of_system() -> Result<Roots, Diagnostic> {
        let found = rustls_native_certs::load_native_certs();
        if found.certs.is_empty() {
            return Err(unreadable("this system has no certificates of authorities")
                .help("install them (the package is called `ca-certificates`), put their file's path into SSL_CERT_FILE, or name your authority's file: `sslrootcert=FILE`"));
        }
        Roots::of(found.certs, "this system".to_owned())
    }

    fn of(certificates: Vec<CertificateDer<'static>>, from: String) -> Result<Roots, Diagnostic> {
        let mut store = RootCertStore::empty();
        let (added, _) = store.add_parsable_certificates(certificates.iter().cloned());
        if added == 0 {
            return Err(unreadable(format!("no certificate in {from} can be read"))
                .help("make it anew: `openssl x509 -in FILE -text` shows what it holds"));
        }
        Ok(Roots {
            store,
            certificates,
            from,
        })
    }
}

/// The user's own certificate and key, where they are named or in their place.
pub(super) fn own(pairs: &Pairs) -> Result<Option<Own>, Diagnostic> {
    let named = |name: &str| pairs.value(name).map(PathBuf::from);
    let certificate =
        named("sslcert").or_else(|| default("postgresql.crt").filter(|path| path.exists()));
    let Some(certificate) = certificate else {
        return Ok(None);
    };
    let Some(key) = named("sslkey").or_else(|| default("postgresql.key")) else {
        return Err(unreadable("there is a client certificate without a key")
            .help("name it: `sslkey=FILE`"));
    };
    let certificates = certificates(&certificate, "sslcert")?;
    let key = PrivateKeyDer::from_pem_file(&key)
        .map_err(|cause| unread(&key, "sslkey", "no private key", &cause))?;
    Ok(Some((certificates, key)))
}

/// What files are at fault for.
pub(super) fn unreadable(title: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Unreachable, title)
}

fn default(name: &str) -> Option<PathBuf> {
    home::file(&format!(".postgresql/{name}"), name)
}

fn certificates(path: &Path, parameter: &str) -> Result<Vec<CertificateDer<'static>>, Diagnostic> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if found.is_empty() => Err(unread(
            path,
            parameter,
            "no certificate",
            &pem::Error::NoItemsFound,
        )),
        Ok(found) => Ok(found),
        Err(cause) => Err(unread(path, parameter, "no certificate", &cause)),
    }
}

fn unread(path: &Path, parameter: &str, what: &str, cause: &pem::Error) -> Diagnostic {
    let shown = path.display();
    match cause {
        pem::Error::Io(cause) => unreadable(format!("`{shown}`, the file of `{parameter}`, cannot be read: {cause}"))
            .help(format!("correct the path in `{parameter}`, or let this user read the file")),
        _ => unreadable(format!("`{shown}`, the file of `{parameter}`, holds {what} that can be read"))
            .help("it has to be PEM, the text that begins with `-----BEGIN`; a key must not be encrypted: `openssl pkey` decrypts one"),
    }
}
