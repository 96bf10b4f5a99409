//! libpq's connection parameters: from a URL or from `name=value` pairs, and then from the environment.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html>

mod names;
mod quoted;

use std::fmt;

use ingrain_core::Diagnostic;

use super::percent;
use super::place::wrong;

use self::names::{KNOWN, is_moot, known};

pub(super) use self::names::is_known;

/// Parameters by name. What it shows of itself holds no password.
#[derive(Clone, Default)]
pub(super) struct Pairs(Vec<(&'static str, String)>);

impl Pairs {
    /// What stands behind `postgres://`: `user:password@host:port,host:port/database?name=value&…`.
    pub(super) fn of_url(rest: &str) -> Result<Pairs, Diagnostic> {
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = before.split_once('/').unwrap_or((before, ""));
        // Any other `@` is part of a password that was not escaped: where it ends nobody can tell, and
        // what is taken for a host or a name would be shown.
        if rest.matches('@').count() > authority.matches('@').count().min(1) {
            return Err(
                wrong("the database URL holds an `@` that does not end the password").help(ESCAPES),
            );
        }
        let (credentials, hosts) = authority.split_once('@').unwrap_or(("", authority));
        let mut pairs = Pairs::default();
        let (user, password) = match credentials.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (credentials, None),
        };
        pairs.decoded("user", user)?;
        pairs.decoded("password", password.unwrap_or_default())?;
        pairs.hosts(hosts)?;
        pairs.decoded("dbname", database)?;
        for (at, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            let (name, value) = pair.split_once('=').ok_or_else(|| valueless(at))?;
            if !is_moot(name, value) {
                pairs.decoded(known(name, at)?, value)?;
            }
        }
        Ok(pairs)
    }

    /// `host=db.example dbname='my database'`.
    pub(super) fn of_text(text: &str) -> Result<Pairs, Diagnostic> {
        let mut pairs = Pairs::default();
        let mut rest = text.trim_start();
        for at in 0.. {
            if rest.is_empty() {
                break;
            }
            let (name, after) = rest.split_once('=').ok_or_else(|| valueless(at))?;
            let (value, after) = quoted::value(after.trim_start()).ok_or_else(|| {
                wrong(format!(
                    "the value of parameter {} has no closing quote",
                    at + 1
                ))
                .help(QUOTES)
            })?;
            let name = name.trim_end();
            if !is_moot(name, &value) {
                pairs.put(known(name, at)?, value);
            }
            rest = after.trim_start();
        }
        Ok(pairs)
    }

    /// Adds what variables say of parameters that were not given.
    pub(super) fn or_from(mut self, variable: impl Fn(&str) -> Option<String>) -> Pairs {
        for (name, variable_name) in KNOWN.iter().filter(|(_, variable)| !variable.is_empty()) {
            let value = variable(variable_name).filter(|value| !value.is_empty());
            if let (None, Some(value)) = (self.value(name), value) {
                self.put(name, value);
            }
        }
        self
    }

    /// A parameter's value. An empty one is as good as none, as libpq has it.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().rev().find(|(given, _)| *given == name);
        given
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The values of a parameter that lists one for each host.
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        self.value(name)
            .map(|value| value.split(',').collect())
            .unwrap_or_default()
    }

    fn put(&mut self, name: &'static str, value: String) {
        self.0.push((name, value));
    }

    fn decoded(&mut self, name: &'static str, value: &str) -> Result<(), Diagnostic> {
        let decoded = percent::decode(value).ok_or_else(|| {
            wrong(format!(
                "the {name} in the database URL is not percent-encoded UTF-8"
            ))
            .help(ESCAPES)
        })?;
        if !decoded.is_empty() {
            self.put(name, decoded);
        }
        Ok(())
    }

    /// `one:5432,[::1]:5433,%2Frun%2Fpostgresql`
    fn hosts(&mut self, text: &str) -> Result<(), Diagnostic> {
        if text.is_empty() {
            return Ok(());
        }
        let (mut hosts, mut ports) = (Vec::new(), Vec::new());
        for one in text.split(',') {
            let (host, port) = match one.strip_prefix('[').and_then(|one| one.split_once(']')) {
                Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
                None => one.rsplit_once(':').unwrap_or((one, "")),
            };
            // Here stands the rest of a password that holds a slash.
            if !port.is_empty() && port.parse::<u16>().is_err() {
                return Err(
                    wrong("the port in the database URL is not a number up to 65535").help(ESCAPES),
                );
            }
            hosts.push(host);
            ports.push(port);
        }
        self.decoded("host", &hosts.join(","))?;
        self.decoded("port", &ports.join(","))
    }
}

/// With stars for a password.
impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|(name, value)| match *name {
            "password" => (name, "***"),
            _ => (name, value.as_str()),
        });
        f.debug_map().entries(shown).finish()
    }
}

const ESCAPES: &str = "in a URL, write `@` in a user, a password or a value as %40, `:` as %3A, `/` as %2F, \
    `?` as %3F, `%` as %25; or give the password in PGPASSWORD or ~/.pgpass instead";
const QUOTES: &str = "put a value with spaces into single quotes, and a backslash before a quote in it: `password='it\\'s'`";

fn valueless(at: usize) -> Diagnostic {
    wrong(format!("parameter {} has no `=`", at + 1)).help(QUOTES)
}
