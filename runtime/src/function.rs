//! The application's functions for the scripts that are Rust, as `embed!` was given them.

use std::error::Error;
#[cfg(feature = "tokio-postgres")]
use std::pin::Pin;

use ingrain_core::{Direction, Version};

/// A function, and the script in whose place it runs.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    pub(crate) version: Version,
    pub(crate) direction: Direction,
    #[cfg_attr(
        not(any(feature = "rusqlite", feature = "tokio-postgres")),
        allow(dead_code, reason = "drivers call it")
    )]
    pub(crate) body: Body,
}

/// What is called.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Body {
    #[cfg(feature = "rusqlite")]
    Sqlite(OnSqlite),
    #[cfg(feature = "tokio-postgres")]
    Postgres(OnPostgres),
    /// Its driver is not there, of which the build has complained.
    Absent,
}

/// What came of a function.
pub type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

#[cfg(feature = "rusqlite")]
type OnSqlite = fn(&rusqlite::Connection) -> Outcome;
#[cfg(feature = "tokio-postgres")]
type OnPostgres = for<'c> fn(&'c tokio_postgres::Client) -> Running<'c>;
/// A call on Postgres, until it is done.
#[cfg(feature = "tokio-postgres")]
pub type Running<'c> = Pin<Box<dyn Future<Output = Outcome> + Send + 'c>>;

impl Function {
    /// One for SQLite.
    #[cfg(feature = "rusqlite")]
    pub const fn on_sqlite(version: u64, direction: Direction, function: OnSqlite) -> Function {
        Function::new(version, direction, Body::Sqlite(function))
    }

    /// One for Postgres.
    #[cfg(feature = "tokio-postgres")]
    pub const fn on_postgres(version: u64, direction: Direction, function: OnPostgres) -> Function {
        Function::new(version, direction, Body::Postgres(function))
    }

    /// One for a database whose driver is not there.
    pub const fn absent(version: u64, direction: Direction) -> Function {
        Function::new(version, direction, Body::Absent)
    }

    const fn new(version: u64, direction: Direction, body: Body) -> Function {
        Function {
            version: Version::embedded(version),
            direction,
            body,
        }
    }
}

/// What a function for a script may return.
#[diagnostic::on_unimplemented(
    message = "a Rust migration cannot return `{Self}`",
    label = "it is to return `Result<(), E>`, with an error that is `Into<Box<dyn Error + Send + Sync>>`"
)]
pub trait Returned {
    /// The same with any error.
    fn outcome(self) -> Outcome;
}

impl<E: Into<Box<dyn Error + Send + Sync>>> Returned for Result<(), E> {
    fn outcome(self) -> Outcome {
        self.map_err(Into::into)
    }
}

/// What a function on SQLite has returned.
pub fn outcome(returned: impl Returned) -> Outcome {
    returned.outcome()
}

/// What a function on Postgres has returned: a future, which may be spawned.
#[cfg(feature = "tokio-postgres")]
pub fn running<'c, F>(future: F) -> Running<'c>
where
    F: Future + Send + 'c,
    F::Output: Returned,
{
    Box::pin(async move { future.await.outcome() })
}

/// Wraps a function for SQLite.
#[cfg(feature = "rusqlite")]
#[doc(hidden)]
#[macro_export]
macro_rules! __sqlite_function {
    ($version:expr, $direction:expr, $($path:tt)+) => {
        $crate::__private::Function::on_sqlite($version, $direction, |connection| {
            $crate::__private::outcome($($path)+(connection))
        })
    };
}

#[cfg(not(feature = "rusqlite"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __sqlite_function {
    ($version:expr, $direction:expr, $($path:tt)+) => {{
        ::core::compile_error!(
            "a function is named for SQLite, and the driver is not there [ING0040]\n \
             = help: enable it in Cargo.toml: `ingrain = { version = \"0.1\", features = [\"rusqlite\"] }`\n \
             = help: or, if the application does not use SQLite, take \"sqlite\" out of `dialects` in `ingrain.toml`"
        );
        $crate::__private::Function::absent($version, $direction)
    }};
}

/// Wraps a function for Postgres.
#[cfg(feature = "tokio-postgres")]
#[doc(hidden)]
#[macro_export]
macro_rules! __postgres_function {
    ($version:expr, $direction:expr, $($path:tt)+) => {
        $crate::__private::Function::on_postgres($version, $direction, |client| {
            $crate::__private::running($($path)+(client))
        })
    };
}

#[cfg(not(feature = "tokio-postgres"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __postgres_function {
    ($version:expr, $direction:expr, $($path:tt)+) => {{
        ::core::compile_error!(
            "a function is named for Postgres, and the driver is not there [ING0040]\n \
             = help: enable it in Cargo.toml: `ingrain = { version = \"0.1\", features = [\"tokio-postgres\"] }`\n \
             = help: or, if the application does not use Postgres, take \"postgres\" out of `dialects` in `ingrain.toml`"
        );
        $crate::__private::Function::absent($version, $direction)
    }};
}
