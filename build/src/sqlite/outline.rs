//! What a script says, as far as its tokens tell.

mod changes;
mod json;
mod writes;

use std::collections::BTreeSet;
use std::ops::Range;

use ingrain_core::{Dialect, Script, Statement, Token, TokenKind, split};

pub(super) use self::changes::{Named, Thing, made, taken};
pub(super) use self::writes::{How, Write, writes};
use super::schema::{Kind, Object};

/// A script, its statements and the names in them. Names are in lower case and without quotes.
pub(super) struct Outline<'a> {
    pub(super) script: Script<'a>,
    pub(super) statements: Vec<Statement<'a>>,
    /// Every name and keyword.
    pub(super) named: BTreeSet<String>,
    /// Those in statements that may change or delete rows, and rows of other tables with them.
    pub(super) written: BTreeSet<String>,
    /// Texts, which SQLite takes for names in places.
    pub(super) texts: BTreeSet<String>,
    /// The names of columns that it reads JSON from.
    pub(super) json: BTreeSet<String>,
    pub(super) reach: Reach,
}

/// Which objects of the schema a script can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those that it names, and those on tables that it names.
    Named,
    /// Others too: what is renamed is renamed wherever it is used.
    All,
}

impl<'a> Outline<'a> {
    pub(super) fn of(script: Script<'a>) -> Outline<'a> {
        // A script that cannot be split is none of a chain's.
        let statements = split(Dialect::Sqlite, script.text()).unwrap_or_default();
        let mut outline = Outline {
            script,
            statements: Vec::new(),
            named: BTreeSet::new(),
            written: BTreeSet::new(),
            texts: BTreeSet::new(),
            json: BTreeSet::new(),
            reach: Reach::Named,
        };
        for statement in &statements {
            let tokens: Vec<Token<'_>> = statement.tokens().collect();
            let names = names(tokens.iter().copied());
            let reaches = ["sqlite_master", "sqlite_schema", "rename"];
            if reaches.iter().any(|word| names.contains(*word)) {
                outline.reach = Reach::All;
            }
            if !["CREATE", "ALTER"]
                .iter()
                .any(|word| begins_with(statement, word))
            {
                outline.written.extend(names.iter().cloned());
            }
            outline.named.extend(names);
            outline.texts.extend(texts(tokens.iter().copied()));
            outline.json.extend(json::columns(&tokens));
        }
        outline.statements = statements;
        outline
    }

    /// The first statement that begins with one of these keywords and names one of these names.
    pub(super) fn statement(&self, keywords: &[&str], wanted: &[&str]) -> Option<&Statement<'a>> {
        self.statements.iter().find(|statement| {
            let is_begun = keywords.iter().any(|word| begins_with(statement, word));
            is_begun
                && names(statement.tokens())
                    .iter()
                    .any(|name| wanted.contains(&name.as_str()))
        })
    }

    /// The first statement in which these words stand one after the other, with the name last.
    pub(super) fn says(&self, words: &[&str], name: &str) -> Option<&Statement<'a>> {
        self.statements.iter().find(|statement| {
            let tokens: Vec<Token<'_>> = statement.tokens().collect();
            tokens.windows(words.len() + 1).any(|window| {
                let (last, before) = match window.split_last() {
                    Some(split) => split,
                    None => return false,
                };
                let fits = before
                    .iter()
                    .zip(words)
                    .all(|(token, word)| token.is_word(word));
                fits && name_of(last).is_some_and(|found| found == name)
            })
        })
    }

    /// The last statement that creates the object of this name, or gives it its name.
    pub(super) fn making(&self, kind: Kind, name: &str) -> Option<&Statement<'a>> {
        let thing = Thing::Object(kind);
        let makes = |statement: &&Statement<'a>| {
            made(statement).is_some_and(|made| made.thing == thing && made.name == name)
        };
        self.statements.iter().rfind(makes)
    }

    /// The last statement that takes something of this name away, by dropping it or by renaming it.
    pub(super) fn taking(&self, name: &str) -> Option<&Statement<'a>> {
        let takes =
            |statement: &&Statement<'a>| taken(statement).is_some_and(|taken| taken.name == name);
        self.statements.iter().rfind(takes)
    }

    /// What its statements write to; what the triggers that it creates write to is not among that.
    pub(super) fn writes(&self) -> impl Iterator<Item = (&Statement<'a>, Write)> {
        let own = self.statements.iter();
        let own = own.filter(|statement| !begins_with(statement, "CREATE"));
        own.flat_map(|statement| {
            writes(statement)
                .into_iter()
                .map(move |write| (statement, write))
        })
    }

    /// Whether it creates or drops this index or trigger.
    pub(super) fn names(&self, object: &Object) -> bool {
        let (kind, name) = object.key();
        let is_it = |named: Named| named.thing == Thing::Object(kind) && named.name == name;
        let mut statements = self.statements.iter();
        statements.any(|statement| {
            made(statement).is_some_and(is_it) || taken(statement).is_some_and(is_it)
        })
    }

    /// Whether it drops the table, or renames it: one that has its name afterwards is another.
    pub(super) fn replaces(&self, table: &str) -> bool {
        self.writes()
            .any(|(_, write)| write.table == table && matches!(write.how, How::Drop | How::Rename))
    }

    /// The table that becomes `table` by being renamed.
    pub(super) fn renamed_to(&self, table: &str) -> Option<String> {
        let statement = self.says(&["RENAME", "TO"], table)?;
        statement.tokens().nth(2).as_ref().and_then(name_of)
    }

    /// The part of the script to point at for `statement`.
    pub(super) fn span(statement: &Statement<'_>) -> Range<usize> {
        let first_line = statement.text().lines().next().unwrap_or_default();
        statement.start()..statement.start() + first_line.trim_end().len()
    }
}

pub(super) fn begins_with(statement: &Statement<'_>, keyword: &str) -> bool {
    let first = statement.tokens().next();
    first.is_some_and(|token| token.is_word(keyword))
}

/// The names and keywords among `tokens`.
pub(super) fn names<'a>(tokens: impl Iterator<Item = Token<'a>>) -> BTreeSet<String> {
    tokens
        .filter(|token| token.kind != TokenKind::Text)
        .filter_map(|token| name_of(&token))
        .collect()
}

/// The texts among `tokens`.
pub(super) fn texts<'a>(tokens: impl Iterator<Item = Token<'a>>) -> BTreeSet<String> {
    tokens
        .filter(|token| token.kind == TokenKind::Text)
        .filter_map(|token| name_of(&token))
        .collect()
}

/// The name that a token is, in lower case and without quotes. SQLite takes a text for one too.
pub(super) fn name_of(token: &Token<'_>) -> Option<String> {
    let inner = |close: &str| {
        let inside = token.text.get(1..token.text.len().checked_sub(1)?)?;
        Some(inside.replace(&close.repeat(2), close))
    };
    let name = match (token.kind, token.text.chars().next()?) {
        (TokenKind::Word, _) => Some(token.text.to_owned()),
        (TokenKind::Quoted, '[') => inner("]"),
        (TokenKind::Quoted, '`') => inner("`"),
        (TokenKind::Quoted, _) => inner("\""),
        (TokenKind::Text, '\'') => inner("'"),
        _ => None,
    };
    name.map(|name| name.to_ascii_lowercase())
}

/// `name` as it may stand in SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
