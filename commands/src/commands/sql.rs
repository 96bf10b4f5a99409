//! `sql`: a script that does by itself what `up` or `down` would do.

use ingrain::Code;
use ingrain_core::printable;
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
    let sql = context.migrator.offline_sql(dialect, from, to);
    let sql = sql.map_err(|error| match error.code() {
        // What no script can hold, and what was asked for in vain: there is no database to be touched.
        Code::RustAbsent | Code::Settings => Error::from(error).refused(),
        _ => Error::from(error),
    })?;
    let json = Json {
        dialect: dialect.name(),
        from: from.to_string(),
        to: to.to_string(),
        sql: &sql,
    };
    let answer = Answer::new(highlight(dialect, &printable(&sql)), &json)?;
    Ok(answer.of_script(sql))
}
