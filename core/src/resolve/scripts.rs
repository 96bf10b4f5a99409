//! What the texts tell: statements, directives, and the way back.

use super::adopted::Hint;
use super::{Completeness, Group, Named};
use crate::backfill;
use crate::diagnostic::MOST_TOLD;
use crate::directive::{self, BadDirective, Transaction};
use crate::placement::{self, Misplaced};
use crate::split::leading_comment;
use crate::{Code, Diagnostic, Dialect, Direction, Directives, Statement, split};

const CLOSE_HELP: &str = "close it where it is meant to end; if nothing seems to be wrong there, look above it \
    for something else that is not closed, or closed twice";

/// Every mistake in the scripts that `dialect` uses.
pub(super) fn check(
    groups: &[Group<'_>],
    dialect: Dialect,
    hint: Option<&Hint>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for group in groups {
        let Some(up) = group.pick(dialect, Direction::Up) else {
            continue;
        };
        let down = group.pick(dialect, Direction::Down);
        let mut add = |mistakes: Vec<Diagnostic>, script: &Named<'_>| {
            let text = script.file.text.as_deref().unwrap_or_default();
            let told = mistakes.into_iter().map(|mistake| match hint {
                Some(hint) => hint.tell(mistake, text),
                None => mistake,
            });
            found.extend(told);
        };
        for script in [Some(up), down].into_iter().flatten() {
            let mut mistakes = Vec::new();
            check_script(group, script, dialect, &mut mistakes);
            add(mistakes, script);
        }
        if group.completeness == Completeness::AllNamed {
            add(Vec::from_iter(way_back(group, up, down, dialect)), up);
        }
    }
    found
}

/// Whether nothing is wrong with this script by itself.
pub(super) fn is_sound(group: &Group<'_>, script: &Named<'_>, dialect: Dialect) -> bool {
    let mut found = Vec::new();
    check_script(group, script, dialect, &mut found);
    found.is_empty()
}

fn check_script(
    group: &Group<'_>,
    script: &Named<'_>,
    dialect: Dialect,
    found: &mut Vec<Diagnostic>,
) {
    let Ok(text) = &script.file.text else { return };
    let path = script.file.path();
    let (directives, mistakes) = directive::read(dialect, text);
    let directives = group.origin(text).amend(directives);
    let misused = directive::misused(
        &directives,
        script.name.direction,
        script.name.dialect,
        text,
    );
    found.extend(
        mistakes
            .into_iter()
            .chain(misused)
            .take(MOST_TOLD)
            .map(|bad| bad_directive(path, text, bad)),
    );
    let statements = match split(dialect, text) {
        Ok(statements) => statements,
        Err(open) => {
            // The rows after `COPY … FROM stdin` are no SQL: a quote in them is not what is wrong.
            let before = split(dialect, &text[..open.start]).unwrap_or_default();
            let needing: Vec<_> = before
                .iter()
                .filter_map(|statement| {
                    let misplaced = placement::needs_client(dialect, statement)?;
                    let transaction = directives.transaction;
                    Some(unplaceable(path, text, statement, transaction, misplaced))
                })
                .take(MOST_TOLD)
                .collect();
            if !needing.is_empty() {
                found.extend(needing);
                return;
            }
            let title = format!("this {} is never closed", open.what);
            let span = open.start..open.start + open.length;
            found.push(
                Diagnostic::new(Code::Unterminated, title)
                    .at_part(path, text.as_str(), span, "opened here")
                    .help(CLOSE_HELP),
            );
            return;
        }
    };
    match (directives.rust, statements.first()) {
        (Some(_), Some(first)) => found.push(not_rust_alone(path, text, first)),
        // A `rust` that is misspelt or without its revision is reported as that.
        (None, None) if directive::seems_said(dialect, text, "rust") => {}
        (None, None) if group.adopted.is_none() => found.push(empty(path, script.name.direction)),
        _ => {}
    }
    let ranges: Vec<_> = statements
        .iter()
        .map(|statement| statement.start()..statement.end())
        .collect();
    let misplaced = directive::misplaced(text, leading_comment(dialect, text), &ranges);
    // What was written for another tool was not meant for us.
    let lookalikes = directive::lookalikes(dialect, text).filter(|_| group.adopted.is_none());
    let unheard = lookalikes
        .chain(directive::enclosed(dialect, text))
        .chain(misplaced);
    found.extend(
        unheard
            .take(MOST_TOLD)
            .map(|bad| bad_directive(path, text, bad)),
    );
    if let Some(backfill) = directives.backfill {
        let misuses = backfill::misuses(dialect, backfill, &statements);
        let misuses = misuses.into_iter().take(MOST_TOLD);
        found.extend(misuses.map(|bad| bad_directive(path, text, bad)));
    }
    let transaction = directives.transaction;
    let unplaced = statements.iter().filter_map(|statement| {
        let misplaced = placement::misplaced(dialect, statement, transaction)?;
        Some(unplaceable(path, text, statement, transaction, misplaced))
    });
    found.extend(unplaced.take(MOST_TOLD));
}

