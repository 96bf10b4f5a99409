//! The tables of other tools, which are read and never written.

use ingrain_core::{Dialect, Tool, ToolRow};

use super::Log;

impl Log {
    /// Its rows, in the order and form that [`ToolRow::parse`] takes. On Postgres the search path finds it,
    /// as it does for the tool.
    pub(crate) fn tool(&self, tool: Tool) -> String {
        let values = ToolRow::COLUMNS.map(|column| match (tool, column, self.dialect) {
            (_, "version", Dialect::Sqlite) => "CAST(version AS TEXT)",
            (_, "version", Dialect::Postgres) => "version::text",
            (Tool::Diesel, "applied_at", _) => "run_on",
            (Tool::Sqlx, "applied_at", Dialect::Sqlite) => "installed_on",
            (Tool::Sqlx, "applied_at", Dialect::Postgres) => {
                "to_char(installed_on AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
            }
            (Tool::Sqlx, "checksum", Dialect::Sqlite) => "lower(hex(checksum))",
            (Tool::Sqlx, "checksum", Dialect::Postgres) => "encode(checksum, 'hex')",
            (Tool::Sqlx, "success", _) => "CASE WHEN success THEN 1 ELSE 0 END",
            (Tool::Sqlx, "description", _) => "description",
            (Tool::Refinery, "description", _) => "name",
            (Tool::Refinery, "checksum", _) => "checksum",
            (Tool::Refinery, "applied_at", _) => "applied_on",
            _ => "NULL",
        });
        let schema = match self.dialect {
            Dialect::Sqlite => "main.",
            Dialect::Postgres => "",
        };
        format!(
            "SELECT {} FROM {schema}{} ORDER BY version",
            values.join(", "),
            tool.table()
        )
    }
}
