//! What a person sees while migrations run: a bar on a terminal, else a line for each.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingrain::{Direction, Migrator, Planned, Version};

use crate::Console;

/// How often the bar moves although nothing is known to be done.
const TICK: Duration = Duration::from_millis(100);

/// A bar on a terminal; nothing where there is none.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    console: Console,
}

impl Progress {
    pub(crate) fn new(console: Console) -> Progress {
        // Indicatif draws nothing where standard error is no terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Progress { bar, console }
    }

    /// Lets a migrator tell what it does.
    pub(crate) fn watch(&self, migrator: Migrator) -> Migrator {
        let (before, each, done) = (self.clone(), self.clone(), self.clone());
        let told: Mutex<BTreeSet<(Version, Direction)>> = Mutex::default();
        migrator
            .before_run(move |upcoming| {
                let count = u64::try_from(upcoming.migrations().len())?;
                before.bar.set_length(count);
                before.bar.enable_steady_tick(TICK);
                Ok(())
            })
            .before_each(move |planned| {
                // What has to be sent again was told before.
                let key = (planned.version(), planned.direction());
                let is_new = told.lock().is_ok_and(|mut told| told.insert(key));
                each.begin(planned, is_new);
            })
            .after_each(move |_| done.bar.inc(1))
    }

    /// Says something above the bar.
    pub(crate) fn say(&self, text: &str) {
        self.bar.suspend(|| self.console.say(text));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn begin(&self, planned: &Planned, is_new: bool) {
        let doing = match planned.direction() {
            Direction::Up => "applying",
            Direction::Down => "reverting",
        };
        let text = format!("{doing} {} {}", planned.version(), planned.description());
        if self.bar.is_hidden() && is_new {
            self.console.say(&text);
        }
        self.bar.set_message(text);
    }
}
