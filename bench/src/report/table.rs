//! Tables in Markdown.

use std::fmt::Write as _;

use super::{seconds, thousands};
use crate::figure::{Figure, Figures, Unit};

/// A row for each contender, a column for each n.
pub(super) fn of(text: &mut String, title: &str, figures: &[&Figure]) {
    let mut sizes: Vec<u32> = figures.iter().map(|figure| figure.n).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut contenders: Vec<&str> = Vec::new();
    for figure in figures {
        if !contenders.contains(&figure.contender.as_str()) {
            contenders.push(&figure.contender);
        }
    }
    let heads = sizes
        .iter()
        .map(|n| format!(" n = {} |", thousands((*n).into())));
    let _ = write!(
        text,
        "\n### {title}\n\n| |{}\n|---|",
        heads.collect::<String>()
    );
    let _ = writeln!(text, "{}", "---|".repeat(sizes.len()));
    for contender in &contenders {
        let _ = write!(text, "| {contender} |");
        for n in &sizes {
            let find = |contender: &str| {
                figures
                    .iter()
                    .find(|figure| figure.n == *n && figure.contender == contender)
            };
            let first = find(contenders[0]).filter(|_| contender != &contenders[0]);
            let cell = find(contender).map(|figure| cell(figure, first.copied()));
            let _ = write!(text, " {} |", cell.unwrap_or_default());
        }
        text.push('\n');
    }
}

/// A table for each case.
pub(super) fn each_case(text: &mut String, figures: &Figures, is_shown: impl Fn(&Figure) -> bool) {
    for case in figures.each(|figure| figure.case.clone()) {
        let shown = figures
            .figures
            .iter()
            .filter(|figure| figure.case == case && is_shown(figure));
        let shown: Vec<&Figure> = shown.collect();
        if !shown.is_empty() {
            of(text, &case, &shown);
        }
    }
}

/// What one more migration adds to the program.
pub(super) fn added(text: &mut String, figures: &Figures) {
    const CASE: &str = "size of the program";
    text.push_str("\n### Bytes that one migration adds to the program\n\n| | |\n|---|---|\n");
    for contender in figures.each(|figure| figure.contender.clone()) {
        let size = |n| figures.find(CASE, &contender, n, 0)?.median();
        if let (Some(few), Some(many)) = (size(10), size(1_000))
            && contender != "bare"
        {
            let _ = writeln!(text, "| {contender} | {:.0} |", (many - few) / 990.0);
        }
    }
}

/// A row for each crowd: its time, errors and messages.
pub(super) fn crowd(text: &mut String, figures: &Figures) {
    for case in figures.each(|figure| figure.case.clone()) {
        if case.contains(':') {
            continue;
        }
        let shown = figures.figures.iter().filter(|figure| figure.case == case);
        let shown: Vec<&Figure> = shown.collect();
        let parts: Vec<&str> = case.split(", ").collect();
        let [database, state, size] = parts.as_slice() else {
            continue;
        };
        let processes = if *size == "1" { "process" } else { "processes" };
        let n = shown.first().map_or(0, |figure| figure.n);
        let _ = write!(
            text,
            "\n### {database}, {state} database, {size} {processes}, n = {}\n\n\
             | | total | × alone | errors of {size} | messages | first error |\n|---|---|---|---|---|---|\n",
            thousands(n.into())
        );
        for figure in shown {
            let named = |case: &str| figures.find(case, &figure.contender, n, 0);
            let alone = named(&format!("{database}, {state}, 1")).and_then(Figure::median);
            let times = figure
                .median()
                .zip(alone)
                .map(|(all, alone)| format!("{:.2}", all / alone));
            let errors = named(&format!("{case}: errors"));
            let messages = named(&format!("{case}: messages")).and_then(Figure::median);
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                figure.contender,
                cell(figure, None),
                times.unwrap_or_default(),
                errors
                    .and_then(Figure::median)
                    .map(|count| format!("{count:.0}"))
                    .unwrap_or_default(),
                messages
                    .map(|count| thousands(count as u64))
                    .unwrap_or_default(),
                errors
                    .and_then(|errors| errors.note.as_deref())
                    .map(short)
                    .unwrap_or_default(),
            );
        }
    }
}

fn cell(figure: &Figure, first: Option<&Figure>) -> String {
    let Some(median) = figure.median() else {
        return figure.note.as_deref().map(short).unwrap_or_default();
    };
    let shown = |value: f64| match figure.unit {
        Unit::Seconds => seconds(value),
        Unit::Bytes if value >= 1e7 => format!("{:.0} MB", value / 1e6),
        Unit::Bytes | Unit::Count => thousands(value.round() as u64),
    };
    let mut cell = shown(median);
    if let (Unit::Seconds, Some(low), Some(high)) =
        (figure.unit, figure.quantile(0.25), figure.quantile(0.75))
        && figure.samples.len() > 1
    {
        let _ = write!(cell, " ({} – {})", shown(low), shown(high));
    }
    if let Some(ratio) = first.and_then(|first| figure.ratio(first)) {
        let _ = write!(cell, " {ratio:.2} ×");
    }
    cell
}

/// The beginning of an error, on one line.
fn short(text: &str) -> String {
    let line: String = text.chars().take(90).collect();
    line.replace('|', "\\|")
}
