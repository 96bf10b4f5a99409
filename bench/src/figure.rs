//! What was measured: samples, kept in a file for each section.

use std::fs;

use serde::{Deserialize, Serialize};

use crate::{Result, machine, place};

/// The figures of one section.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Figures {
    pub section: String,
    pub quick: bool,
    pub date: String,
    /// The load of the machine at its beginning and end.
    pub load: [String; 2],
    pub figures: Vec<Figure>,
}

/// One contender in one case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Figure {
    /// Such as `postgres, warm`.
    pub case: String,
    pub contender: String,
    /// How many migrations.
    pub n: u32,
    /// How long a round trip takes on the network, in milliseconds.
    pub delay: u32,
    pub unit: Unit,
    /// A sample for each round.
    pub samples: Vec<f64>,
    /// Why there is no sample, or what came beside it.
    pub note: Option<String>,
}

/// What a sample counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    Seconds,
    Bytes,
    Count,
}

impl Figures {
    pub fn begin(section: &str, quick: bool) -> Figures {
        Figures {
            section: section.to_owned(),
            quick,
            date: machine::date(),
            load: [machine::load(), String::new()],
            figures: Vec::new(),
        }
    }

    /// The figures that were kept, if the section has been measured.
    pub fn of(section: &str) -> Option<Figures> {
        let text = fs::read_to_string(place::figures(section)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps what has been measured so far.
    pub fn keep(&mut self) -> Result<()> {
        self.load[1] = machine::load();
        let path = place::figures(&self.section);
        let text = serde_json::to_string(self).map_err(|error| error.to_string())?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub fn find(&self, case: &str, contender: &str, n: u32, delay: u32) -> Option<&Figure> {
        self.figures.iter().find(|figure| {
            (
                figure.case.as_str(),
                figure.contender.as_str(),
                figure.n,
                figure.delay,
            ) == (case, contender, n, delay)
        })
    }

    /// The different values of a field, in the order of their first figures.
    pub fn each<T: PartialEq>(&self, field: impl Fn(&Figure) -> T) -> Vec<T> {
        let mut values = Vec::new();
        for value in self.figures.iter().map(field) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }
}

impl Figure {
    /// A figure without a sample yet.
    pub fn new(case: &str, contender: &str, n: u32, delay: u32, unit: Unit) -> Figure {
        Figure {
            case: case.to_owned(),
            contender: contender.to_owned(),
            n,
            delay,
            unit,
            samples: Vec::new(),
            note: None,
        }
    }

    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// The value below which this part of the samples is, interpolated.
    pub fn quantile(&self, part: f64) -> Option<f64> {
        quantile(&self.samples, part)
    }

    /// How many times the other this is: the median over the rounds that both were in, so that what
    /// disturbs a round disturbs both.
    pub fn ratio(&self, other: &Figure) -> Option<f64> {
        let pairs = self.samples.iter().zip(&other.samples);
        let ratios: Vec<f64> = pairs.map(|(one, other)| one / other).collect();
        quantile(&ratios, 0.5)
    }
}

fn quantile(samples: &[f64], part: f64) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = part * (sorted.len().checked_sub(1)? as f64);
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    Some(below + (above - below) * at.fract())
}
