//! One script, and the look at it.

use std::panic;

use ingrain_core::{Checksum, Dialect, Direction, Rule, Script, Transaction};
use squawk_syntax::SourceFile;

use super::block::Opened;
use super::found::{Found, first_line, thinned};
use super::{column, lint, syntax, value, write};

/// Of what is remembered: another one whenever the same script may lead to other findings.
const FORMAT: &str = concat!("ingrain-postgres-proof ", env!("CARGO_PKG_VERSION"), " 2");

/// A script, and all that its proof depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    script: Script<'a>,
    pub(super) direction: Direction,
    pub(super) transaction: Transaction,
    pub(super) server: Option<&'a str>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(
        script: Script<'a>,
        direction: Direction,
        server: Option<&'a str>,
    ) -> Subject<'a> {
        Subject {
            script,
            direction,
            transaction: script.directives(Dialect::Postgres).transaction,
            server,
        }
    }

    pub(super) fn path(&self) -> &'a str {
        self.script.path()
    }

    pub(super) fn text(&self) -> &'a str {
        self.script.text()
    }

    /// Under which it is remembered what was found. The text says itself whether it runs in a transaction.
    pub(super) fn key(&self) -> Checksum {
        let (direction, server) = (self.direction.name(), self.server.unwrap_or_default());
        Checksum::of(&format!("{FORMAT}\0{direction}\0{server}\0{}", self.text()))
    }

    /// Everything in it that goes against a rule for scripts of its direction.
    pub(super) fn look(&self) -> Vec<Found> {
        // The parser promises nothing about texts that are wrong in ways nobody thought of.
        let found = panic::catch_unwind(|| self.parse_and_lint());
        let mut found = found.unwrap_or_else(|_| vec![self.not_understood()]);
        found.retain(|found| found.rule.is_for(self.direction));
        thinned(found)
    }

    fn parse_and_lint(&self) -> Vec<Found> {
        let parse = SourceFile::parse(self.text());
        let wrong = syntax::errors(self.text(), &parse);
        if !wrong.is_empty() {
            return wrong;
        }
        let mut found = syntax::errors_in_bodies(self.text(), &parse);
        if self.transaction == Transaction::Wrapped {
            found.extend(value::used_at_once(&parse.tree()));
        }
        let opened = Opened::new(self.text(), parse);
        found.extend(lint::lint(self, &opened));
        found.extend(column::demands(&opened));
        found.extend(write::without_where(&opened));
        found
    }

    fn not_understood(&self) -> Found {
        let title = "the parser fails on this script, and nothing of it is proven";
        Found::new(
            Rule::SyntaxError,
            first_line(self.text(), 0..self.text().len()),
            title,
        )
        .help("run it on a Postgres server: it may be sound all the same")
    }
}
