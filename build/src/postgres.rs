//! What can be proven of a Postgres script without a server: that it parses, and that it does nothing that
//! is known to fail, to lose rows or to make others wait.
//!
//! | step | module |
//! |---|---|
//! | what was found in a text before is not looked for again | `cache` |
//! | the other scripts are looked at, on every core | `parallel`, `script` |
//! | a script that does not parse: where, and what was expected | `syntax` |
//! | one that does: squawk's rules, and two of our own | `lint`, `words`, `column`, `write`, `value` |
//! | blocks that run at once are part of the script | `block` |
//! | what a script has created itself, and may do with as it likes | `created`, `object` |

mod block;
mod cache;
mod column;
mod created;
mod found;
mod lint;
mod object;
mod parallel;
mod script;
mod syntax;
mod value;
mod words;
mod write;

use std::path::Path;

use ingrain_core::{Direction, Finding, Script};

use self::cache::Cache;
use self::script::Subject;

/// Everything that goes against a rule in these scripts, each with the direction that it is for.
///
/// `server` is the oldest version of Postgres that the scripts are for, in digits and dots. `cache` is a file
/// in which to remember what was found; without it, or where it cannot be read, everything is looked at.
pub(crate) fn prove(
    scripts: &[(Direction, Script<'_>)],
    server: Option<&str>,
    cache: Option<&Path>,
) -> Vec<Finding> {
    let subject = |&(direction, script)| Subject::new(script, direction, server);
    let subjects: Vec<Subject<'_>> = scripts.iter().map(subject).collect();
    let before = cache.map(Cache::read).unwrap_or_default();
    let keys: Vec<_> = subjects.iter().map(Subject::key).collect();
    let unknown: Vec<usize> = (0..keys.len())
        .filter(|&at| before.get(&keys[at]).is_none())
        .collect();
    let looked_at = parallel::each(&unknown, |&at| (keys[at], subjects[at].look()));
    let now = before.with(looked_at);
    if let Some(path) = cache {
        now.write(&keys, path);
    }
    let found_in = |at: usize| now.get(&keys[at]).unwrap_or_default();
    subjects
        .iter()
        .enumerate()
        .flat_map(|(at, subject)| found_in(at).iter().map(|found| found.told_of(subject)))
        .collect()
}

#[cfg(test)]
mod tests;
