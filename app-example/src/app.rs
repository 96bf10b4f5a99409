//! The order of a start: open the database, migrate it, and only then listen. Or migrate only, on demand.
use std::future::IntoFuture;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ingrain::Migrator;
use ingrain::backup::{PgDump, SqliteCopy};
use tokio::net::TcpListener;

use crate::arguments::{Arguments, Command};
use crate::error::{Error, Result};
use crate::store::Store;
use crate::{console, http, migrations, shutdown};

/// How long requests that are under way may take to finish once the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Does what the command line asks for: serves, until it is asked to stop, or migrates only.
pub(crate) async fn run(mut arguments: Arguments) -> Result<ExitCode> {
    match arguments.command.take() {
        Some(Command::Migrate(migrate)) => Ok(self::migrate(migrate, &arguments)),
        None => serve(arguments).await.map(|()| ExitCode::SUCCESS),
    }
}

/// Ingrain's own commands, on the journal's database.
fn migrate(migrate: ingrain_cli::Migrate, arguments: &Arguments) -> ExitCode {
    migrate
        .default_url(arguments.database_url())
        .run(migrator(arguments))
}

async fn serve(arguments: Arguments) -> Result<()> {
    let store = Store::open(&arguments.database_url().parse()?).await?;
    let report = store.migrate(migrator(&arguments)).await?;
    console::say(report);

    let listener = listen(&arguments.listen).await?;
    let server = axum::serve(listener, http::router(Arc::new(store)))
        .with_graceful_shutdown(shutdown::requested());
    tokio::select! {
        outcome = server.into_future() => outcome.map_err(Error::Serve),
        () = grace_is_over() => Ok(()),
    }
}

fn migrator(arguments: &Arguments) -> Migrator {
    let migrator = migrations::migrator().for_environment(&arguments.environment);
    match &arguments.backups {
        // It takes the one for its database.
        Some(folder) => migrator
            .backup(SqliteCopy::within(folder))
            .backup(PgDump::new(folder, arguments.database_url())),
        None => migrator,
    }
}

async fn listen(address: &str) -> Result<TcpListener> {
    let failed = |cause| Error::Listen {
        address: address.to_owned(),
        cause,
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    console::answer(format_args!("listening on http://{bound}"));
    Ok(listener)
}

/// Waits for the request to stop, then for as long as a client may hold the process up.
async fn grace_is_over() {
    shutdown::requested().await;
    tokio::time::sleep(GRACE).await;
}
