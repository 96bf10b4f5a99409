//! What a campaign comes to.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use crate::fault::Fault;

/// Figures of one kind of fault.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    faults: u64,
    ended: u64,
    failed: u64,
    survived: u64,
    hot: u64,
    remedies: u64,
    violations: u64,
}

/// What became of one case whose fault was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) victim: Became,
    /// Whether a journal was left that the next process had to take back, or a WAL to read.
    pub(crate) hot: bool,
    /// How many remedies were followed until it was done.
    pub(crate) remedies: u64,
}

/// What became of the victim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    /// It was ended.
    Ended,
    /// It said that it failed.
    Failed,
    /// It came through.
    Survived,
}

/// All figures, and the violations.
pub(crate) struct Tally {
    seed: u64,
    began: Instant,
    figures: BTreeMap<String, Figures>,
    violations: Vec<String>,
}

impl Tally {
    pub(crate) fn new(seed: u64) -> Tally {
        Tally {
            seed,
            began: Instant::now(),
            figures: BTreeMap::new(),
            violations: Vec::new(),
        }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// How many faults there were.
    pub(crate) fn total(&self) -> u64 {
        self.figures.values().map(|figures| figures.faults).sum()
    }

    /// Counts one case; `of` is what its scenario is called.
    pub(crate) fn count(&mut self, of: &str, fault: Fault, outcome: Result<Outcome, String>) {
        let (dialect, _) = of.split_once('/').unwrap_or((of, ""));
        let figures = self
            .figures
            .entry(format!("{dialect}: {}", fault.kind))
            .or_default();
        figures.faults += 1;
        match outcome {
            Ok(outcome) => {
                match outcome.victim {
                    Became::Ended => figures.ended += 1,
                    Became::Failed => figures.failed += 1,
                    Became::Survived => figures.survived += 1,
                }
                figures.hot += u64::from(outcome.hot);
                figures.remedies += outcome.remedies;
            }
            Err(violation) => {
                figures.violations += 1;
                let case = format!("{of} {fault}");
                println!("VIOLATION in `{case}`\n{violation}");
                self.violations.push(case);
            }
        }
    }

    /// Counts what is no case of a scenario.
    pub(crate) fn count_other(&mut self, what: &str, violation: Result<Became, String>) {
        let figures = self.figures.entry(what.to_owned()).or_default();
        figures.faults += 1;
        match violation {
            Ok(Became::Ended) => figures.ended += 1,
            Ok(Became::Failed) => figures.failed += 1,
            Ok(Became::Survived) => figures.survived += 1,
            Err(violation) => {
                figures.violations += 1;
                println!("VIOLATION: {what}\n{violation}");
                self.violations.push(what.to_owned());
            }
        }
    }

    /// Prints the figures.
    ///
    /// # Panics
    ///
    /// When there was a violation.
    pub(crate) fn close(self) {
        println!("{self}");
        let cases: Vec<String> = self
            .violations
            .iter()
            .map(|case| format!("INGRAIN_FAULTS_CASE='{case}' cargo test --test faults -- --ignored --nocapture one_case"))
            .collect();
        assert!(cases.is_empty(), "to repeat them:\n{}", cases.join("\n"));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| fault | times | victim ended | victim failed | victim went on | journal left | remedies followed | violations |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|---:|")?;
        let mut total = Figures::default();
        for (kind, figures) in &self.figures {
            line(f, kind, *figures)?;
            total.faults += figures.faults;
            total.ended += figures.ended;
            total.failed += figures.failed;
            total.survived += figures.survived;
            total.hot += figures.hot;
            total.remedies += figures.remedies;
            total.violations += figures.violations;
        }
        line(f, "all", total)?;
        write!(
            f,
            "\nseed {}, {} s",
            self.seed,
            self.began.elapsed().as_secs()
        )
    }
}

fn line(f: &mut fmt::Formatter<'_>, kind: &str, figures: Figures) -> fmt::Result {
    let Figures {
        faults,
        ended,
        failed,
        survived,
        hot,
        remedies,
        violations,
    } = figures;
    writeln!(
        f,
        "| {kind} | {faults} | {ended} | {failed} | {survived} | {hot} | {remedies} | {violations} |"
    )
}
