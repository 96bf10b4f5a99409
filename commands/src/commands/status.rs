//! `status`: how the database stands.

use ingrain::Migrator;

use crate::{Answer, Error, Exit, Session};

pub(crate) fn status(mut session: Session, migrator: &Migrator) -> Result<Answer, Error> {
    let status = session.status(migrator)?;
    let answer = Answer::new(format_args!("{:?}", status.pending()), &status)?;
    Ok(match (status.refusal(), status.pending()) {
        (Some(_), _) => answer.ending(Exit::Refused),
        (None, []) => answer,
        (None, _) => answer.ending(Exit::Pending),
    })
}
