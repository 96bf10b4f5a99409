//! Everything to do, on an empty database.

use std::time::Duration;

use super::{Database, LIMIT, Run, in_turns, progress, seconds, too_long};
use crate::Result;
use crate::contender::{Answer, Contender};
use crate::figure::{Figure, Figures, Unit};

pub(super) fn measure(run: &mut Run, figures: &mut Figures) -> Result<()> {
    run.server()?;
    for database in Database::ALL {
        let delays = match database {
            Database::Postgres => run.choose(vec![0, 20], vec![0, 1, 20]),
            Database::Sqlite => vec![0],
        };
        for delay in delays {
            for n in run.choose(vec![10, 100, 1_000], vec![10, 100, 1_000, 10_000]) {
                one(run, figures, database, n, delay)?;
            }
        }
    }
    Ok(())
}

fn one(run: &mut Run, figures: &mut Figures, database: Database, n: u32, delay: u32) -> Result<()> {
    // The goals are about 1,000; at 10,000 over a slow network some peers would take half an hour.
    let patient = if n > 1_000 { 60 } else { 130 };
    let limit = Duration::from_secs(run.choose(25, patient));
    let mut contenders = Vec::new();
    for name in database.contenders() {
        let mut figure = Figure::new(database.name(), name, n, delay, Unit::Seconds);
        figure.note = too_long(figures, &figure, limit);
        contenders.push((Contender::start(name, n)?, figure));
    }
    let rounds = run.choose(5, 11);
    let budget = Duration::from_secs(run.choose(8, 15));
    in_turns(&mut contenders, rounds, budget, |contender| {
        let place = run.place(database)?;
        let address = run.address(&place, delay)?;
        let answer = match contender.ask(&format!("open {address}"), LIMIT) {
            Answer::Number(_) => contender.ask("start", limit),
            other => other,
        };
        run.remove(place)?;
        Ok(seconds(answer))
    })?;
    figures
        .figures
        .extend(contenders.into_iter().map(|(_, figure)| figure));
    progress(figures);
    figures.keep()
}
