//! `sslmode`, as libpq means it.
//!
//! <https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION>

use ingrain_core::Diagnostic;

use super::super::pairs::Pairs;
use super::super::place::wrong;
use super::number::word;
#[cfg(feature = "tls")]
use crate::connect::tls::{self, Trust};

/// Whether to encrypt, and whom to believe.
pub(super) struct Encryption {
    mode: Mode,
    #[cfg(feature = "tls")]
    connector: tls::Connector,
}

/// How much encryption is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// One way to connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Plain,
    #[cfg(feature = "tls")]
    Encrypted,
}

const MODES: [(&str, Mode); 6] = [
    ("disable", Mode::Disable),
    ("allow", Mode::Allow),
    ("prefer", Mode::Prefer),
    ("require", Mode::Require),
    ("verify-ca", Mode::VerifyCa),
    ("verify-full", Mode::VerifyFull),
];

impl Mode {
    /// As it is written.
    pub(super) fn name(self) -> &'static str {
        MODES
            .iter()
            .find(|(_, mode)| *mode == self)
            .map_or("", |(name, _)| name)
    }
}

impl Encryption {
    /// What the parameters ask for. Files are read only where they are needed.
    pub(super) fn read(pairs: &Pairs) -> Result<Encryption, Diagnostic> {
        let given = word(pairs, "sslmode", &MODES)?;
        let is_system = pairs.value("sslrootcert") == Some("system");
        let mode = given.unwrap_or(match is_system {
            true => Mode::VerifyFull,
            false => Mode::Prefer,
        });
        if is_system && mode != Mode::VerifyFull {
            let title = format!(
                "`sslmode={}` is too weak for `sslrootcert=system`",
                mode.name()
            );
            let help = "anybody can have a certificate that the system trusts: write `sslmode=verify-full`";
            return Err(wrong(title).help(help));
        }
        let is_direct = pairs.value("sslnegotiation") == Some("direct");
        if is_direct && mode < Mode::Require {
            let title = format!(
                "`sslmode={}` is too weak for `sslnegotiation=direct`",
                mode.name()
            );
            return Err(wrong(title).help("write `sslmode=require` or a stronger one"));
        }
        Encryption::of(mode, pairs)
    }

    #[cfg(feature = "tls")]
    fn of(mode: Mode, pairs: &Pairs) -> Result<Encryption, Diagnostic> {
        let trust = match mode {
            Mode::Disable => Trust::Nobody,
            Mode::Allow | Mode::Prefer | Mode::Require => Trust::AuthorityIfAny,
            Mode::VerifyCa => Trust::Authority,
            Mode::VerifyFull => Trust::AuthorityAndName,
        };
        let connector = tls::Connector::new(trust, pairs)?;
        Ok(Encryption { mode, connector })
    }

    #[cfg(not(feature = "tls"))]
    fn of(mode: Mode, _: &Pairs) -> Result<Encryption, Diagnostic> {
        if mode < Mode::Require {
            return Ok(Encryption { mode });
        }
        let title = format!(
            "`sslmode={}` needs encryption, and this program was built without",
            mode.name()
        );
        Err(wrong(title).help("build it with `ingrain-cli = { features = [\"tls\"] }`"))
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    #[cfg(feature = "tls")]
    pub(super) fn connector(&self) -> &tls::Connector {
        &self.connector
    }

    /// How to connect, and how else where the server or the handshake refuses that.
    #[cfg(feature = "tls")]
    pub(super) fn ways(&self, is_local: bool) -> (Way, Option<Way>) {
        match self.mode {
            _ if is_local => (Way::Plain, None),
            Mode::Disable => (Way::Plain, None),
            Mode::Allow => (Way::Plain, Some(Way::Encrypted)),
            Mode::Prefer => (Way::Encrypted, Some(Way::Plain)),
            Mode::Require | Mode::VerifyCa | Mode::VerifyFull => (Way::Encrypted, None),
        }
    }

    #[cfg(not(feature = "tls"))]
    pub(super) fn ways(&self, _: bool) -> (Way, Option<Way>) {
        (Way::Plain, None)
    }
}
