//! A worker's connection to Postgres: it enters one tenant's schema after the other.

use tokio_postgres::Client;

use super::problem;
use crate::driver::{Database as _, Driver as _, Failure};
use crate::engine::through_a_pooler;
use crate::log::identifier;
use crate::{Error, Pooling};
use ingrain_core::Dialect;

/// A connection, and who it was when it began.
pub(super) struct Session {
    pub(super) client: Client,
    authorization: String,
    role: String,
}

/// What a script may leave in a session, beside its settings and whom it works as.
const CLEAN: [&str; 7] = [
    "CLOSE ALL",
    "UNLISTEN *",
    "SELECT pg_catalog.pg_advisory_unlock_all()",
    // Not those of the protocol, which the client may go on using.
    "DO $ingrain$ DECLARE statement text; BEGIN FOR statement IN \
     SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql LOOP \
     EXECUTE pg_catalog.format('DEALLOCATE %I', statement); END LOOP; END $ingrain$",
    "DISCARD TEMP",
    "DISCARD SEQUENCES",
    "RESET ALL",
];

impl Session {
    /// A session of one's own: what a pooler hands out differs from one statement to the next, and so would
    /// the schema.
    pub(super) async fn begin(mut client: Client, pooling: Pooling) -> Result<Session, Error> {
        const WHO: &str = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('session_authorization'), \
            pg_catalog.current_setting('role')";
        let mut driver = client.driver();
        let rows = driver.query(WHO).await.map_err(unusable)?;
        let Some([Some(found), Some(authorization), Some(role)]) = rows.first().map(Vec::as_slice)
        else {
            return Err(Error::internal("the server did not say who is connected"));
        };
        let told = driver.session().await;
        if let (Pooling::Unknown, Some(told)) = (pooling, told)
            && told != *found
        {
            let title = "tenants are told apart by what the session has set, and this connection goes through a pooler";
            return Err(Error::failed(through_a_pooler(title, &told, found)));
        }
        let (authorization, role) = (authorization.clone(), role.clone());
        Ok(Session {
            client,
            authorization,
            role,
        })
    }

    /// The same session as if it were new, unless it is broken.
    pub(super) async fn cleaned(mut self) -> Option<Session> {
        let literal = |text: &str| Dialect::Postgres.literal(text);
        let who = format!(
            "SELECT pg_catalog.set_config('session_authorization', {}, false), pg_catalog.set_config('role', {}, false)",
            literal(&self.authorization),
            literal(&self.role)
        );
        let statements: Vec<&str> = CLEAN.into_iter().chain([who.as_str()]).collect();
        let cleaned = self.client.driver().execute(&statements).await;
        cleaned.is_ok().then_some(self)
    }

    /// Makes the tenant's schema the one where tables are found and made; after it come `shared`.
    pub(super) async fn enter(&mut self, tenant: &str, shared: &[String]) -> Result<(), Error> {
        let names = [tenant]
            .into_iter()
            .chain(shared.iter().map(String::as_str));
        let path: Vec<String> = names.map(identifier).collect();
        let literal = |text: &str| Dialect::Postgres.literal(text);
        let enter = format!(
            "SELECT pg_catalog.set_config('search_path', {}, false) FROM pg_catalog.pg_namespace WHERE nspname = {}",
            literal(&path.join(", ")),
            literal(tenant)
        );
        let entered = self.client.driver().query(&enter).await.map_err(unusable)?;
        match entered.is_empty() {
            true => Err(problem::no_schema(tenant, &identifier(tenant))),
            false => Ok(()),
        }
    }
}

fn unusable(failure: Failure) -> Error {
    Error::database("the tenant's schema cannot be entered", failure)
}
