//! Moments and the time between them, by the database's clock.

use ingrain_core::Dialect;

use super::Log;

impl Log {
    pub(super) fn now(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            // Not now(), which stands still for a whole message of many transactions.
            Dialect::Postgres => "clock_timestamp()",
        }
    }

    /// `applied_at` as UTC, RFC 3339 with milliseconds.
    pub(super) fn moment(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "applied_at",
            Dialect::Postgres => {
                "to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            }
        }
    }

    /// The milliseconds since `applied_at`, below 0 where the clock was set back since.
    pub(super) fn elapsed(&self) -> String {
        let milliseconds = self.between("applied_at", self.now());
        match self.dialect {
            Dialect::Sqlite => milliseconds,
            Dialect::Postgres => format!("({milliseconds})::bigint"),
        }
    }

    /// The milliseconds that something took, 0 where the clock was set back meanwhile. To be stored, they
    /// are rounded.
    pub(super) fn duration(&self, from: &str, to: &str) -> String {
        let milliseconds = self.between(from, to);
        match self.dialect {
            Dialect::Sqlite => format!("max(0, {milliseconds})"),
            Dialect::Postgres => format!("greatest(0, {milliseconds})"),
        }
    }

    fn between(&self, from: &str, to: &str) -> String {
        match self.dialect {
            // A day has 86,400,000 milliseconds.
            Dialect::Sqlite => {
                format!("CAST(round((julianday({to}) - julianday({from})) * 86400000) AS INTEGER)")
            }
            Dialect::Postgres => format!("extract(epoch FROM {to} - {from}) * 1000"),
        }
    }
}
