//! Spans and events for the `tracing` crate; without the feature, nothing.

#[cfg(not(feature = "tracing"))]
mod silent {
    use crate::{Error, Report};
    use ingrain_core::Dialect;
    use std::time::Duration;

    pub(crate) fn spanned<F: Future>(_: Dialect, future: F) -> F {
        future
    }

    pub(crate) fn waiting(_: &str, _: Duration) {}

    pub(crate) fn still_waiting(_: &str, _: Duration, _: &str) {}

    pub(crate) fn noticed(_: &str) {}

    pub(crate) fn done(_: &Result<Report, Error>) {}
}

#[cfg(feature = "tracing")]
mod spoken {
    use crate::{Error, Report};
    use ingrain_core::Dialect;
    use std::time::Duration;
    use tracing::Instrument as _;

    pub(crate) fn spanned<F: Future>(
        dialect: Dialect,
        future: F,
    ) -> impl Future<Output = F::Output> {
        future.instrument(tracing::info_span!("ingrain", %dialect))
    }

    pub(crate) fn waiting(why: &str, pause: Duration) {
        tracing::debug!(
            pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
            "waiting: {why}"
        );
    }

    /// `holders`: who is in the way, or nothing if that is not known.
    pub(crate) fn still_waiting(why: &str, waited: Duration, holders: &str) {
        tracing::warn!(
            waited_ms = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX),
            holders,
            "still waiting: {why}"
        );
    }

    pub(crate) fn noticed(what: &str) {
        tracing::warn!("{what}");
    }

    pub(crate) fn done(result: &Result<Report, Error>) {
        let report = match result {
            Ok(report) => report,
            Err(error) => error.report(),
        };
        if let Some(saved) = &report.saved {
            tracing::info!(backup = saved.what(), "saved");
        }
        for ran in report.ran() {
            tracing::info!(
                version = ran.version().number(),
                description = ran.description(),
                direction = %ran.direction(),
                duration_ms = ran.duration_ms(),
                "migrated"
            );
        }
        if let Err(error) = result {
            tracing::error!(code = %error.code(), "{error}");
        } else if report.is_empty() {
            tracing::debug!(
                current = report.current().map(|version| version.number()),
                "nothing to do"
            );
        }
    }
}

#[cfg(not(feature = "tracing"))]
pub(crate) use silent::*;
#[cfg(feature = "tracing")]
pub(crate) use spoken::*;
