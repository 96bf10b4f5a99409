//! What a statement makes and takes away, as far as its tokens tell.

use ingrain_core::{Statement, Token};

use super::{begins_with, name_of};
use crate::sqlite::schema::Kind;

/// A name that a statement makes or takes away, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Named {
    pub(in crate::sqlite) thing: Thing,
    pub(in crate::sqlite) name: String,
}

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sqlite) enum Thing {
    Object(Kind),
    Column,
}

// What tells is among the first words; a long statement need not be read to its end.
const WORDS: usize = 12;

fn head<'a>(statement: &Statement<'a>) -> Vec<Token<'a>> {
    statement.tokens().take(WORDS).collect()
}

/// What the statement creates, or gives another name to.
pub(in crate::sqlite) fn made(statement: &Statement<'_>) -> Option<Named> {
    let tokens = head(statement);
    if begins_with(statement, "CREATE") {
        let (kind, mut rest) = kind(&tokens)?;
        let words = ["IF", "NOT", "EXISTS"];
        if words
            .iter()
            .zip(rest)
            .all(|(word, token)| token.is_word(word))
        {
            rest = rest.get(words.len()..)?;
        }
        let name = match rest {
            [_, point, name, ..] if point.is_symbol(".") => name,
            [name, ..] => name,
            [] => return None,
        };
        return Some(named(Thing::Object(kind), name));
    }
    let (thing, _, new) = renamed(statement, &tokens)?;
    Some(named(thing, new))
}

/// What the statement drops, or gives another name to.
pub(in crate::sqlite) fn taken(statement: &Statement<'_>) -> Option<Named> {
    let tokens = head(statement);
    let last = tokens.last()?;
    if begins_with(statement, "DROP") {
        let (kind, _) = kind(&tokens)?;
        return Some(named(Thing::Object(kind), last));
    }
    if let Some((thing, old, _)) = renamed(statement, &tokens) {
        return Some(named(thing, old));
    }
    let drops = tokens.iter().any(|token| token.is_word("DROP"));
    (begins_with(statement, "ALTER") && drops).then(|| named(Thing::Column, last))
}

/// The sort of thing that a CREATE or DROP is about, and the tokens after the word for it.
fn kind<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(Kind, &'t [Token<'a>])> {
    tokens.iter().enumerate().find_map(|(at, token)| {
        let kind = Kind::from_name(&token.text.to_ascii_lowercase())?;
        Some((kind, tokens.get(at + 1..)?))
    })
}

/// What an ALTER TABLE gives another name to: the old one and the new one.
fn renamed<'t, 'a>(
    statement: &Statement<'_>,
    tokens: &'t [Token<'a>],
) -> Option<(Thing, &'t Token<'a>, &'t Token<'a>)> {
    let at = tokens.iter().position(|token| token.is_word("RENAME"))?;
    let (table, rest) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at + 1..)?);
    let found = match rest {
        [to, new] if to.is_word("TO") => (Thing::Object(Kind::Table), table, new),
        [.., old, to, new] if to.is_word("TO") => (Thing::Column, old, new),
        _ => return None,
    };
    begins_with(statement, "ALTER").then_some(found)
}

fn named(thing: Thing, token: &Token<'_>) -> Named {
    Named {
        thing,
        name: name_of(token).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use ingrain_core::{Dialect, split};

    use super::*;

    fn check(sql: &str, expected: [Option<(Thing, &str)>; 2]) {
        let statements = split(Dialect::Sqlite, sql).unwrap();
        let found = [made(&statements[0]), taken(&statements[0])];
        let found = found.map(|named| named.map(|Named { thing, name }| (thing, name)));
        let expected = expected.map(|named| named.map(|(thing, name)| (thing, name.to_owned())));
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn what_statements_make_and_take_away() {
        const TABLE: Thing = Thing::Object(Kind::Table);
        check("CREATE TABLE a (b)", [Some((TABLE, "a")), None]);
        check(
            "CREATE VIRTUAL TABLE IF NOT EXISTS main.\"A\" USING fts5(b)",
            [Some((TABLE, "a")), None],
        );
        check(
            "CREATE UNIQUE INDEX [i] ON a (b)",
            [Some((Thing::Object(Kind::Index), "i")), None],
        );
        check(
            "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
            [Some((Thing::Object(Kind::Trigger), "t")), None],
        );
        check(
            "DROP VIEW IF EXISTS main.v",
            [None, Some((Thing::Object(Kind::View), "v"))],
        );
        check(
            "ALTER TABLE a RENAME TO b",
            [Some((TABLE, "b")), Some((TABLE, "a"))],
        );
        check(
            "ALTER TABLE a RENAME COLUMN b TO c",
            [Some((Thing::Column, "c")), Some((Thing::Column, "b"))],
        );
        check(
            "ALTER TABLE a RENAME b TO c",
            [Some((Thing::Column, "c")), Some((Thing::Column, "b"))],
        );
        check(
            "ALTER TABLE a DROP COLUMN b",
            [None, Some((Thing::Column, "b"))],
        );
        check("ALTER TABLE a ADD COLUMN b", [None, None]);
        check("UPDATE a SET b = 1", [None, None]);
    }
}
