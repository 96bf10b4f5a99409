//! The heap that the check at the start takes.

use super::{Database, LIMIT, Run};
use crate::Result;
use crate::contender::{Answer, Contender};
use crate::figure::{Figure, Figures, Unit};

pub(super) fn measure(run: &mut Run, figures: &mut Figures) -> Result<()> {
    run.server()?;
    for database in Database::ALL {
        for n in run.choose(vec![10, 1_000], vec![10, 1_000, 10_000]) {
            for name in database.contenders() {
                let mut contender = Contender::start(name, n)?;
                let place = run.current(database, &mut contender)?;
                let address = run.address(&place, 0)?;
                let mut figure = Figure::new(database.name(), name, n, 0, Unit::Bytes);
                for _ in 0..3 {
                    contender.ask(&format!("open {address}"), LIMIT);
                    match contender.ask("heap", LIMIT) {
                        Answer::Number(bytes) => figure.samples.push(bytes as f64),
                        other => figure.note = Some(format!("{other:?}")),
                    }
                }
                eprintln!(
                    "   {} {name} n={n}: {:?} bytes",
                    database.name(),
                    figure.median()
                );
                figures.figures.push(figure);
                run.remove(place)?;
            }
            figures.keep()?;
        }
    }
    Ok(())
}
