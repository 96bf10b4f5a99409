//! What it must show: the targets, and whether the kept figures meet them.

mod why;

use std::fmt;

use crate::Result;
use crate::figure::{Figure, Figures};
use crate::machine::TOOLS;

/// One target.
pub struct Target {
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

/// Prints every target.
pub fn print() -> Result<()> {
    for target in all() {
        println!(
            "{:<12} {}: {}; {}",
            target.state.to_string(),
            target.what,
            target.bound,
            target.found
        );
    }
    Ok(())
}

pub fn all() -> Vec<Target> {
    let section = |name| Figures::of(name).map(Kept);
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
        Target {
            what,
            bound,
            found,
            state,
            why,
        }
    };
    let mut targets = vec![
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
        targets.push(row(what, "no error, within 1.5 × one process alone", found));
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
            targets.push(row(what, bound, found));
        }
        let found = building.as_ref().and_then(|kept| kept.linear(mode));
        targets.push(row(what, "linear in n", found));
    }
    targets.push(row(
        "cold build without drivers",
        "faster than every peer",
        building
            .as_ref()
            .and_then(|kept| kept.best_peer("cold build", 10, 0, 1.0)),
    ));
    targets.push(row(
        "cold build without drivers",
        "fewer than 25 crates",
        building.as_ref().and_then(|kept| {
            let crates = kept.0.find("crates", "ingrain", 10, 0)?.median()?;
            Some((format!("{crates} crates"), crates < 25.0))
        }),
    ));
    for (what, case) in [
        ("heap at start, Postgres", "Postgres"),
        ("heap at start, SQLite", "SQLite"),
    ] {
        let found = heap.as_ref().and_then(|kept| kept.level(case, 1.02));
        targets.push(row(what, "independent of n", found));
    }
    targets
}

/// The figures of a section that was measured.
struct Kept(Figures);

impl Kept {
    fn find(&self, case: &str, contender: &str, n: u32, delay: u32) -> Option<&Figure> {
        self.0
            .find(case, contender, n, delay)
            .filter(|figure| figure.median().is_some())
    }

    fn sizes(&self, case: &str) -> Vec<u32> {
        let figures = self.0.figures.iter().filter(|figure| figure.case == case);
        let mut sizes: Vec<u32> = figures.map(|figure| figure.n).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// Against another, at one n.
    fn one(
        &self,
        case: &str,
        other: &str,
        n: u32,
        delay: u32,
        is_met: impl Fn(f64) -> bool,
    ) -> Option<(String, bool)> {
        let own = self.find(case, "ingrain", n, delay)?;
        let ratio = own.ratio(self.find(case, other, n, delay)?)?;
        Some((format!("{ratio:.2} × {other}"), is_met(ratio)))
    }

    /// Against another, at every n: the worst counts.
    fn within(&self, case: &str, other: &str, bound: f64) -> Option<(String, bool)> {
        let ratios = self.sizes(case).into_iter().filter_map(|n| {
            let own = self.find(case, "ingrain", n, 0)?;
            Some((n, own.ratio(self.find(case, other, n, 0)?)?))
        });
        let (n, worst) = ratios.max_by(|one, other| one.1.total_cmp(&other.1))?;
        Some((
            format!("at most {worst:.2} × {other} (n = {n})"),
            worst <= bound,
        ))
    }

    /// The largest n against the smallest.
    fn level(&self, case: &str, bound: f64) -> Option<(String, bool)> {
        let sizes = self.sizes(case);
        let (few, many) = (*sizes.first()?, *sizes.last().filter(|_| sizes.len() > 1)?);
        let median = |n| self.find(case, "ingrain", n, 0)?.median();
        let ratio = median(many)? / median(few)?;
        Some((
            format!("n = {many}: {ratio:.2} × n = {few}"),
            ratio <= bound,
        ))
    }

    /// The same as a multiple of another's: sizes are measured at different times, between which the machine
    /// may have become slower for everybody.
    fn level_beside(&self, case: &str, other: &str, bound: f64) -> Option<(String, bool)> {
        let sizes = self.sizes(case);
        let (few, many) = (*sizes.first()?, *sizes.last().filter(|_| sizes.len() > 1)?);
        let beside = |n| {
            self.find(case, "ingrain", n, 0)?
                .ratio(self.find(case, other, n, 0)?)
        };
        let (least, most) = (beside(few)?, beside(many)?);
        let found = format!("n = {few}: {least:.2} × {other}, n = {many}: {most:.2} ×");
        Some((found, most / least <= bound))
    }

    /// Against the fastest peer, at every n.
    fn fastest(&self, case: &str, bound: f64) -> Option<(String, bool)> {
        let found = self
            .sizes(case)
            .into_iter()
            .filter_map(|n| self.against_best(case, n, 0));
        let (ratio, peer) = found.max_by(|one, other| one.0.total_cmp(&other.0))?;
        Some((format!("at most {ratio:.2} × {peer}"), ratio <= bound))
    }

    /// Against the fastest peer, at one n.
    fn best_peer(&self, case: &str, n: u32, delay: u32, bound: f64) -> Option<(String, bool)> {
        let (ratio, peer) = self.against_best(case, n, delay)?;
        let found = match ratio < 0.2 {
            true => format!("{:.0} × faster than {peer}", 1.0 / ratio),
            false => format!("{ratio:.2} × {peer}"),
        };
        Some((found, ratio <= bound))
    }

    fn against_best(&self, case: &str, n: u32, delay: u32) -> Option<(f64, &'static str)> {
        let own = self.find(case, "ingrain", n, delay)?;
        let peers = TOOLS.into_iter().filter(|tool| *tool != "ingrain");
        let ratios =
            peers.filter_map(|peer| Some((own.ratio(self.find(case, peer, n, delay)?)?, peer)));
        ratios.max_by(|one, other| one.0.total_cmp(&other.0))
    }

    fn crowd(&self, database: &str, state: &str) -> Option<(String, bool)> {
        let n = *self.sizes(&format!("{database}, {state}, 64")).first()?;
        let case = |size| format!("{database}, {state}, {size}");
        let alone = self.find(&case(1), "ingrain", n, 0)?.median()?;
        let together = self.find(&case(64), "ingrain", n, 0)?.median()?;
        let errors = self.find(&format!("{}: errors", case(64)), "ingrain", n, 0)?;
        let errors: f64 = errors.samples.iter().sum();
        let ratio = together / alone;
        Some((
            format!("{ratio:.2} × alone, {errors} errors"),
            errors == 0.0 && ratio <= 1.5,
        ))
    }

    /// Ten times as many take at most twelve times as long, what an empty program takes aside.
    fn linear(&self, mode: &str) -> Option<(String, bool)> {
        let above = |n| {
            let own = self.find(mode, "ingrain", n, 0)?.median()?;
            Some(own - self.find(mode, "bare", n, 0)?.median()?)
        };
        let ratio = above(10_000)? / above(1_000)?;
        Some((format!("10,000: {ratio:.1} × 1,000"), ratio <= 12.0))
    }
}
