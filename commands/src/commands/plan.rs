//! `plan`: what `up` would do, or `down`.

use ingrain::{Command, Direction, Plan, Skipped, SkippedBecause, Target, Version};
use ingrain_core::{Voice, listed, printable};

use super::{Context, words};
use crate::connect::Access;
use crate::highlight::highlight;
use crate::{Answer, Error, Exit, terminal};

pub(super) fn plan(context: &Context, target: Target, down: bool) -> Result<Answer, Error> {
    let mut session = context.session(Access::Read)?;
    let is_down = down || matches!(target, Target::Base | Target::Down(_));
    let command = match is_down {
        true => Command::Down(target),
        false => Command::Up(target),
    };
    let plan = session.plan(&context.migrator, command)?;
    let way = match is_down {
        true => Direction::Down,
        false => Direction::Up,
    };
    let other_way = words::other_way(way, target, plan.current());
    let text = text(&plan, &other_way, context.options.voice);
    let text = highlight(session.dialect(), &printable(&text));
    let answer = Answer::new(text, &plan)?;
    match plan.is_empty() || is_down {
        true => Ok(answer),
        false => Ok(answer.ending(Exit::Pending)),
    }
}

fn text(plan: &Plan, other_way: &str, voice: Voice) -> String {
    let mut parts: Vec<String> = plan.steps().iter().map(ToString::to_string).collect();
    if parts.is_empty() {
        parts.push(format!("{plan}{other_way}"));
    }
    for because in [SkippedBecause::BeyondTarget, SkippedBecause::NotEmbedded] {
        let skipped = plan.skipped().iter().filter(|it| it.because == because);
        let versions: Vec<Version> = skipped.map(|Skipped { version, .. }| *version).collect();
        if !versions.is_empty() {
            let because = because.said_by(voice);
            parts.push(format!("-- skipped {}: {because}", listed(&versions)));
        }
    }
    parts.join("\n\n")
}

/// What a plan does, a line for each step; of a repair also what it accepts.
pub(super) fn outline(plan: &Plan) -> String {
    let lines = plan.steps().iter().map(|step| {
        let version = step
            .version()
            .map(|it| format!(" {it}"))
            .unwrap_or_default();
        let description = step.description();
        let description = description.map(|it| format!(" {}", terminal::line(it)));
        let loss = match step.loses_data() {
            true => ", which loses data",
            false => "",
        };
        let description = description.unwrap_or_default();
        let about = step.about().map(|it| format!(": {it}"));
        let about = about.unwrap_or_default();
        let replaced = step.replaces();
        let replaced = replaced.map(|it| format!("\n    from {}\n    to   {}", it.from, it.to));
        let replaced = replaced.unwrap_or_default();
        format!(
            "  {}{version}{description}{about}{loss}{replaced}",
            step.action().name()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
