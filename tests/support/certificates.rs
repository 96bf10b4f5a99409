//! Certificates for servers and clients, made while a test runs.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};

/// An authority that signs certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its own certificate, as PEM.
    pub certificate: String,
}

/// A certificate with its key, both as PEM.
pub struct Signed {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

impl Authority {
    /// A new authority.
    pub fn new(name: &str) -> Authority {
        let mut parameters = parameters(name, &[]);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = key();
        let certificate = made(parameters.self_signed(&key)).pem();
        let issuer = Issuer::new(parameters, key);
        Authority {
            issuer,
            certificate,
        }
    }

    /// A certificate for a server that goes by these names.
    pub fn server(&self, names: &[&str]) -> Signed {
        self.sign(
            parameters("a server", names),
            ExtendedKeyUsagePurpose::ServerAuth,
        )
    }

    /// A certificate for a user.
    pub fn client(&self, user: &str) -> Signed {
        self.sign(parameters(user, &[]), ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn sign(&self, mut parameters: CertificateParams, usage: ExtendedKeyUsagePurpose) -> Signed {
        parameters.extended_key_usages = vec![usage];
        let key = key();
        let certificate = made(parameters.signed_by(&key, &self.issuer)).pem();
        Signed {
            certificate,
            key: key.serialize_pem(),
        }
    }
}

/// A certificate that nobody signed but itself, as `openssl req -x509` makes it.
pub fn self_signed(names: &[&str]) -> Signed {
    let mut parameters = parameters("a server", names);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = key();
    let certificate = made(parameters.self_signed(&key)).pem();
    Signed {
        certificate,
        key: key.serialize_pem(),
    }
}

fn parameters(common_name: &str, names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut parameters = made(CertificateParams::new(names));
    parameters
        .distinguished_name
        .push(DnType::CommonName, common_name);
    parameters
}

fn key() -> KeyPair {
    made(KeyPair::generate())
}

fn made<T>(result: Result<T, rcgen::Error>) -> T {
    result.unwrap_or_else(|error| panic!("no certificate: {error}"))
}
