//! What is measured, a section each.

mod apply;
mod building;
mod crowd;
mod heap;
mod nothing;

use std::time::{Duration, Instant};

use crate::contender::{self, Answer, Contender};
use crate::figure::{Figure, Figures, Unit};
use crate::server::Server;
use crate::{Result, machine, place};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Nothing,
    Apply,
    Crowd,
    Building,
    Heap,
}

impl Section {
    pub const ALL: [Section; 5] = [
        Section::Nothing,
        Section::Apply,
        Section::Crowd,
        Section::Building,
        Section::Heap,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Section::Nothing => "nothing",
            Section::Apply => "apply",
            Section::Crowd => "crowd",
            Section::Building => "building",
            Section::Heap => "heap",
        }
    }

    /// Measures it, and keeps the figures.
    pub fn measure(self, run: &mut Run) -> Result<()> {
        eprintln!("== {}", self.name());
        let mut figures = Figures::begin(self.name(), run.quick);
        match self {
            Section::Nothing => nothing::measure(run, &mut figures),
            Section::Apply => apply::measure(run, &mut figures),
            Section::Crowd => crowd::measure(run, &mut figures),
            Section::Building => building::measure(run, &mut figures),
            Section::Heap => heap::measure(run, &mut figures),
        }?;
        figures.keep()
    }
}

/// One call of `bench/run`.
#[derive(Default)]
pub struct Run {
    /// Few sizes and rounds.
    pub quick: bool,
    /// The contenders are taken as they were built last.
    pub is_built: bool,
    server: Option<Server>,
}

/// The databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Database {
    Postgres,
    Sqlite,
}

/// A place to migrate, which is removed by [`Run::remove`].
#[derive(Debug)]
enum Place {
    Postgres { database: String },
    Sqlite(tempfile::TempDir),
}

/// How long one answer may take.
const LIMIT: Duration = Duration::from_secs(240);

impl Run {
    /// The server; with the first call the contenders are built and it is started.
    fn server(&mut self) -> Result<&mut Server> {
        if self.server.is_none() {
            if !self.is_built {
                contender::build()?;
            }
            let mut server = Server::start()?;
            let kept = place::figures("postgres-version");
            std::fs::write(kept, server.version()).map_err(|error| error.to_string())?;
            self.server = Some(server);
        }
        self.server.as_mut().ok_or_else(|| "no server".to_owned())
    }

    /// One or the other, as the run is quick or whole.
    fn choose<T>(&self, quick: T, whole: T) -> T {
        if self.quick { quick } else { whole }
    }

    /// An empty place.
    fn place(&mut self, database: Database) -> Result<Place> {
        let server = self.server()?;
        Ok(match database {
            Database::Postgres => Place::Postgres {
                database: server.database()?,
            },
            Database::Sqlite => {
                Place::Sqlite(tempfile::tempdir().map_err(|error| error.to_string())?)
            }
        })
    }

    /// What a contender is told to open.
    fn address(&mut self, place: &Place, delay: u32) -> Result<String> {
        match place {
            Place::Postgres { database } => self.server()?.url(database, delay),
            Place::Sqlite(directory) => Ok(directory.path().join("bench.db").display().to_string()),
        }
    }

    fn remove(&mut self, place: Place) -> Result<()> {
        match place {
            Place::Postgres { database } => self.server()?.drop(&database),
            Place::Sqlite(directory) => directory.close().map_err(|error| error.to_string()),
        }
    }

    /// A place where the contender has applied everything, without waiting for the disk.
    fn current(&mut self, database: Database, contender: &mut Contender) -> Result<Place> {
        let place = self.place(database)?;
        if let Place::Postgres { database } = &place {
            let hurry = format!("ALTER DATABASE {database} SET synchronous_commit = off");
            self.server()?.execute(&hurry)?;
        }
        let address = self.address(&place, 0)?;
        for command in [format!("open {address}"), "start".to_owned()] {
            match contender.ask(&command, LIMIT) {
                Answer::Number(_) => {}
                other => return Err(format!("{}: {command}: {other:?}", contender.name)),
            }
        }
        if let Place::Postgres { database } = &place {
            let usual = format!("ALTER DATABASE {database} RESET synchronous_commit");
            self.server()?.execute(&usual)?;
        }
        Ok(place)
    }
}

impl Database {
    const ALL: [Database; 2] = [Database::Postgres, Database::Sqlite];

    fn name(self) -> &'static str {
        match self {
            Database::Postgres => "Postgres",
            Database::Sqlite => "SQLite",
        }
    }

    /// Who can migrate it, the floor first.
    fn contenders(self) -> Vec<&'static str> {
        let tools = machine::TOOLS.into_iter();
        let tools =
            tools.filter(|tool| (*tool, self) != ("rusqlite_migration", Database::Postgres));
        ["bare"].into_iter().chain(tools).collect()
    }
}

/// Contenders in turns, until each has had `rounds` or has spent `budget` on them. `sample` measures one
/// once, and says nothing more to measure by giving none.
fn in_turns<T>(
    contenders: &mut [(T, Figure)],
    rounds: usize,
    budget: Duration,
    mut sample: impl FnMut(&mut T) -> Result<std::result::Result<f64, String>>,
) -> Result<()> {
    let mut spent = vec![Duration::ZERO; contenders.len()];
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            // Nobody always follows the same one.
            let at = (turn + round) % contenders.len();
            let (contender, figure) = &mut contenders[at];
            let alone = round > 0 && spent[at] >= budget;
            if figure.note.is_some() || alone {
                continue;
            }
            let begun = Instant::now();
            match sample(contender)? {
                Ok(measured) => figure.samples.push(measured),
                Err(note) => figure.note = Some(note),
            }
            spent[at] += begun.elapsed();
        }
    }
    Ok(())
}

/// An answer in seconds, or what went wrong.
fn seconds(answer: Answer) -> std::result::Result<f64, String> {
    match answer {
        Answer::Number(nanoseconds) => Ok(nanoseconds as f64 / 1e9),
        Answer::Error(error) => Err(error),
        Answer::TooLong => Err("not done in time".to_owned()),
    }
}

/// A note on whoever would take longer than `limit` at this n: what is fixed and what each migration takes
/// is told by the two largest n before.
fn too_long(figures: &Figures, figure: &Figure, limit: Duration) -> Option<String> {
    let before: Vec<&Figure> = figures
        .figures
        .iter()
        .filter(|before| {
            (&before.case, &before.contender, before.delay)
                == (&figure.case, &figure.contender, figure.delay)
        })
        .collect();
    let last = before.last()?;
    let Some(median) = last.median() else {
        return last.note.clone();
    };
    let earlier = before
        .iter()
        .rev()
        .nth(1)
        .and_then(|earlier| Some((earlier.n, earlier.median()?)));
    let (less, quicker) = earlier?;
    let each = (median - quicker) / f64::from(last.n - less);
    let expected = median + each * f64::from(figure.n - last.n);
    (expected > limit.as_secs_f64()).then(|| format!("skipped: would take about {expected:.0} s"))
}

fn progress(figures: &Figures) {
    if let Some(figure) = figures.figures.last() {
        eprintln!(
            "   {} n={} delay={} ms: {}",
            figure.case,
            figure.n,
            figure.delay,
            figures
                .figures
                .iter()
                .filter(|other| {
                    (&other.case, other.n, other.delay, other.unit)
                        == (&figure.case, figure.n, figure.delay, Unit::Seconds)
                })
                .map(|other| match other.median() {
                    Some(median) => format!("{} {:.3} ms", other.contender, median * 1e3),
                    None => format!("{} -", other.contender),
                })
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
}
