//! Directives: `-- ingrain: …` lines in a script's leading comment.

use std::ops::Range;
use std::time::Duration;

use crate::name::nearest;
use crate::split::leading_comment;
use crate::{Code, Dialect, Direction};

/// Whether a script runs inside a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transaction {
    /// In one transaction with its history row.
    #[default]
    Wrapped,
    /// Outside any, statement by statement: `no-transaction`.
    None,
}

/// Whether SQLite enforces foreign keys while a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForeignKeys {
    /// As the connection has it.
    #[default]
    Unchanged,
    /// Off before BEGIN, checked before COMMIT, restored afterwards: `foreign-keys off`.
    Off,
}

/// What a script's directives say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Directives<'a> {
    /// `no-transaction`.
    pub transaction: Transaction,
    /// `foreign-keys off`.
    pub foreign_keys: ForeignKeys,
    /// `irreversible "why"`: the reason for having no down script.
    pub irreversible: Option<&'a str>,
    /// `compatible "why"` is true, `breaking` false.
    pub compatible: Option<bool>,
    /// `lock-timeout 5s`.
    pub lock_timeout: Option<Duration>,
    /// `statement-timeout 10m`.
    pub statement_timeout: Option<Duration>,
}

/// A directive that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadDirective {
    pub(crate) code: Code,
    pub(crate) title: String,
    pub(crate) span: Range<usize>,
    pub(crate) help: String,
}

const NAMES: [&str; 8] = [
    "no-transaction",
    "irreversible",
    "foreign-keys",
    "compatible",
    "breaking",
    "allow",
    "lock-timeout",
    "statement-timeout",
];

impl<'a> Directives<'a> {
    /// What `script` says, as far as it can be understood. The build has reported what cannot.
    pub fn of(dialect: Dialect, script: &'a str) -> Directives<'a> {
        read(dialect, script).0
    }
}

/// Reads the directives of a script, and every mistake in them.
pub(crate) fn read(dialect: Dialect, script: &str) -> (Directives<'_>, Vec<BadDirective>) {
    let mut directives = Directives::default();
    let mut mistakes = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for line in lines(leading_comment(dialect, script)) {
        let (name, argument) = split_word(line.text);
        let clash = seen.iter().find(|before| exclude(before, name));
        if let Some(before) = clash {
            mistakes.push(line.clash(before, name));
        } else if let Err(title) = set(&mut directives, name, argument) {
            mistakes.push(line.mistake(name, title));
        }
        seen.push(name);
    }
    (directives, mistakes)
}

/// Whether a script cannot say both.
fn exclude(one: &str, other: &str) -> bool {
    const OPPOSITES: [[&str; 2]; 2] = [
        ["compatible", "breaking"],
        ["no-transaction", "foreign-keys"],
    ];
    let twice = one == other && one != "allow" && NAMES.contains(&one);
    twice || OPPOSITES.contains(&[one, other]) || OPPOSITES.contains(&[other, one])
}

/// Every directive line of `text` that stands where no directive is looked for: after its leading
/// comment, outside `statements`.
pub(crate) fn misplaced<'a>(
    text: &'a str,
    leading: &str,
    statements: &[Range<usize>],
) -> impl Iterator<Item = BadDirective> + use<'a> {
    let leading = leading.len();
    let statements = statements.to_vec();
    lines(text)
        .filter(move |line| {
            let inside = statements.partition_point(|statement| statement.end <= line.span.start);
            line.span.start >= leading
                && statements
                    .get(inside)
                    .is_none_or(|statement| statement.start > line.span.start)
        })
        .map(|line| BadDirective {
            code: Code::MisusedDirective,
            title: "this directive stands after the first statement".to_owned(),
            span: line.span,
            help: "move it into the comment that opens the script: it holds for the whole script"
                .to_owned(),
        })
}

