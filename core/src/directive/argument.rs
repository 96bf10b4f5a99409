//! What follows a directive's name.

use std::time::Duration;

use super::line::split_word;
use super::{Directives, ForeignKeys, Transaction};
use crate::{Backfill, Rule};

/// What is wrong with a directive.
pub(super) enum Mistake<'a> {
    /// What is said in the title.
    Malformed(String),
    /// There is no rule of this name.
    NoRule(&'a str),
}

impl From<String> for Mistake<'_> {
    fn from(title: String) -> Self {
        Mistake::Malformed(title)
    }
}

/// Takes in one directive, or says what is wrong with it.
pub(super) fn set<'a>(
    directives: &mut Directives<'a>,
    name: &str,
    argument: &'a str,
) -> Result<(), Mistake<'a>> {
    match name {
        "no-transaction" => directives.transaction = none(name, argument, Transaction::None)?,
        "foreign-keys" if argument == "off" => directives.foreign_keys = ForeignKeys::Off,
        "foreign-keys" => return Err("`foreign-keys` takes the word `off`".to_owned().into()),
        "irreversible" => directives.irreversible = Some(reason(name, argument)?),
        "compatible" => {
            reason(name, argument)?;
            directives.compatible = Some(true);
        }
        "breaking" => {
            directives.compatible = Some(none(name, argument, false)?);
        }
        "allow" => {
            let (rule, why) = split_word(argument);
            if rule.is_empty() || rule.starts_with('"') {
                let title = "`allow` takes the name of a rule and a reason in double quotes";
                return Err(title.to_owned().into());
            }
            if Rule::named(rule).is_none() {
                return Err(Mistake::NoRule(rule));
            }
            reason(name, why)?;
        }
        "lock-timeout" => directives.lock_timeout = Some(duration(name, argument)?),
        "statement-timeout" => directives.statement_timeout = Some(duration(name, argument)?),
        "rust" => directives.rust = Some(revision(argument)?),
        "backfill" => {
            directives.backfill = Some(Backfill::parse(argument)?);
            directives.transaction = Transaction::None;
        }
        "" => return Err("no directive stands here".to_owned().into()),
        unknown => return Err(format!("unknown directive `{unknown}`").into()),
    }
    Ok(())
}

fn none<T>(name: &str, argument: &str, value: T) -> Result<T, String> {
    if argument.is_empty() {
        Ok(value)
    } else {
        Err(format!("`{name}` takes nothing after it"))
    }
}

fn reason<'a>(name: &str, argument: &'a str) -> Result<&'a str, String> {
    quoted(argument).ok_or_else(|| format!("`{name}` needs a reason in double quotes"))
}

fn revision(argument: &str) -> Result<&str, String> {
    let title = "`rust` needs the revision of its function in double quotes";
    quoted(argument).ok_or_else(|| title.to_owned())
}

fn quoted(argument: &str) -> Option<&str> {
    argument
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|words| !words.trim().is_empty() && !words.contains('"'))
}

pub(crate) fn duration(name: &str, argument: &str) -> Result<Duration, String> {
    let digits = argument.len()
        - argument
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    let (number, unit) = argument.split_at(digits);
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 0,
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(milliseconds))
        // Postgres holds its timeouts as a number of milliseconds in 32 bits; 0 would turn them off.
        .filter(|milliseconds| (1..=i32::MAX as u64).contains(milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{name}` takes a time such as `500ms`, `5s`, `10m` or `1h`"))
}
