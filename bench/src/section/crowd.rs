//! Processes that start at once.

use std::time::{Duration, Instant};

use super::{Database, Place, Run, in_turns, progress};
use crate::Result;
use crate::contender::{Answer, Contender};
use crate::figure::{Figure, Figures, Unit};

/// How long a crowd may take.
const LIMIT: Duration = Duration::from_secs(120);

pub(super) fn measure(run: &mut Run, figures: &mut Figures) -> Result<()> {
    run.server()?;
    let n = run.choose(100, 1_000);
    for database in Database::ALL {
        for size in [1, 16, 64] {
            for state in ["empty", "current"] {
                let case = format!("{}, {state}, {size}", database.name());
                one(run, figures, database, &case, n, size)?;
            }
        }
    }
    Ok(())
}

/// What came of one round.
struct Round {
    seconds: f64,
    errors: usize,
    /// The first of them.
    error: Option<String>,
}

fn one(
    run: &mut Run,
    figures: &mut Figures,
    database: Database,
    case: &str,
    n: u32,
    size: usize,
) -> Result<()> {
    let is_current = case.contains("current");
    let mut crowds = Vec::new();
    // Bare batches are for one process; a bare query is for any number.
    for name in database
        .contenders()
        .into_iter()
        .filter(|name| *name != "bare" || is_current)
    {
        let crowd: Result<Vec<Contender>> = (0..size).map(|_| Contender::start(name, n)).collect();
        crowds.push((crowd?, Figure::new(case, name, n, 0, Unit::Seconds)));
    }
    let mut errors: Vec<(String, f64, Option<String>)> = Vec::new();
    let (rounds, budget) = (run.choose(3, 7), Duration::from_secs(run.choose(10, 20)));
    in_turns(&mut crowds, rounds, budget, |crowd| {
        let (round, place) = play(run, database, crowd, is_current, false)?;
        run.remove(place)?;
        errors.push((crowd[0].name.clone(), round.errors as f64, round.error));
        Ok(Ok(round.seconds))
    })?;
    let mut counts = Vec::new();
    for (crowd, figure) in &mut crowds {
        let mut counted = Figure::new(
            &format!("{case}: errors"),
            &figure.contender,
            n,
            0,
            Unit::Count,
        );
        for (name, count, error) in &errors {
            if *name == figure.contender {
                counted.samples.push(*count);
                counted.note = counted.note.or_else(|| error.clone());
            }
        }
        counts.push(counted);
        if database == Database::Postgres {
            counts.push(messages(run, crowd, case, is_current, n)?);
        }
    }
    figures.figures.extend(counts);
    figures
        .figures
        .extend(crowds.into_iter().map(|(_, figure)| figure));
    progress(figures);
    figures.keep()
}

/// How many messages with statements reach the server: a round apart, since writing them down takes time.
fn messages(
    run: &mut Run,
    crowd: &mut [Contender],
    case: &str,
    is_current: bool,
    n: u32,
) -> Result<Figure> {
    let case = format!("{case}: messages");
    let mut figure = Figure::new(&case, &crowd[0].name, n, 0, Unit::Count);
    let (_, place) = play(run, Database::Postgres, crowd, is_current, true)?;
    if let Place::Postgres { database } = &place {
        figure.samples.push(run.server()?.logged(database) as f64);
    }
    run.remove(place)?;
    Ok(figure)
}

/// Everybody connects, and when all have, all are let go at once.
fn play(
    run: &mut Run,
    database: Database,
    crowd: &mut [Contender],
    is_current: bool,
    is_logged: bool,
) -> Result<(Round, Place)> {
    let place = match is_current {
        true => run.current(database, &mut crowd[0])?,
        false => run.place(database)?,
    };
    if let (Place::Postgres { database }, true) = (&place, is_logged) {
        run.server()?.execute(&format!(
            "ALTER DATABASE {database} SET log_statement = 'all'"
        ))?;
    }
    let address = run.address(&place, 0)?;
    for contender in crowd.iter_mut() {
        contender.tell(&format!("open {address}"));
    }
    let opened = crowd.iter_mut().map(|contender| contender.answer(LIMIT));
    let mut answers: Vec<Answer> = opened
        .filter(|answer| !matches!(answer, Answer::Number(_)))
        .collect();
    let begun = Instant::now();
    for contender in crowd.iter_mut() {
        contender.tell("start");
    }
    answers.extend(crowd.iter_mut().map(|contender| contender.answer(LIMIT)));
    let seconds = begun.elapsed().as_secs_f64();
    let mut errors = answers.into_iter().filter_map(|answer| match answer {
        Answer::Number(_) => None,
        Answer::Error(error) => Some(error),
        Answer::TooLong => Some(format!("not done after {} s", LIMIT.as_secs())),
    });
    let error = errors.next();
    let errors = errors.count() + usize::from(error.is_some());
    Ok((
        Round {
            seconds,
            errors,
            error,
        },
        place,
    ))
}
