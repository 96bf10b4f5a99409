//! Building a program that embeds the chain.

mod cargo;
mod project;

use std::time::Duration;

use self::cargo::{Built, Mode};
use self::project::Project;
use super::{Run, in_turns, progress, too_long};
use crate::Result;
use crate::figure::{Figure, Figures, Unit};
use crate::machine;

/// Whoever takes longer once is not asked for more.
const LIMIT: Duration = Duration::from_secs(150);

pub(super) fn measure(run: &mut Run, figures: &mut Figures) -> Result<()> {
    if project::is_missing_locks() {
        crate::contender::build()?;
    }
    cold(run, figures)?;
    for n in run.choose(vec![10, 1_000], vec![10, 1_000, 10_000]) {
        for mode in Mode::ALL {
            touched(run, figures, mode, n)?;
        }
    }
    Ok(())
}

/// The program alone, then everybody who embeds.
fn tools() -> Vec<&'static str> {
    ["bare"].into_iter().chain(machine::TOOLS).collect()
}

/// With everything to compile: in the development profile, without a driver where the tool can do without.
fn cold(run: &Run, figures: &mut Figures) -> Result<()> {
    let mut projects = Vec::new();
    for tool in tools() {
        let project = Project::write(tool, 10)?;
        project.prepare()?;
        let mut crates = Figure::new("crates", tool, 10, 0, Unit::Count);
        crates.samples.push(project.crates() as f64);
        figures.figures.push(crates);
        projects.push((
            project,
            Figure::new("cold build", tool, 10, 0, Unit::Seconds),
        ));
    }
    let rounds = run.choose(1, 3);
    in_turns(&mut projects, rounds, LIMIT, |project| {
        project.forget();
        Ok(project.cargo(Mode::Build, LIMIT).map(|built| built.seconds))
    })?;
    figures
        .figures
        .extend(projects.into_iter().map(|(_, figure)| figure));
    progress(figures);
    figures.keep()
}

/// After the file was touched that embeds.
fn touched(run: &Run, figures: &mut Figures, mode: Mode, n: u32) -> Result<()> {
    let mut projects = Vec::new();
    let mut memory = Vec::new();
    for tool in tools() {
        let project = Project::write(tool, n)?;
        let mut figure = Figure::new(mode.name(), tool, n, 0, Unit::Seconds);
        figure.note = too_long(figures, &figure, LIMIT);
        let mut peak = Figure::new(
            &format!("{}: rustc's memory", mode.name()),
            tool,
            n,
            0,
            Unit::Bytes,
        );
        if figure.note.is_none() {
            project.prepare()?;
            // Brings everything else up to date, which is not measured.
            match project.cargo(mode, LIMIT) {
                Ok(_) => {}
                Err(error) => figure.note = Some(error),
            }
        }
        peak.note = figure.note.clone();
        memory.push(peak);
        projects.push((project, figure));
    }
    let rounds = if n < 10_000 {
        run.choose(5, 11)
    } else {
        run.choose(3, 5)
    };
    let budget = Duration::from_secs(run.choose(10, 30));
    in_turns(&mut projects, rounds, budget, |project| {
        project.touch()?;
        let built = project.cargo(mode, LIMIT);
        Ok(built.map(|Built { seconds, bytes }| {
            let peak = memory
                .iter_mut()
                .find(|peak| peak.contender == project.tool);
            peak.into_iter().for_each(|peak| peak.samples.push(bytes));
            seconds
        }))
    })?;
    if mode == Mode::Release {
        for (project, figure) in &projects {
            let mut size = Figure::new("size of the program", project.tool, n, 0, Unit::Bytes);
            size.note = figure.note.clone();
            size.samples.extend(project.size());
            figures.figures.push(size);
        }
    }
    figures.figures.extend(memory);
    figures
        .figures
        .extend(projects.into_iter().map(|(_, figure)| figure));
    progress(figures);
    figures.keep()
}