/// Mistakes in what a script of this `direction` and dialect may say.
pub(crate) fn misused(
    directives: &Directives<'_>,
    direction: Direction,
    only: Option<Dialect>,
    script: &str,
) -> Vec<BadDirective> {
    let mut mistakes = Vec::new();
    let mut mistake = |name: &str, title: &str, help: &str| {
        let line = lines(script).find(|line| split_word(line.text).0 == name);
        mistakes.extend(line.map(|line| BadDirective {
            code: Code::MisusedDirective,
            title: title.to_owned(),
            span: line.span,
            help: help.to_owned(),
        }));
    };
    if direction == Direction::Down {
        let help = "say it in the up script, or delete the line";
        if directives.irreversible.is_some() {
            mistake(
                "irreversible",
                "a down script says that there is no down script",
                help,
            );
        }
        match directives.compatible {
            Some(true) => mistake("compatible", "`compatible` is said of a down script", help),
            Some(false) => mistake("breaking", "`breaking` is said of a down script", help),
            None => {}
        }
    }
    if directives.foreign_keys == ForeignKeys::Off && only == Some(Dialect::Postgres) {
        mistake(
            "foreign-keys",
            "`foreign-keys off` is for SQLite",
            "delete the line: Postgres changes tables in place",
        );
    }
    mistakes
}

/// Whether `text` has a line that says the directive `name`, or something very like it.
pub(crate) fn seems_said(text: &str, name: &str) -> bool {
    lines(text).any(|line| nearest(split_word(line.text).0, &NAMES) == Some(name))
}

fn set<'a>(directives: &mut Directives<'a>, name: &str, argument: &'a str) -> Result<(), String> {
    match name {
        "no-transaction" => directives.transaction = none(name, argument, Transaction::None)?,
        "foreign-keys" if argument == "off" => directives.foreign_keys = ForeignKeys::Off,
        "foreign-keys" => return Err("`foreign-keys` takes the word `off`".to_owned()),
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
                return Err(
                    "`allow` takes the name of a rule and a reason in double quotes".to_owned(),
                );
            }
            reason(name, why)?;
        }
        "lock-timeout" => directives.lock_timeout = Some(duration(name, argument)?),
        "statement-timeout" => directives.statement_timeout = Some(duration(name, argument)?),
        "" => return Err("no directive stands here".to_owned()),
        unknown => return Err(format!("unknown directive `{unknown}`")),
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
    argument
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|why| !why.trim().is_empty() && !why.contains('"'))
        .ok_or_else(|| format!("`{name}` needs a reason in double quotes"))
}

fn duration(name: &str, argument: &str) -> Result<Duration, String> {
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

/// One `-- ingrain: …` line.
struct Line<'a> {
    /// What follows the colon.
    text: &'a str,
    span: Range<usize>,
}

impl Line<'_> {
    fn mistake(self, name: &str, title: String) -> BadDirective {
        let known = NAMES.contains(&name);
        let help = match nearest(name, &NAMES) {
            Some(example) if known => {
                format!("write it like this: `-- ingrain: {}`", example_of(example))
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the directives are: {}", NAMES.join(", ")),
        };
        let code = if known {
            Code::MisusedDirective
        } else {
            Code::UnknownDirective
        };
        BadDirective {
            code,
            title,
            span: self.span,
            help,
        }
    }

    fn clash(self, before: &str, name: &str) -> BadDirective {
        let title = if before == name {
            format!("`{name}` is said twice")
        } else {
            format!("`{name}` and `{before}` exclude each other")
        };
        BadDirective {
            code: Code::MisusedDirective,
            title,
            span: self.span,
            help: "delete one of the two lines".to_owned(),
        }
    }
}

fn example_of(name: &str) -> &str {
    match name {
        "irreversible" => "irreversible \"deletes the duplicates\"",
        "foreign-keys" => "foreign-keys off",
        "compatible" => "compatible \"older binaries never read this column\"",
        "allow" => "allow ban-drop-column \"nothing reads it since 2.3\"",
        "lock-timeout" => "lock-timeout 5s",
        "statement-timeout" => "statement-timeout 10m",
        name => name,
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let offset = start + (line.len() - line.trim_start().len());
        start += line.len();
        let trimmed = line.trim();
        let body = trimmed.strip_prefix("--")?.trim_start();
        let (word, rest) = body.split_once(':')?;
        word.eq_ignore_ascii_case("ingrain").then(|| Line {
            text: rest.trim(),
            span: offset..offset + trimmed.len(),
        })
    })
}

fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests;
