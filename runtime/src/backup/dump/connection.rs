//! A connection as libpq's programs take it out of their environment.

use std::process::Command;

use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, Host, SslMode, TargetSessionAttrs};

/// What `pg_dump` is to connect to.
#[derive(Clone)]
pub(super) struct Connection {
    database: Option<String>,
    password: Option<String>,
    /// Variables of libpq, `PGPASSWORD` among them; chapter "Environment Variables" of its manual.
    variables: Vec<(&'static str, String)>,
}

/// They go before what is set here, or name another server; none is to be inherited.
const MISLEADING: [&str; 6] = [
    "PGSERVICE",
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGDATABASE",
    "PGUSER",
];

impl Connection {
    /// Of a URL or of `key=value` pairs, as tokio-postgres reads them.
    pub(super) fn parse(text: &str) -> Option<Connection> {
        let config: Config = text.parse().ok()?;
        let password = match config.get_password() {
            Some(password) => Some(String::from_utf8(password.to_vec()).ok()?),
            None => None,
        };
        let user = config.get_user().map(str::to_owned);
        let database = config.get_dbname().map(str::to_owned);
        let database = database.or_else(|| user.clone());
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.to_string_lossy().into_owned(),
        });
        let addresses = config.get_hostaddrs().iter().map(ToString::to_string);
        let ports = config.get_ports().iter().map(ToString::to_string);
        let timeout = config
            .get_connect_timeout()
            .map(|limit| limit.as_secs().max(2));
        let variables = [
            ("PGHOST", listed(hosts)),
            ("PGHOSTADDR", listed(addresses)),
            ("PGPORT", listed(ports)),
            ("PGUSER", user),
            ("PGPASSWORD", password.clone()),
            ("PGDATABASE", database.clone()),
            ("PGOPTIONS", config.get_options().map(str::to_owned)),
            (
                "PGCONNECT_TIMEOUT",
                timeout.map(|seconds| seconds.to_string()),
            ),
            ("PGSSLMODE", ssl_mode(&config)),
            ("PGCHANNELBINDING", channel_binding(&config)),
            ("PGTARGETSESSIONATTRS", session(&config)),
        ];
        let variables = variables
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        Some(Connection {
            database,
            password,
            variables: variables.collect(),
        })
    }

    /// The database's name.
    pub(super) fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// Puts it into the environment of a program.
    pub(super) fn describe(&self, command: &mut Command) {
        for name in MISLEADING {
            command.env_remove(name);
        }
        for (name, value) in &self.variables {
            command.env(name, value);
        }
    }
}

fn listed(values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// What is the default on both sides is left to the environment, which may know better.
fn ssl_mode(config: &Config) -> Option<String> {
    match config.get_ssl_mode() {
        SslMode::Disable => Some("disable".to_owned()),
        SslMode::Require => Some("require".to_owned()),
        _ => None,
    }
}

fn channel_binding(config: &Config) -> Option<String> {
    match config.get_channel_binding() {
        ChannelBinding::Disable => Some("disable".to_owned()),
        ChannelBinding::Require => Some("require".to_owned()),
        _ => None,
    }
}

fn session(config: &Config) -> Option<String> {
    match config.get_target_session_attrs() {
        TargetSessionAttrs::ReadWrite => Some("read-write".to_owned()),
        TargetSessionAttrs::ReadOnly => Some("read-only".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(text: &str) -> Vec<(&'static str, String)> {
        Connection::parse(text)
            .map(|connection| connection.variables)
            .unwrap_or_default()
    }

    #[test]
    fn both_ways_to_write_a_connection_give_the_same_variables() {
        let url =
            "postgres://ann:p%40ss@db1:5432,db2:5433/journal?sslmode=require&connect_timeout=5";
        let pairs = "user=ann password='p@ss' host=db1,db2 port=5432,5433 dbname=journal sslmode=require connect_timeout=5";
        let expected = [
            ("PGHOST", "db1,db2"),
            ("PGPORT", "5432,5433"),
            ("PGUSER", "ann"),
            ("PGPASSWORD", "p@ss"),
            ("PGDATABASE", "journal"),
            ("PGCONNECT_TIMEOUT", "5"),
            ("PGSSLMODE", "require"),
        ];
        let expected = expected.map(|(name, value)| (name, value.to_owned()));
        assert_eq!(variables(url), expected);
        assert_eq!(variables(pairs), expected);
    }

    #[test]
    fn without_a_name_the_database_is_called_like_the_user() {
        let connection = Connection::parse("host=h user=ann").unwrap();
        assert_eq!(connection.database(), Some("ann"));
        assert!(Connection::parse("postgres://u:p@h:port/d").is_none());
    }
}
