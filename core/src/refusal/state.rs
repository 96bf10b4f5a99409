//! The database is in a state on which nothing can be built.

use super::Refusal;
use super::adopt::has_table;
use crate::chain::Chain;
use crate::diagnostic::{Diagnostic, Remedy, Setting, Text, either};
use crate::history::Unfinished;
use crate::{Code, Declared, Direction, Tool};

impl Refusal {
    pub(crate) fn unfinished(unfinished: &Unfinished, chain: &Chain<'_>) -> Box<Refusal> {
        let Unfinished {
            migration,
            direction,
            statements,
            last_key,
            until: _,
            applied_by,
            ..
        } = unfinished;
        let version = migration.version;
        let title = format!(
            "the {direction} script of version {version} stopped part-way, {}",
            reached(unfinished)
        );
        let mut diagnostic = Diagnostic::new(Code::Unfinished, title);
        if let Some(embedded) = chain.get(version) {
            let script = if *direction == Direction::Up {
                Some(embedded.up)
            } else {
                embedded.down_script()
            };
            diagnostic = script
                .iter()
                .fold(diagnostic, |diagnostic, script| diagnostic.at(script.path));
        }
        let next = statements + 1;
        let unit = unit(unfinished);
        let (tried, rest) = match last_key {
            // A batch and its row are committed together.
            Some(key) => (String::new(), format!("beyond the key {key}")),
            None => (
                format!(" (look at statement {next} too, which may have run)"),
                format!("from statement {next} on"),
            ),
        };
        diagnostic = match direction {
            Direction::Up => diagnostic
                .note(format!(
                    "it was begun by {applied_by} with the script {}",
                    migration.checksum
                ))
                .help(
                    Text::from(either(
                        "start a binary that embeds that very script",
                        "run `up` with that very script in the folder",
                    )) + format!(": it goes on after the last {unit} done"),
                ),
            Direction::Down => diagnostic
                .note(format!("it was begun by {applied_by}"))
                .help(format!(
                    "go on reverting with that very script: it goes on after the last {unit} done"
                )),
        };
        let undone = format!("or undo by hand what it did{tried}, and declare it undone: ");
        let done = format!("or do the rest by hand, {rest}, and declare it done: ");
        diagnostic = diagnostic
            .help(Text::from(undone) + Remedy::Declare(Declared::Undone))
            .help(Text::from(done) + Remedy::Declare(Declared::Done));
        Refusal::new([version], diagnostic)
    }

    /// The script goes on without us: whoever takes it for stopped would run it a second time.
    pub(crate) fn at_work(unfinished: &Unfinished) -> Box<Refusal> {
        let Unfinished {
            migration,
            direction,
            applied_by,
            ..
        } = unfinished;
        let version = migration.version;
        let title = format!(
            "the {direction} script of version {version} is part-way, {}; a process is at work on it",
            reached(unfinished)
        );
        let diagnostic = Diagnostic::new(Code::Unfinished, title)
            .note(format!("it was begun by {applied_by}"))
            .help("let it finish, and start again: there is nothing to do by hand while it runs");
        Refusal::new([version], diagnostic).passing()
    }

    /// A baseline would record that tables exist which do not.
    pub(crate) fn nothing_to_baseline() -> Box<Refusal> {
        let title = "the database is empty: there is no schema that a baseline could stand for";
        let diagnostic = Diagnostic::new(Code::Unmanaged, title)
            .help("is it the right database? run the migrations instead: they build the schema")
            .help(Text::from("to record it all the same: ") + Remedy::Unmanaged);
        Refusal::new([], diagnostic)
    }

    pub(crate) fn unmanaged(strangers: &[String], chain: &Chain<'_>) -> Box<Refusal> {
        const SHOWN: usize = 5;
        let names = strangers
            .iter()
            .take(SHOWN)
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let more = if strangers.len() > SHOWN {
            format!(" and {} more", strangers.len() - SHOWN)
        } else {
            String::new()
        };
        let diagnostic = Diagnostic::new(
            Code::Unmanaged,
            "the database has tables, but no history of migrations",
        )
        .note(format!("it has {names}{more}"));
        let tools = Tool::ALL
            .into_iter()
            .filter(|tool| has_table(strangers, *tool));
        let diagnostic = tools
            .fold(diagnostic, |diagnostic, tool| {
                let has = format!("{tool} has migrated it; take its history over: ");
                diagnostic.help(Text::from(has) + Remedy::Adopt(tool))
            })
            .help(
                "is it the right database? look at the URL or path that the application was given",
            )
            .help(
                Text::from("if its schema is that of a version already, say which: ")
                    + Remedy::Baseline
                    + " records everything up to it as applied",
            )
            .help(
                Text::from("if the application keeps its history under a name of its own, ")
                    + Setting::HistoryTable,
            )
            .help(
                Text::from("to apply the whole chain beside what is there: ") + Remedy::Unmanaged,
            );
        Refusal::new(
            chain.migrations().iter().map(|migration| migration.version),
            diagnostic,
        )
    }
}

/// How far it came, in words that follow a comma.
pub(super) fn reached(unfinished: &Unfinished) -> String {
    match (&unfinished.last_key, unfinished.statements) {
        (Some(key), batches) => format!("after {batches} of its batches, with the key {key}"),
        (None, 0) => "and none of its statements is known to be done".to_owned(),
        (None, 1) => "after its first statement".to_owned(),
        (None, statements) => format!("after {statements} of its statements"),
    }
}

/// What it is done by.
pub(super) fn unit(unfinished: &Unfinished) -> &'static str {
    match unfinished.last_key {
        Some(_) => "batch",
        None => "statement",
    }
}
