//! The URL of a server, in the parts that the tests replace.

use std::str::FromStr;

/// Where a server is reached, and as whom.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// `user` or `user:password`, escaped as in the URL; empty when the URL names nobody.
    credentials: String,
    /// `host:port`; empty when the query names the host.
    host: String,
    /// The database that the URL names, where new ones are created from.
    database: String,
    /// From the question mark on, or empty.
    query: String,
}

impl Address {
    /// The URL as it was given.
    pub(super) fn url(&self) -> String {
        self.url_of(&self.database)
    }

    /// The URL of another database on the same server.
    pub(super) fn url_of(&self, database: &str) -> String {
        let at = if self.credentials.is_empty() { "" } else { "@" };
        let Self {
            credentials,
            host,
            query,
            ..
        } = self;
        format!("postgres://{credentials}{at}{host}/{database}{query}")
    }

    /// The same server, as somebody else.
    pub(super) fn with_credentials(&self, user: &str, password: &str) -> Self {
        Self {
            credentials: format!("{user}:{password}"),
            ..self.clone()
        }
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        let rest = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
            .ok_or("not a URL of the form postgres://user:password@host:port/database")?;
        let (rest, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (credentials, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        Ok(Self {
            credentials: credentials.to_owned(),
            host: host.to_owned(),
            database: if database.is_empty() {
                "postgres"
            } else {
                database
            }
            .to_owned(),
            query: query.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    fn check(url: &str, other_database: &str, other_user: &str) {
        let address: Address = url
            .parse()
            .unwrap_or_else(|reason| panic!("{url}: {reason}"));
        assert_eq!(address.url_of("new"), other_database);
        assert_eq!(
            address.with_credentials("reader", "secret").url_of("new"),
            other_user
        );
    }

    #[test]
    fn database_and_user_are_replaced_and_the_rest_is_kept() {
        check(
            "postgres://me:p%40ss@db.example:5433/main?connect_timeout=3",
            "postgres://me:p%40ss@db.example:5433/new?connect_timeout=3",
            "postgres://reader:secret@db.example:5433/new?connect_timeout=3",
        );
        check(
            "postgresql://localhost",
            "postgres://localhost/new",
            "postgres://reader:secret@localhost/new",
        );
        check(
            "postgres://me@/main?host=/run/postgresql",
            "postgres://me@/new?host=/run/postgresql",
            "postgres://reader:secret@/new?host=/run/postgresql",
        );
    }

    #[test]
    fn other_notations_are_refused() {
        assert!("host=localhost user=me".parse::<Address>().is_err());
    }
}
