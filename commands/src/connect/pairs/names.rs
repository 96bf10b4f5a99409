//! The names of parameters: those that are understood, and what is said of others.

use ingrain_core::Diagnostic;

use super::wrong;

/// The parameters that are understood, each with the variable that stands in for it.
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("passfile", "PGPASSFILE"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("options", "PGOPTIONS"),
    ("application_name", "PGAPPNAME"),
    ("fallback_application_name", ""),
    ("sslmode", "PGSSLMODE"),
    ("sslnegotiation", "PGSSLNEGOTIATION"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ("keepalives", ""),
    ("keepalives_idle", ""),
    ("keepalives_interval", ""),
    ("keepalives_count", ""),
    ("tcp_user_timeout", ""),
];

/// What others write into URLs and asks for nothing that is not so anyway.
const MOOT: &[(&str, &str)] = &[
    ("client_encoding", "UTF8"),
    ("client_encoding", "UTF-8"),
    ("client_encoding", "auto"),
    ("gssencmode", "disable"),
    ("gssencmode", "prefer"),
    ("load_balance_hosts", "disable"),
    ("sslcompression", "0"),
    ("sslsni", "1"),
    ("ssl_min_protocol_version", "TLSv1.2"),
];

/// Whether there is a parameter of this name.
pub(in crate::connect) fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|(known, _)| *known == name)
}

/// The parameter of this name. A name that is not known may be a piece of a password: it is not shown.
pub(super) fn known(name: &str, at: usize) -> Result<&'static str, Diagnostic> {
    let names = || KNOWN.iter().map(|(known, _)| *known);
    if let Some(known) = names().find(|known| *known == name) {
        return Ok(known);
    }
    let diagnostic = wrong(format!(
        "parameter {} of the database URL is not known",
        at + 1
    ));
    let close = names()
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    Err(match (close, unsupported(name)) {
        (_, Some(instead)) => wrong(format!("`{name}` is not supported")).help(instead),
        (Some((_, close)), None) => diagnostic.help(format!("did you mean `{close}`?")),
        (None, None) => diagnostic.help(format!(
            "known are {}",
            names().collect::<Vec<_>>().join(", ")
        )),
    })
}

/// Whether it asks for nothing.
pub(super) fn is_moot(name: &str, value: &str) -> bool {
    MOOT.iter()
        .any(|(moot, asked)| *moot == name && asked.eq_ignore_ascii_case(value))
}

/// What libpq has and Ingrain has not, with what to do instead.
fn unsupported(name: &str) -> Option<&'static str> {
    Some(match name {
        "service" | "servicefile" => {
            "service files are not read: write host, port, dbname and user out"
        }
        "sslpassword" => {
            "encrypted keys are not read: decrypt the key with `openssl pkey`, for the user alone to read"
        }
        "sslcrl" | "sslcrldir" => "revocation lists are not read: leave it out",
        "client_encoding" => "Ingrain speaks UTF-8 with every server: leave it out",
        "gssencmode" | "krbsrvname" | "gsslib" | "gssdelegation" => {
            "Kerberos is not supported: leave it out, and encrypt with sslmode"
        }
        "require_auth"
        | "requirepeer"
        | "requiressl"
        | "sslcompression"
        | "sslsni"
        | "ssl_min_protocol_version"
        | "ssl_max_protocol_version"
        | "load_balance_hosts"
        | "replication" => "leave it out",
        _ => return None,
    })
}
