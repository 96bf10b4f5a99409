//! Tells of scripts that fail.

use std::ops::Range;

use ingrain_core::{Diagnostic, Finding, Rule, Statement};

use super::check::orphaned;
use super::hints::{UNKNOWN, hint, missing};
use super::outline::{How, Outline, name_of};
use super::perform::{Cause, Failure, Refusal};
use super::stage::Stage;

/// Where a script failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// On an empty database only; so many migrations after it could not be rehearsed.
    Empty { later: usize },
    /// On tables with rows only.
    Rows,
    /// Whether there are rows or not; so many migrations after it could not be rehearsed.
    Always { later: usize },
    /// In a down script, whether there are rows or not.
    Down,
    /// When the up script ran for the second time.
    Again,
}

const ROWS: &str = "it passes where its tables are empty; here they held three rows each, made up, with NULLs and equal values \
    where the constraints allow them";
const REPEATED: &str = "two of the rows that the rehearsal made up are equal wherever the constraints allow it, and rows in \
    production may be so too";
const AGAIN: &str = "let the down script take back all that the up script creates or inserts: what it leaves is in the way when \
    the up script runs for the second time";

const UNMADE: &str = "a down script takes back what its up script makes, and this is not there: add it to the up script, or take \
    the statement out";

/// The finding about a script that failed.
pub(super) fn failed(
    stage: &Stage,
    script: &Outline<'_>,
    failure: &Failure<'_>,
    setting: Setting,
) -> Vec<Finding> {
    if let Cause::Orphans(orphans) = &failure.cause {
        return orphans
            .iter()
            .map(|orphans| orphaned(script, orphans))
            .collect();
    }
    let what = match failure.statement {
        Some(_) => "this statement",
        None => "the COMMIT of this script",
    };
    let statement = blamed(script, failure);
    let (title, helps) = match &failure.cause {
        Cause::Refused(refusal) => {
            let message = &refusal.message;
            let title = match setting {
                Setting::Empty { .. } => format!("{what} fails on an empty database: {message}"),
                Setting::Rows => format!("{what} fails on tables with rows: {message}"),
                Setting::Always { .. } | Setting::Down => format!("{what} fails: {message}"),
                Setting::Again => {
                    format!("{what} fails when the migration is applied again: {message}")
                }
            };
            let help = match failure.cause.is_unknown() {
                true => Some(UNKNOWN.to_owned()),
                false => hint(script, statement, refusal, stage),
            };
            let is_unmade = setting == Setting::Down && missing(&refusal.message).is_some();
            let help = help.or_else(|| is_unmade.then(|| UNMADE.to_owned()));
            (title, help)
        }
        Cause::Endless => (
            format!("{what} does not come to an end in the rehearsal"),
            Some(ENDLESS.to_owned()),
        ),
        Cause::Full => (
            format!("{what} writes more than the rehearsal has room for, 256 MiB"),
            Some(FULL.to_owned()),
        ),
        Cause::File => (
            format!("{what} needs a file, and the rehearsal happens in memory"),
            Some(FILE.to_owned()),
        ),
        Cause::Orphans(_) => return Vec::new(),
    };
    let rule = match setting {
        _ if failure.cause.is_unknown() => Rule::UnknownFunction,
        Setting::Again => Rule::NotRepeatable,
        _ => Rule::RehearsalFails,
    };
    let finding = Finding::new(rule, title, |diagnostic| {
        let diagnostic = setting.note(place(diagnostic, script, failure));
        helps.into_iter().fold(diagnostic, Diagnostic::help)
    });
    vec![finding]
}

const ENDLESS: &str = "let a recursive query end, with a WHERE or a LIMIT in its recursive part; if it only takes long, \
    say `-- ingrain: allow rehearsal-fails \"why\"`, and the rehearsal ends there";
const FULL: &str =
    "let a recursive query end; large amounts of data are for the application to load";
const FILE: &str = "what concerns other files is for the application to do, beside its migrations; with \
    `-- ingrain: allow rehearsal-fails \"why\"` the rehearsal ends there";

impl Setting {
    fn note(self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Setting::Rows => diagnostic.note(ROWS),
            Setting::Again => diagnostic.help(AGAIN),
            Setting::Empty { later: 1 } | Setting::Always { later: 1 } => {
                diagnostic.note("the migration after it could not be rehearsed")
            }
            Setting::Empty { later: 2.. } | Setting::Always { later: 2.. } => {
                diagnostic.note("the migrations after it could not be rehearsed")
            }
            Setting::Empty { later: 0 } | Setting::Always { later: 0 } | Setting::Down => {
                diagnostic
            }
        }
    }
}

/// The finding about rows that hold the same values where the script wants them to differ.
pub(super) fn not_unique(script: &Outline<'_>, failure: &Failure<'_>) -> Finding {
    let message = match &failure.cause {
        Cause::Refused(refusal) => refusal.message.as_str(),
        _ => "",
    };
    let what = message.split_once(": ").map_or(message, |(_, what)| what);
    let title = match what
        .strip_prefix("index '")
        .and_then(|name| name.strip_suffix('\''))
    {
        Some(index) => format!(
            "rows that are the same to the index `{index}` keep this statement from running"
        ),
        None => {
            let columns = what.split(", ").map(|column| {
                let (_, column) = column.split_once('.').unwrap_or(("", column));
                format!("`{column}`")
            });
            let columns: Vec<String> = columns.collect();
            format!(
                "rows that hold the same {} keep this statement from running",
                columns.join(" and ")
            )
        }
    };
    Finding::new(Rule::UniqueOverDuplicates, title, |diagnostic| {
        place(diagnostic, script, failure)
            .note(REPEATED)
            .help("merge or delete such rows first, in the same script")
            .help("if the application has always kept them apart: `-- ingrain: allow unique-over-duplicates \"why\"`")
    })
}

fn place(diagnostic: Diagnostic, script: &Outline<'_>, failure: &Failure<'_>) -> Diagnostic {
    let (path, text) = (script.script.path(), script.script.text());
    match blamed(script, failure) {
        Some(statement) => {
            let refusal = match &failure.cause {
                Cause::Refused(refusal) => Some(refusal),
                _ => None,
            };
            let exact = refusal.and_then(|refusal| exact(statement, refusal));
            diagnostic.at_part(
                path,
                text,
                exact.unwrap_or_else(|| Outline::span(statement)),
                "",
            )
        }
        None => diagnostic.at(path),
    }
}

/// The statement that failed; for a COMMIT, the one that leaves rows behind which refer to nothing.
fn blamed<'s, 'a>(script: &'s Outline<'a>, failure: &'s Failure<'a>) -> Option<&'s Statement<'a>> {
    let deletes = |how: How| matches!(how, How::Drop | How::DeleteAll | How::DeleteSome);
    let own = failure.statement.as_ref();
    own.or_else(|| {
        let mut writes = script.writes();
        let found = writes.find(|(_, write)| deletes(write.how));
        found.map(|(statement, _)| statement)
    })
}

/// The token that SQLite points at or names.
fn exact(statement: &Statement<'_>, refusal: &Refusal) -> Option<Range<usize>> {
    let at = refusal.offset.map(|offset| statement.start() + offset);
    let pointed = at.and_then(|at| {
        statement
            .tokens()
            .find(|token| token.start <= at && at < token.end())
    });
    let named = || {
        let missing = missing(&refusal.message)?;
        statement
            .tokens()
            .find(|token| name_of(token).as_ref() == Some(&missing.name))
    };
    let token = pointed.or_else(named)?;
    Some(token.start..token.end())
}
