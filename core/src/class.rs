//! Whether a binary that does not know a migration may keep running over it.

use crate::{Dialect, Directives, Statement, Token, split};

/// What a migration is to a binary that does not know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Class {
    /// It only adds what such a binary never asks for.
    Additive,
    /// Anything else.
    #[default]
    Breaking,
}

impl Class {
    /// The word for it in the lock file.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Additive => "additive",
            Class::Breaking => "breaking",
        }
    }

    /// The class that `name` stands for.
    pub fn from_name(name: &str) -> Option<Class> {
        [Class::Additive, Class::Breaking]
            .into_iter()
            .find(|class| class.name() == name)
    }

    /// What the directives `compatible` and `breaking` say.
    pub(crate) fn said(directives: &Directives<'_>) -> Option<Class> {
        directives.compatible.map(|compatible| match compatible {
            true => Class::Additive,
            false => Class::Breaking,
        })
    }

    /// The class of an up script: what its directives say, else what its statements show.
    ///
    /// Additive is what creates tables, views and indexes, and adds columns that may be left out. Where the
    /// statements do not show it for certain, it is breaking; so is Rust, of which nothing shows.
    pub(crate) fn of(dialect: Dialect, script: &str) -> Class {
        let directives = Directives::of(dialect, script);
        if let Some(said) = Class::said(&directives) {
            return said;
        }
        if directives.rust.is_some() {
            return Class::Breaking;
        }
        let statements = split(dialect, script).unwrap_or_default();
        let mut created: Vec<Vec<String>> = Vec::new();
        let only_adds = statements.iter().all(|statement| {
            let words = Words::of(statement);
            created.extend(words.table_for_certain());
            words.creates_view() || words.creates_table() || {
                words.creates_index(&created) || words.adds_columns()
            }
        });
        match only_adds {
            true => Class::Additive,
            false => Class::Breaking,
        }
    }
}

/// The tokens of a statement.
struct Words<'a>(Vec<Token<'a>>);

impl<'a> Words<'a> {
    fn of(statement: &Statement<'a>) -> Words<'a> {
        Words(statement.tokens().collect())
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.0.get(at).is_some_and(|token| token.is_word(word))
    }

    /// Where the words end, if the statement has them at `at`.
    fn after(&self, at: usize, words: &[&str]) -> Option<usize> {
        let has = words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.is(at + offset, word));
        has.then_some(at + words.len())
    }

    /// Where `words` end, if they stand at `at`; else `at`.
    fn past(&self, at: usize, words: &[&str]) -> usize {
        self.after(at, words).unwrap_or(at)
    }

    /// Where the name begins in `CREATE TABLE name`.
    fn new_table(&self) -> Option<usize> {
        let at = self.after(0, &["CREATE"])?;
        let at = self.past(self.past(at, &["UNLOGGED"]), &["VIRTUAL"]);
        Some(self.past(self.after(at, &["TABLE"])?, &["IF", "NOT", "EXISTS"]))
    }

    /// A partition takes part in the table that it is of.
    fn creates_table(&self) -> bool {
        let part = |at: usize| self.is(at, "PARTITION") && self.is(at + 1, "OF");
        self.new_table().is_some() && !(0..self.0.len()).any(part)
    }

    /// The table that it creates, unless there may be one of that name.
    fn table_for_certain(&self) -> Option<Vec<String>> {
        let at = self.new_table()?;
        (!self.is(at - 1, "EXISTS")).then(|| self.name(at).0)
    }

    fn creates_view(&self) -> bool {
        let view = |words: &[&str]| self.after(0, words).is_some();
        view(&["CREATE", "VIEW"]) || view(&["CREATE", "MATERIALIZED", "VIEW"])
    }

    /// A unique index refuses rows: only on a table that no other binary knows does it add nothing but speed.
    fn creates_index(&self, created: &[Vec<String>]) -> bool {
        let Some(at) = self.after(0, &["CREATE"]) else {
            return false;
        };
        let unique = self.after(at, &["UNIQUE"]);
        if self.after(unique.unwrap_or(at), &["INDEX"]).is_none() {
            return false;
        }
        let on = (0..self.0.len()).find_map(|at| self.after(at, &["ON"]));
        let table = on.map(|at| self.name(self.past(at, &["ONLY"])).0);
        unique.is_none() || table.is_some_and(|table| created.contains(&table))
    }

    /// `ALTER TABLE t ADD COLUMN …, ADD COLUMN …`, each of which a row may leave out.
    fn adds_columns(&self) -> bool {
        let Some(at) = self.after(0, &["ALTER", "TABLE"]) else {
            return false;
        };
        let at = self.past(self.past(at, &["IF", "EXISTS"]), &["ONLY"]);
        let (_, at) = self.name(at);
        let mut depth = 0_usize;
        let actions = self.0.get(at..).unwrap_or_default().split(|token| {
            depth += usize::from(token.is_symbol("("));
            depth = depth.saturating_sub(usize::from(token.is_symbol(")")));
            depth == 0 && token.is_symbol(",")
        });
        actions
            .map(|action| Words(action.to_vec()))
            .all(|action| action.adds_optional_column())
    }

    fn adds_optional_column(&self) -> bool {
        /// What may follow `ADD` and is no column.
        const OTHERS: [&str; 8] = [
            "CONSTRAINT",
            "PRIMARY",
            "UNIQUE",
            "FOREIGN",
            "CHECK",
            "EXCLUDE",
            "VALUE",
            "GENERATED",
        ];
        /// What makes rows that say nothing of the column fail, or takes more than a token's look to tell.
        const DEMANDS: [&str; 6] = ["PRIMARY", "UNIQUE", "CHECK", "GENERATED", "AS", "EXCLUDE"];
        let Some(at) = self.after(0, &["ADD"]) else {
            return false;
        };
        if OTHERS.iter().any(|word| self.is(at, word)) {
            return false;
        }
        let has = |word: &str| self.0.iter().any(|token| token.is_word(word));
        let not_null = |at: usize| self.is(at, "NOT") && self.is(at + 1, "NULL");
        let null = |at: usize| self.is(at + 1, "NULL") && !self.is(at, "NOT");
        let needs_value = (0..self.0.len()).any(not_null);
        let has_value = has("DEFAULT") && !(0..self.0.len()).any(null);
        !DEMANDS.iter().any(|word| has(word)) && (!needs_value || has_value)
    }

    /// The name at `at`, in parts, and where it ends.
    fn name(&self, at: usize) -> (Vec<String>, usize) {
        let mut parts = Vec::new();
        let mut at = at;
        while let Some(token) = self.0.get(at) {
            parts.push(token.text.trim_matches(['"', '`', '[', ']']).to_lowercase());
            at += 1;
            if !self.0.get(at).is_some_and(|token| token.is_symbol(".")) {
                break;
            }
            at += 1;
        }
        (parts, at)
    }
}

#[cfg(test)]
mod tests;
