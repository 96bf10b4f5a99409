//! Parameters that are numbers or one of a few words.

use std::str::FromStr;
use std::time::Duration;

use ingrain_core::Diagnostic;

use super::super::pairs::Pairs;
use super::super::place::wrong;

/// A parameter's number, if it was given.
pub(super) fn number<T: FromStr>(pairs: &Pairs, name: &str) -> Result<Option<T>, Diagnostic> {
    let parsed = pairs.value(name).map(|value| value.trim().parse());
    parsed.transpose().map_err(|_| {
        let help = "write a whole number, or leave the parameter out";
        wrong(format!("the parameter `{name}` is not a number that fits")).help(help)
    })
}

/// A parameter's seconds; zero and less are none, as libpq has it.
pub(super) fn seconds(pairs: &Pairs, name: &str) -> Result<Option<Duration>, Diagnostic> {
    let seconds = number::<i64>(pairs, name)?;
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    Ok(seconds
        .filter(|seconds| *seconds > 0)
        .map(Duration::from_secs))
}

/// What a parameter's word stands for, if it was given.
pub(super) fn word<T: Copy>(
    pairs: &Pairs,
    name: &str,
    words: &[(&str, T)],
) -> Result<Option<T>, Diagnostic> {
    let Some(value) = pairs.value(name) else {
        return Ok(None);
    };
    let found = words.iter().find(|(word, _)| *word == value);
    found.map(|(_, meant)| Some(*meant)).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        wrong(format!("`{value}` is not a value of `{name}`"))
            .help(format!("write one of {}", words.join(", ")))
    })
}
