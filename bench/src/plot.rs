//! Plots as SVG: time against n, both logarithmic, a line for each tool.

use std::fmt::Write as _;

/// A line of a plot.
pub struct Line {
    pub name: String,
    /// n and seconds.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 45.0;

/// The colours of Okabe and Ito, which everybody can tell apart.
fn colour(name: &str) -> &'static str {
    match name {
        "ingrain" => "#d55e00",
        "bare" => "#888888",
        "diesel" => "#0072b2",
        "refinery" => "#009e73",
        "rusqlite_migration" => "#cc79a7",
        _ => "#e69f00",
    }
}

/// Logarithmic scales that hold every point.
struct Scales {
    x: (f64, f64),
    y: (f64, f64),
}

impl Scales {
    fn of(lines: &[Line]) -> Option<Scales> {
        let points = || lines.iter().flat_map(|line| &line.points);
        let low = |values: &mut dyn Iterator<Item = f64>| values.min_by(f64::total_cmp);
        let high = |values: &mut dyn Iterator<Item = f64>| values.max_by(f64::total_cmp);
        let x = (
            low(&mut points().map(|point| point.0))?,
            high(&mut points().map(|point| point.0))?,
        );
        let y = (
            low(&mut points().map(|point| point.1))?,
            high(&mut points().map(|point| point.1))?,
        );
        // A whole decade at either end, so that the grid frames the lines.
        let (bottom, top) = (y.0.log10().floor(), y.1.log10().ceil());
        Some(Scales {
            x: (x.0.log10(), x.1.log10().max(x.0.log10() + 1.0)),
            y: (bottom, top.max(bottom + 1.0)),
        })
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + (value.log10() - self.x.0) / (self.x.1 - self.x.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let part = (value.log10() - self.y.0) / (self.y.1 - self.y.0);
        HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)
    }
}

/// The picture, unless there is no point.
pub fn svg(title: &str, lines: &[Line]) -> Option<String> {
    let scales = Scales::of(lines)?;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"15\" font-weight=\"600\">{title}</text>\n"
    );
    grid(&mut svg, &scales);
    for line in lines {
        let colour = colour(&line.name);
        let width = if line.name == "ingrain" { 3 } else { 2 };
        let dashes = if line.name == "bare" {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let points = line
            .points
            .iter()
            .map(|(x, y)| format!("{:.1},{:.1}", scales.x(*x), scales.y(*y)));
        let points: Vec<String> = points.collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>",
            points.join(" ")
        );
        for (x, y) in &line.points {
            let (x, y) = (scales.x(*x), scales.y(*y));
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>"
            );
        }
    }
    labels(&mut svg, &scales, lines);
    svg.push_str("</svg>\n");
    Some(svg)
}

fn grid(svg: &mut String, scales: &Scales) {
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for power in scales.y.0 as i32..=scales.y.1 as i32 {
        let y = scales.y(10f64.powi(power));
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {y:.1}H{right}\" stroke=\"#ddd\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444\">{}</text>",
            LEFT - 8.0,
            y + 4.0,
            crate::report::seconds(10f64.powi(power))
        );
    }
    for power in scales.x.0.round() as i32..=scales.x.1.round() as i32 {
        let x = scales.x(10f64.powi(power));
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {TOP}V{bottom}\" stroke=\"#eee\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#444\">{}</text>",
            bottom + 18.0,
            crate::report::thousands(10u64.pow(power.unsigned_abs()))
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#444\">migrations</text>",
        (LEFT + right) / 2.0,
        HEIGHT - 8.0
    );
}

/// Names at the ends of the lines, moved apart where they would cover each other.
fn labels(svg: &mut String, scales: &Scales, lines: &[Line]) {
    let ends = lines
        .iter()
        .filter_map(|line| Some((line, line.points.last()?)));
    let mut ends: Vec<(&Line, f64, f64)> = ends
        .map(|(line, (x, y))| (line, scales.x(*x), scales.y(*y)))
        .collect();
    ends.sort_by(|one, other| one.2.total_cmp(&other.2));
    let mut free = TOP;
    for (line, x, y) in ends {
        let at = y.max(free);
        free = at + 14.0;
        let (name, colour) = (&line.name, colour(&line.name));
        let weight = if name == "ingrain" {
            " font-weight=\"700\""
        } else {
            ""
        };
        // A line that stops early says so where it stops.
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\"{weight}>{name}</text>",
            x + 8.0,
            at + 4.0
        );
    }
}
