//! What it must show: the goals, and whether the kept figures meet them.

mod kept;
mod why;

use std::fmt;

use self::kept::Kept;
use crate::Result;
use crate::figure::Figures;

/// One of them.
pub struct Goal {
    pub what: &'static str,
    /// What must be.
    pub bound: &'static str,
    /// What is, in words.
    pub found: String,
    pub state: State,
    /// Why it is missed, if it is and that is known.
    pub why: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Met,
    Missed,
    NotMeasured,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Met => "met",
            State::Missed => "**missed**",
            State::NotMeasured => "not measured",
        })
    }
}

/// Prints every goal.
pub fn print() -> Result<()> {
    for goal in all() {
        println!(
            "{:<12} {}: {}; {}",
            goal.state.to_string(),
            goal.what,
            goal.bound,
            goal.found
        );
    }
    Ok(())
}

pub fn all() -> Vec<Goal> {
    let section = |name| Figures::of(name).map(Kept::new);
    let (nothing, apply, crowd) = (section("nothing"), section("apply"), section("crowd"));
    let (building, heap) = (section("building"), section("heap"));
    let row = |what, bound, found: Option<(String, bool)>| {
        let state = match found {
            Some((_, true)) => State::Met,
            Some((_, false)) => State::Missed,
            None => State::NotMeasured,
        };
        let found = found.map(|(found, _)| found).unwrap_or_default();
        let why = why::of(what, bound).filter(|_| state == State::Missed);
        Goal {
            what,
            bound,
            found,
            state,
            why,
        }
    };
    let mut goals = vec![
        row(
            "nothing to do, Postgres, warm",
            "within 1.3 × one bare query",
            nothing
                .as_ref()
                .and_then(|kept| kept.within("Postgres, warm", "bare", 1.3)),
        ),
        row(
            "nothing to do, Postgres, warm",
            "equal for every n, to a tenth, beside the bare query",
            nothing
                .as_ref()
                .and_then(|kept| kept.level_beside("Postgres, warm", "bare", 1.1)),
        ),
        row(
            "nothing to do, Postgres, warm",
            "faster than every peer",
            nothing
                .as_ref()
                .and_then(|kept| kept.fastest("Postgres, warm", 1.0)),
        ),
        row(
            "nothing to do, SQLite, warm",
            "within 3 × rusqlite_migration",
            nothing
                .as_ref()
                .and_then(|kept| kept.within("SQLite, warm", "rusqlite_migration", 3.0)),
        ),
        row(
            "nothing to do, SQLite, warm",
            "equal for every n, to a tenth, beside the bare query",
            nothing
                .as_ref()
                .and_then(|kept| kept.level_beside("SQLite, warm", "bare", 1.1)),
        ),
        row(
            "apply 1,000, Postgres",
            "within 1.05 × bare batches",
            apply
                .as_ref()
                .and_then(|kept| kept.one("Postgres", "bare", 1_000, 0, |ratio| ratio <= 1.05)),
        ),
        row(
            "apply 1,000, Postgres, 20 ms",
            "at least 20 × faster than the best peer",
            apply
                .as_ref()
                .and_then(|kept| kept.best_peer("Postgres", 1_000, 20, 1.0 / 20.0)),
        ),
        row(
            "apply 1,000, SQLite",
            "within 1.10 × a bare batch in one transaction",
            apply
                .as_ref()
                .and_then(|kept| kept.one("SQLite", "bare", 1_000, 0, |ratio| ratio <= 1.10)),
        ),
        row(
            "apply 1,000, SQLite",
            "no slower than rusqlite_migration",
            apply.as_ref().and_then(|kept| {
                kept.one("SQLite", "rusqlite_migration", 1_000, 0, |ratio| {
                    ratio <= 1.0
                })
            }),
        ),
    ];
    for (what, database, state) in [
        (
            "64 processes, Postgres, empty database",
            "Postgres",
            "empty",
        ),
        (
            "64 processes, Postgres, current database",
            "Postgres",
            "current",
        ),
        ("64 processes, SQLite, empty database", "SQLite", "empty"),
        (
            "64 processes, SQLite, current database",
            "SQLite",
            "current",
        ),
    ] {
        let found = crowd.as_ref().and_then(|kept| kept.crowd(database, state));
        goals.push(row(what, "no error, within 1.5 × one process alone", found));
    }
    for (what, mode) in [
        ("cargo check", "cargo check"),
        ("cargo build --release", "cargo build --release"),
    ] {
        for (bound, n) in [
            ("1,000: no slower than the fastest peer", 1_000),
            ("10,000: no slower than the fastest peer", 10_000),
        ] {
            let found = building
                .as_ref()
                .and_then(|kept| kept.best_peer(mode, n, 0, 1.0));
            goals.push(row(what, bound, found));
        }
        let found = building.as_ref().and_then(|kept| kept.linear(mode));
        goals.push(row(what, "linear in n", found));
    }
    goals.push(row(
        "cold build without drivers",
        "faster than every peer",
        building
            .as_ref()
            .and_then(|kept| kept.best_peer("cold build", 10, 0, 1.0)),
    ));
    goals.push(row(
        "cold build without drivers",
        "fewer than 25 crates",
        building.as_ref().and_then(|kept| {
            let crates = kept.crates()?;
            Some((format!("{crates} crates"), crates < 25.0))
        }),
    ));
    for (what, case) in [
        ("heap at start, Postgres", "Postgres"),
        ("heap at start, SQLite", "SQLite"),
    ] {
        let found = heap.as_ref().and_then(|kept| kept.level(case, 1.02));
        goals.push(row(what, "independent of n", found));
    }
    goals
}
