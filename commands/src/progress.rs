//! What a person sees while a database changes: a bar on a terminal, else a line for each migration that is done.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingrain::{Direction, Migrator, Planned, Ran, Version};

use crate::{Console, terminal};

/// How often the bar moves although nothing is known to be done.
const TICK: Duration = Duration::from_millis(100);

/// A bar on a terminal; nothing where there is none.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    console: Console,
    begun: Arc<Mutex<Begun>>,
}

/// What was sent to the database.
#[derive(Default)]
struct Begun {
    /// All of it: what has to be sent again was told before.
    told: BTreeSet<(Version, Direction)>,
    /// What is not known to be done, in the order in which it was sent.
    open: Vec<Step>,
    /// Where there is no bar: what was said of all that is to run; another attempt has the same to run.
    announced: Option<String>,
}

impl Progress {
    pub(crate) fn new(console: Console) -> Progress {
        // Indicatif draws nothing where standard error is no terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Progress {
            bar,
            console,
            begun: Arc::default(),
        }
    }

    /// Lets a migrator tell what it does.
    pub(crate) fn watch(&self, migrator: Migrator) -> Migrator {
        let (before, each, done) = (self.clone(), self.clone(), self.clone());
        migrator
            .before_run(move |upcoming| {
                let count = u64::try_from(upcoming.migrations().len())?;
                before.bar.set_length(count);
                before.bar.enable_steady_tick(TICK);
                before.announce(upcoming.migrations());
                Ok(())
            })
            .before_each(move |planned| each.begin(planned))
            .after_each(move |ran| done.done(ran))
    }

    /// Shows that something is recorded, of which no part is done before the whole is.
    pub(crate) fn record(&self, what: String) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            self.bar.set_style(style);
        }
        self.bar.set_message(what);
        self.bar.enable_steady_tick(TICK);
    }

    /// Says something above the bar.
    pub(crate) fn say(&self, text: &str) {
        self.bar.suspend(|| self.console.say(text));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// All of it, for a migration that was sent may never run: others share its message.
    fn announce(&self, all: &[Planned]) {
        let Ok(mut begun) = self.begun.lock() else {
            return;
        };
        let all: Vec<Step> = all.iter().map(step).collect();
        let text = announced(&all);
        if self.bar.is_hidden() && begun.announced.as_ref() != Some(&text) {
            self.console.say(&text);
            begun.announced = Some(text);
        }
    }

    fn begin(&self, planned: &Planned) {
        let Ok(mut begun) = self.begun.lock() else {
            return;
        };
        let step = step(planned);
        if begun.told.insert((step.0, step.1)) {
            begun.open.push(step);
        }
        self.bar.set_message(announced(&begun.open));
    }

    fn done(&self, ran: &Ran) {
        self.bar.inc(1);
        if self.bar.is_hidden() {
            let (version, description) = (ran.version(), terminal::line(ran.description()));
            let done = done(ran.direction());
            self.console
                .say(format_args!("{done} {version} {description}"));
        }
        if let Ok(mut begun) = self.begun.lock() {
            let is_it =
                |version, direction| (version, direction) == (ran.version(), ran.direction());
            begun
                .open
                .retain(|(version, direction, _)| !is_it(*version, *direction));
            self.bar.set_message(announced(&begun.open));
        }
    }
}

/// Where one migration goes, and its description.
type Step = (Version, Direction, String);

fn step(planned: &Planned) -> Step {
    let description = terminal::line(planned.description());
    (planned.version(), planned.direction(), description)
}

/// `applying 1 to 3`, `reverting 3 to 2, applying 2 to 3`. Of several that share a message or a transaction nobody
/// knows which one runs.
fn announced(steps: &[Step]) -> String {
    let ways = steps.chunk_by(|(_, one, _), (_, next, _)| one == next);
    let parts = ways.filter_map(|way| {
        let ((first, direction, description), (last, ..)) = (way.first()?, way.last()?);
        let doing = doing(*direction);
        Some(match way.len() {
            1 => format!("{doing} {first} {description}"),
            _ => format!("{doing} {first} to {last}"),
        })
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn done(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applied",
        Direction::Down => "reverted",
    }
}

fn doing(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applying",
        Direction::Down => "reverting",
    }
}

#[cfg(test)]
mod tests {
    use Direction::{Down, Up};

    use super::*;

    #[track_caller]
    fn check(steps: &[(u64, Direction)], expected: &str) {
        let step = |(version, direction): &(u64, Direction)| {
            let version = Version::new(*version).expect("a version");
            (version, *direction, "notes".to_owned())
        };
        let steps: Vec<Step> = steps.iter().map(step).collect();
        assert_eq!(announced(&steps), expected);
    }

    #[test]
    fn each_way_is_told_by_itself() {
        check(&[], "");
        check(&[(2, Up)], "applying 2 notes");
        check(&[(2, Up), (3, Up), (4, Up)], "applying 2 to 4");
        check(&[(2, Down), (2, Up)], "reverting 2 notes, applying 2 notes");
        let redo = [(3, Down), (2, Down), (2, Up), (3, Up)];
        check(&redo, "reverting 3 to 2, applying 2 to 3");
    }
}