fn bad_directive(path: &str, text: &str, bad: BadDirective) -> Diagnostic {
    Diagnostic::new(bad.code, bad.title)
        .at_part(path, text, bad.span, "")
        .help(bad.help)
}

fn empty(path: &str, direction: Direction) -> Diagnostic {
    let help = match direction {
        Direction::Up => {
            "write what it is to do, or `SELECT 1;` if there is nothing to do".to_owned()
        }
        Direction::Down => {
            "write what undoes the up script; if nothing can, delete this file and say \
            `-- ingrain: irreversible \"why\"` at the top of the up script"
                .to_owned()
        }
    };
    Diagnostic::new(
        Code::EmptyScript,
        format!("this {direction} script holds no statement"),
    )
    .at(path)
    .help(help)
}

fn not_rust_alone(path: &str, text: &str, first: &Statement<'_>) -> Diagnostic {
    let title = "this script says that it is Rust, and holds SQL";
    let first_line = first.text().lines().next().unwrap_or_default();
    let span = first.start()..first.start() + first_line.len();
    Diagnostic::new(Code::MisusedDirective, title)
        .at_part(path, text, span, "")
        .help("put the SQL into a migration of its own, where the build can prove it; the function changes rows")
        .help("or, if the SQL is all that is to run, delete the line `-- ingrain: rust …`")
}

fn unplaceable(
    path: &str,
    text: &str,
    statement: &Statement<'_>,
    transaction: Transaction,
    Misplaced { code, what, help }: Misplaced<'_>,
) -> Diagnostic {
    let title = match (code, transaction) {
        (Code::TransactionControl, Transaction::Wrapped) => {
            format!("`{what}` in a script that already runs in a transaction")
        }
        (Code::TransactionControl, Transaction::None) => {
            format!("`{what}` in a script that runs statement by statement")
        }
        (Code::NeedsClient, _) if what.starts_with('\\') => {
            format!("`{what}` is a command of psql, not SQL")
        }
        (Code::NeedsClient, _) => {
            format!("`{what}` needs rows from a client, and a script has none")
        }
        _ => format!("`{what}` cannot run in a transaction, where this script runs"),
    };
    // A command of psql ends with its line, not with a semicolon.
    let shown = match what.starts_with('\\') {
        true => statement.text().lines().next().unwrap_or_default(),
        false => statement.text(),
    };
    let span = statement.start()..statement.start() + shown.len();
    Diagnostic::new(code, title)
        .at_part(path, text, span, "")
        .help(help)
}

/// Every up has a down, or says why it has none; never both. What was taken over from another tool may
/// have none.
fn way_back(
    group: &Group<'_>,
    up: &Named<'_>,
    down: Option<&Named<'_>>,
    dialect: Dialect,
) -> Option<Diagnostic> {
    let text = up.file.text.as_deref().ok()?;
    let irreversible = Directives::of(dialect, text).irreversible;
    match (down, irreversible) {
        // An `irreversible` that is misspelt or without its reason is reported as that.
        (None, None) if group.adopted.is_some() => None,
        (None, None) if directive::seems_said(dialect, text, "irreversible") => None,
        (None, None) => {
            let missing = up
                .name
                .layout
                .file_name(up.name.stem, up.name.dialect, Direction::Down);
            Some(
                Diagnostic::new(Code::MissingDown, "this up script has no down script")
                    .at(up.file.path())
                    .help(format!("write `{missing}`"))
                    .help(
                        "if nothing can undo it, say `-- ingrain: irreversible \"why\"` at its top",
                    ),
            )
        }
        (Some(down), Some(_)) => Some(
            Diagnostic::new(
                Code::MisusedDirective,
                "this up script says `irreversible`, but it has a down script",
            )
            .at(up.file.path())
            .note(format!("the down script is `{}`", down.file.path()))
            .help("delete the directive, or delete the down script"),
        ),
        (None, Some(_)) | (Some(_), None) => None,
    }
}
