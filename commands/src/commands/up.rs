//! `up`: applies what is pending.

use ingrain::{Migrator, Target};

use crate::{Answer, Console, Error, Session};

pub(crate) fn up(
    mut session: Session,
    migrator: &Migrator,
    target: Target,
    _: Console,
) -> Result<Answer, Error> {
    let report = session.up(migrator, target)?;
    Answer::new(&report, &report)
}
