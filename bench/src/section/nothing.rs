//! Nothing to do: the check at every start.

use std::time::Duration;

use super::{Database, LIMIT, Place, Run, in_turns, progress, seconds};
use crate::Result;
use crate::contender::Contender;
use crate::figure::{Figure, Figures, Unit};

pub(super) fn measure(run: &mut Run, figures: &mut Figures) -> Result<()> {
    for database in Database::ALL {
        for n in run.choose(vec![10, 1_000], vec![10, 100, 1_000, 10_000]) {
            let mut current: Vec<(Contender, Place)> = Vec::new();
            for name in database.contenders() {
                run.server()?;
                let mut contender = Contender::start(name, n)?;
                let place = run.current(database, &mut contender)?;
                current.push((contender, place));
            }
            let delays = match database {
                Database::Postgres => run.choose(vec![0, 20], vec![0, 1, 20]),
                Database::Sqlite => vec![0],
            };
            for delay in delays {
                for connection in ["warm", "fresh"] {
                    let case = format!("{}, {connection}", database.name());
                    round(run, figures, &mut current, &case, n, delay)?;
                }
            }
            for (contender, place) in current {
                drop(contender);
                run.remove(place)?;
            }
            figures.keep()?;
        }
    }
    Ok(())
}

/// Measures everybody in one case.
fn round(
    run: &mut Run,
    figures: &mut Figures,
    current: &mut [(Contender, Place)],
    case: &str,
    n: u32,
    delay: u32,
) -> Result<()> {
    let is_fresh = case.ends_with("fresh");
    let mut contenders = Vec::new();
    for (contender, place) in current {
        let address = run.address(place, delay)?;
        let figure = Figure::new(case, &contender.name, n, delay, Unit::Seconds);
        contender.ask(&format!("open {address}"), LIMIT);
        for _ in 0..if delay == 0 { 5 } else { 1 } {
            contender.ask("start", LIMIT);
        }
        contenders.push(((contender, address), figure));
    }
    let rounds = match delay {
        0 => run.choose(60, 300),
        1 => run.choose(30, 100),
        _ => run.choose(7, 15),
    };
    let budget = Duration::from_secs(run.choose(2, 10));
    in_turns(&mut contenders, rounds, budget, |(contender, address)| {
        let answer = match is_fresh {
            true => contender.ask(&format!("fresh {address}"), LIMIT),
            false => contender.ask("start", LIMIT),
        };
        Ok(seconds(answer))
    })?;
    figures
        .figures
        .extend(contenders.into_iter().map(|(_, figure)| figure));
    progress(figures);
    Ok(())
}
