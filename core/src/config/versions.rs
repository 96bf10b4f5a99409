//! `[minimum-versions]`: the oldest servers that the scripts run on.

use toml_span::value::{Value, ValueInner};

use super::Mistake;

const HELP: &str = "write the oldest Postgres that the scripts run on, `postgres = \"14\"`";

/// Reads the table: `postgres = "14"`.
pub(super) fn minimum_postgres(value: &mut Value<'_>, found: &mut Vec<Mistake>) -> Option<String> {
    let span = value.span.into();
    let ValueInner::Table(table) = value.take() else {
        let title = "`minimum-versions` is not a table".to_owned();
        found.push((title, span, HELP.to_owned()));
        return None;
    };
    let mut minimum = None;
    for (key, value) in table {
        let mut mistake =
            |title: String, span, help: &str| found.push((title, span, help.to_owned()));
        match (key.name.as_ref(), value.as_str()) {
            ("postgres", Some(version)) if is_version(version) => {
                minimum = Some(version.to_owned())
            }
            ("postgres", _) => {
                mistake(
                    "this is not a version of Postgres".to_owned(),
                    value.span.into(),
                    HELP,
                );
            }
            ("sqlite", _) => {
                let help = "delete the line: SQLite is linked into the application, and so into the rehearsal";
                mistake("SQLite is no server".to_owned(), key.span.into(), help);
            }
            (unknown, _) => mistake(
                format!("`{unknown}` is not a server"),
                key.span.into(),
                HELP,
            ),
        }
    }
    minimum
}

/// `14`, `9.6`.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| part.len() <= 4 && part.parse::<u16>().is_ok();
    text.split('.').all(is_number) && text.split('.').count() <= 3
}
