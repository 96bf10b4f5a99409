//! `results.md`, of all figures that are kept.

mod table;

use std::fmt::Write as _;
use std::fs;

use crate::figure::{Figure, Figures};
use crate::plot::{self, Line};
use crate::{Result, goals, machine, place};

/// The sections, and what they are called.
const SECTIONS: [(&str, &str); 5] = [
    ("nothing", "Nothing to do"),
    ("apply", "Everything to do"),
    ("crowd", "Processes that start at once"),
    ("building", "Building"),
    ("heap", "Heap at start"),
];

/// Writes the results and the plots.
pub fn write() -> Result<()> {
    let mut text = head();
    goals(&mut text);
    for (name, title) in SECTIONS {
        let Some(figures) = Figures::of(name) else {
            continue;
        };
        let extent = if figures.quick {
            "a quick run"
        } else {
            "a full run"
        };
        let [begin, end] = &figures.load;
        let _ = write!(
            text,
            "\n## {title}\n\n{}\n\n*{extent}, {}, load of the machine {begin} to {end}*\n",
            about(name),
            figures.date
        );
        match name {
            "crowd" => table::crowd(&mut text, &figures),
            "building" => building(&mut text, &figures)?,
            "heap" => table::each_case(&mut text, &figures, |_| true),
            _ => curves(&mut text, &figures, |_| true)?,
        }
    }
    let path = place::bench().join("results.md");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn head() -> String {
    format!(
        "# Results\n\n\
         Written by `bench/run`. {}. {}, PostgreSQL {} with fsync on, on loopback. {}.\n\n\
         Each migration makes a table of three columns and an index. Contenders take turns; a cell holds the \
         median and, in parentheses, the quartiles; × is how many times the first row's it is, the median over \
         rounds. *bare* is the floor: one query that reads a row, or the same statements and history rows in \
         bare batches of 64 transactions a message, on SQLite in one transaction.\n",
        machine::described(),
        machine::said("rustc", &["--version"]),
        postgres(),
        machine::versions(),
    )
}

/// The version that was measured last; a report alone starts no server.
fn postgres() -> String {
    fs::read_to_string(place::figures("postgres-version")).unwrap_or_default()
}

fn goals(text: &mut String) {
    text.push_str("\n## What it must show\n\n| | must be | is | |\n|---|---|---|---|\n");
    for goal in goals::all() {
        let why = goal.why.map(|why| format!(": {why}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {}{why} |",
            goal.what, goal.bound, goal.found, goal.state
        );
    }
}

fn about(section: &str) -> &'static str {
    match section {
        "nothing" => {
            "What an application waits for at every start when nothing is pending: on a connection that is \
             open (warm), and with connecting (fresh). The delay is a round trip's, made by a proxy."
        }
        "apply" => "All migrations, on an empty database.",
        "crowd" => {
            "Processes that are connected and let go at once; the time is the last one's. Messages are those \
             with statements that reach the server, counted in its log in a round apart."
        }
        "building" => {
            "Cargo after the file was touched that embeds, with everything else built. Cold: with everything \
             to compile, development profile, no database driver but rusqlite_migration's, which links the \
             system's library. *bare* is a program that embeds nothing; ingrain's chain is sealed."
        }
        _ => "How many bytes more are in use at the most while a start finds nothing to do.",
    }
}

/// A table and a plot for each case and delay.
fn curves(text: &mut String, figures: &Figures, is_shown: impl Fn(&Figure) -> bool) -> Result<()> {
    for (case, delay) in figures.each(|figure| (figure.case.clone(), figure.delay)) {
        let shown: Vec<&Figure> = figures
            .figures
            .iter()
            .filter(|figure| (&figure.case, figure.delay) == (&case, delay) && is_shown(figure))
            .collect();
        if shown.is_empty() {
            continue;
        }
        let title = match delay {
            0 => case.clone(),
            delay => format!("{case}, {delay} ms"),
        };
        table::of(text, &title, &shown);
        let words = title
            .to_lowercase()
            .replace([',', ' '], "-")
            .replace("--", "-");
        let name = format!("{}-{words}.svg", figures.section);
        let section = SECTIONS.iter().find(|(name, _)| *name == figures.section);
        let heading = section.map_or(title.clone(), |(_, section)| format!("{section}: {title}"));
        let picture = plot::svg(&heading, &lines(&shown));
        if let Some(svg) = picture {
            let path = place::plots().join(&name);
            fs::write(&path, svg).map_err(|error| format!("{}: {error}", path.display()))?;
            let _ = write!(text, "\n![{title}](plots/{name})\n");
        }
    }
    Ok(())
}

fn lines(shown: &[&Figure]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for figure in shown {
        let Some(median) = figure.median() else {
            continue;
        };
        let point = (f64::from(figure.n), median);
        match lines.iter_mut().find(|line| line.name == figure.contender) {
            Some(line) => line.points.push(point),
            None => lines.push(Line {
                name: figure.contender.clone(),
                points: vec![point],
            }),
        }
    }
    lines
}

fn building(text: &mut String, figures: &Figures) -> Result<()> {
    let is_time = |figure: &Figure| figure.case.starts_with("cargo") && !figure.case.contains(':');
    curves(text, figures, is_time)?;
    table::each_case(text, figures, |figure| !is_time(figure));
    table::added(text, figures);
    Ok(())
}

/// `1.50 ms`, three digits.
pub fn seconds(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 999.5e-6 => (s * 1e6, "µs"),
        s if s < 999.5e-3 => (s * 1e3, "ms"),
        s => (s, "s"),
    };
    match value {
        v if v < 9.995 => format!("{v:.2} {unit}").replace(".00 ", " "),
        v if v < 99.95 => format!("{v:.1} {unit}").replace(".0 ", " "),
        v => format!("{v:.0} {unit}"),
    }
}

/// `10,000`
pub fn thousands(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1_000), number % 1_000),
    }
}
