//! `adopted`: what a folder took over from another tool.

use std::ops::Range;

use toml_span::value::{Value, ValueInner};

use super::{Mistake, known};
use crate::tool::Adopted;
use crate::{Tool, Version};

const HELP: &str = "write which tool wrote the first migrations, and the last version that it wrote: \
    `adopted = { from = \"sqlx\", up-to = 12 }`";

/// Reads the table: `{ from = "sqlx", up-to = 12 }`.
pub(super) fn adopted(value: &mut Value<'_>, found: &mut Vec<Mistake>) -> Option<Adopted> {
    let span: Range<usize> = value.span.into();
    let before = found.len();
    let mut mistake = |title: &str, span, help: String| found.push((title.to_owned(), span, help));
    let ValueInner::Table(table) = value.take() else {
        mistake("`adopted` is not a table", span, HELP.to_owned());
        return None;
    };
    let (mut from, mut up_to) = (None, None);
    for (key, value) in table {
        match key.name.as_ref() {
            "from" => match value.as_str().and_then(Tool::from_name) {
                Some(tool) => from = Some(tool),
                None => {
                    let help = "the tools are: refinery, sqlx, diesel".to_owned();
                    mistake(
                        "this is not a tool that can be taken over from",
                        value.span.into(),
                        help,
                    );
                }
            },
            "up-to" => match value.as_integer().and_then(version) {
                Some(version) => up_to = Some(version),
                None => mistake("this is not a version", value.span.into(), HELP.to_owned()),
            },
            unknown => {
                let title = format!("unknown key `{unknown}`");
                mistake(
                    &title,
                    key.span.into(),
                    known(unknown, "keys", &["from", "up-to"]),
                );
            }
        }
    }
    match (from, up_to) {
        (Some(from), Some(up_to)) => Some(Adopted { from, up_to }),
        // What is there and wrong is told above.
        _ if found.len() > before => None,
        (from, _) => {
            let missing = if from.is_none() { "from" } else { "up-to" };
            found.push((
                format!("`adopted` has no `{missing}`"),
                span,
                HELP.to_owned(),
            ));
            None
        }
    }
}

fn version(number: i64) -> Option<Version> {
    Version::new(u64::try_from(number).ok()?)
}
