//! What a person sees while migrations run: a bar on a terminal, else a line for each.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingrain::{Direction, Migrator, Planned, Ran, Version};

use crate::Console;

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
    open: Vec<(Version, Direction, String)>,
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
                Ok(())
            })
            .before_each(move |planned| each.begin(planned))
            .after_each(move |ran| done.done(ran))
    }

    /// Says something above the bar.
    pub(crate) fn say(&self, text: &str) {
        self.bar.suspend(|| self.console.say(text));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn begin(&self, planned: &Planned) {
        let Ok(mut begun) = self.begun.lock() else {
            return;
        };
        let (version, direction) = (planned.version(), planned.direction());
        let text = format!("{} {version} {}", doing(direction), planned.description());
        if begun.told.insert((version, direction)) {
            if self.bar.is_hidden() {
                self.console.say(&text);
            }
            begun.open.push((version, direction, text));
        }
        self.bar.set_message(begun.text());
    }

    fn done(&self, ran: &Ran) {
        self.bar.inc(1);
        if let Ok(mut begun) = self.begun.lock() {
            let is_it =
                |version, direction| (version, direction) == (ran.version(), ran.direction());
            begun
                .open
                .retain(|(version, direction, _)| !is_it(*version, *direction));
            self.bar.set_message(begun.text());
        }
    }
}

impl Begun {
    /// Of several that share a message or a transaction nobody knows which one runs.
    fn text(&self) -> String {
        match self.open.as_slice() {
            [] => String::new(),
            [(.., text)] => text.clone(),
            [(first, direction, _), .., (last, ..)] => {
                format!("{} {first} to {last}", doing(*direction))
            }
        }
    }
}

fn doing(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applying",
        Direction::Down => "reverting",
    }
}
