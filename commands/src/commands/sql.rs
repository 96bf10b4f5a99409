//! `sql`: a script that does by itself what `up` or `down` would do.

use serde::Serialize;

use super::Context;
use crate::highlight::highlight;
use crate::{Answer, DialectName, Error, TargetRange};

/// The JSON.
#[derive(Serialize)]
struct Json<'a> {
    dialect: &'static str,
    from: String,
    to: String,
    sql: &'a str,
}

pub(super) fn sql(
    context: &Context,
    TargetRange { from, to }: TargetRange,
    dialect: Option<DialectName>,
) -> Result<Answer, Error> {
    let dialect = context.dialect(dialect)?;
    let sql = context.migrator.offline_sql(dialect, from, to)?;
    let json = Json {
        dialect: dialect.name(),
        from: from.to_string(),
        to: to.to_string(),
        sql: &sql,
    };
    Answer::new(highlight(dialect, &sql), &json)
}
