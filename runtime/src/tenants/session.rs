//! A worker's connection to Postgres: it enters one tenant's schema after the other.

use tokio_postgres::Client;

use super::problem;
use crate::driver::{Database as _, Driver as _, Failure, FailureKind};
use crate::engine::through_a_pooler;
use crate::log::identifier;
use crate::{Error, Pooling};
use ingrain_core::Dialect;

/// A connection, and who it was when it began.
pub(super) struct Session {
    pub(super) client: Client,
    authorization: String,
    role: String,
    /// Whether a tenant has been entered, who may have left something.
    is_used: bool,
}

/// What a tenant may leave in a session, beside its settings and whom it works as.
const CLEAN: [&str; 8] = [
    // First, since whatever else is taken back would be a part of what is open. Outside it only warns.
    "ROLLBACK",
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
        let mut session = Session {
            client,
            authorization,
            role,
            is_used: false,
        };
        match session.is_inside_transaction().await {
            true => Err(problem::begins_inside_transaction()),
            false => Ok(session),
        }
    }

    /// Makes the session as if it were new, and the tenant's schema the one where tables are found and made;
    /// after it come `shared`. All in one message; nothing if the session cannot be used any more.
    pub(super) async fn enter(
        &mut self,
        tenant: &str,
        shared: &[String],
    ) -> Option<Result<(), Error>> {
        const ENTERED: &str = "entered";
        let names = [tenant]
            .into_iter()
            .chain(shared.iter().map(String::as_str));
        let path: Vec<String> = names.map(identifier).collect();
        let literal = |text: &str| Dialect::Postgres.literal(text);
        let who = format!(
            "SELECT pg_catalog.set_config('session_authorization', {}, false), pg_catalog.set_config('role', {}, false)",
            literal(&self.authorization),
            literal(&self.role)
        );
        let enter = format!(
            "SELECT '{ENTERED}', pg_catalog.set_config('search_path', {}, false) FROM pg_catalog.pg_namespace \
             WHERE nspname = {}",
            literal(&path.join(", ")),
            literal(tenant)
        );
        let mut statements = match self.is_used {
            true => CLEAN.to_vec(),
            false => Vec::new(),
        };
        statements.extend([who.as_str(), enter.as_str()]);
        let rows = self.client.driver().query(&statements.join(";\n")).await;
        let first = rows.ok()?.pop().and_then(|row| row.into_iter().next()?);
        self.is_used = true;
        match first.as_deref() {
            Some(ENTERED) => Some(Ok(())),
            _ => Some(Err(problem::no_schema(tenant, &identifier(tenant)))),
        }
    }

    /// Whether a transaction is open, which then began before this question. A session that does not answer
    /// is found out when it is entered next.
    pub(super) async fn is_inside_transaction(&mut self) -> bool {
        const INSIDE: &str = "SELECT pg_catalog.now() <> pg_catalog.statement_timestamp()";
        match self.client.driver().query(INSIDE).await {
            Ok(rows) => rows.concat() == [Some("t".to_owned())],
            Err(failure) => failure.kind == FailureKind::Aborted,
        }
    }
}

fn unusable(failure: Failure) -> Error {
    Error::database("the connection for the tenant cannot be used", failure)
}
