//! What the figures of a section say, in words, and whether that is enough.

use crate::figure::{Figure, Figures};
use crate::machine::TOOLS;

/// The figures of a section that was measured.
pub(super) struct Kept(Figures);

impl Kept {
    pub(super) fn new(figures: Figures) -> Kept {
        Kept(figures)
    }

    /// How many crates a build takes.
    pub(super) fn crates(&self) -> Option<f64> {
        self.find("crates", "ingrain", 10, 0)?.median()
    }

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
    pub(super) fn one(
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
    pub(super) fn within(&self, case: &str, other: &str, bound: f64) -> Option<(String, bool)> {
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
    pub(super) fn level(&self, case: &str, bound: f64) -> Option<(String, bool)> {
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
    pub(super) fn level_beside(
        &self,
        case: &str,
        other: &str,
        bound: f64,
    ) -> Option<(String, bool)> {
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
    pub(super) fn fastest(&self, case: &str, bound: f64) -> Option<(String, bool)> {
        let found = self
            .sizes(case)
            .into_iter()
            .filter_map(|n| self.against_best(case, n, 0));
        let (ratio, peer) = found.max_by(|one, other| one.0.total_cmp(&other.0))?;
        Some((format!("at most {ratio:.2} × {peer}"), ratio <= bound))
    }

    /// Against the fastest peer, at one n.
    pub(super) fn best_peer(
        &self,
        case: &str,
        n: u32,
        delay: u32,
        bound: f64,
    ) -> Option<(String, bool)> {
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

    /// Against one process alone; where bare queries were measured, with how they fare.
    pub(super) fn crowd(&self, database: &str, state: &str) -> Option<(String, bool)> {
        let n = *self.sizes(&format!("{database}, {state}, 64")).first()?;
        let case = |size| format!("{database}, {state}, {size}");
        let times = |contender| {
            let alone = self.find(&case(1), contender, n, 0)?.median()?;
            Some(self.find(&case(64), contender, n, 0)?.median()? / alone)
        };
        let ratio = times("ingrain")?;
        let errors = self.find(&format!("{}: errors", case(64)), "ingrain", n, 0)?;
        let errors: f64 = errors.samples.iter().sum();
        let mut found = format!("{ratio:.2} × alone, {errors} errors");
        if let Some(bare) = times("bare") {
            found += &format!("; 64 bare queries {bare:.2} × one");
        }
        Some((found, errors == 0.0 && ratio <= 1.5))
    }

    /// Ten times as many take at most twelve times as long, what an empty program takes aside.
    pub(super) fn linear(&self, mode: &str) -> Option<(String, bool)> {
        let above = |n| {
            let own = self.find(mode, "ingrain", n, 0)?.median()?;
            Some(own - self.find(mode, "bare", n, 0)?.median()?)
        };
        let ratio = above(10_000)? / above(1_000)?;
        Some((format!("10,000: {ratio:.1} × 1,000"), ratio <= 12.0))
    }
}
