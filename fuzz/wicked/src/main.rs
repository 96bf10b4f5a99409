//! Texts, folders and histories that are large in a wicked way: each is to be done in a time that grows with its
//! size and no faster. Says how long each took, and exits with 1 if one took too long. An argument is a part of
//! the names of those to do.

mod folders;
mod histories;
mod scripts;

use std::process::ExitCode;
use std::time::Duration;

use ingrain_core::{Dialect, Directives, Folder, Style, render, split};
use rustix::time::{ClockId, clock_gettime};

use self::folders::{chain, folders};
use self::histories::{histories, planned};
use self::scripts::scripts;

/// Of each text.
const SIZE: usize = 10_000_000;
/// For a text, in release.
const LIMIT: Duration = Duration::from_secs(1);
/// For a folder or a whole script with all its diagnostics, and for a history with all that is planned upon it.
const FOLDER_LIMIT: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let only = std::env::args().nth(1).unwrap_or_default();
    let mut slow = 0;
    let mut timed = |what: String, limit: Duration, work: &mut dyn FnMut()| {
        if what.contains(&only) && timed(&what, limit, work) == Pace::TooSlow {
            slow += 1;
        }
    };
    for (what, script) in scripts() {
        for dialect in Dialect::ALL {
            timed(format!("split, {dialect}: {what}"), LIMIT, &mut || {
                drop(split(dialect, &script))
            });
            timed(format!("directives, {dialect}: {what}"), LIMIT, &mut || {
                Directives::of(dialect, &script);
            });
        }
        let files = [
            ("1_a.up.sql", script.as_bytes()),
            ("1_a.down.sql", b"SELECT 1;"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.to_vec()));
        timed(format!("script: {what}"), FOLDER_LIMIT, &mut || {
            resolve(&files)
        });
    }
    for (what, files) in folders() {
        timed(format!("folder: {what}"), FOLDER_LIMIT, &mut || {
            resolve(&files)
        });
    }
    let folder = Folder::new("migrations", chain(50_000));
    for chain in folder.chains().unwrap_or_default().iter().take(1) {
        for (what, rows) in histories(chain) {
            timed(format!("history: {what}"), FOLDER_LIMIT, &mut || {
                planned(chain, &rows)
            });
        }
    }
    match slow {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[derive(PartialEq)]
enum Pace {
    Good,
    TooSlow,
}

fn timed(what: &str, limit: Duration, work: &mut dyn FnMut()) -> Pace {
    let began = spent();
    work();
    let took = spent() - began;
    let (pace, said) = match took > limit {
        true => (Pace::TooSlow, "  TOO SLOW"),
        false => (Pace::Good, ""),
    };
    println!("{:>8.3} s  {what}{said}", took.as_secs_f64());
    pace
}

/// The time that processors have spent on this process: others on the machine do not count.
fn spent() -> Duration {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

/// Chains, or every diagnostic as it is shown.
fn resolve(files: &[(String, Vec<u8>)]) {
    let folder = Folder::new("migrations", files.iter().cloned());
    match folder.chains() {
        Ok(chains) => drop(ingrain_core::embedded::encode(&chains)),
        Err(mistakes) => drop(
            mistakes
                .iter()
                .map(|one| render(one, Style::Plain))
                .collect::<Vec<_>>(),
        ),
    }
}
