//! What a Postgres statement is about, read from its tokens: enough to ask the catalog, no more.

use ingrain_core::{Statement, Token, TokenKind};

use crate::log::{NewIndex, Snapshots, holders, locking};

/// What asks who is in the statement's way.
pub(super) fn who(statement: &Statement<'_>) -> Option<String> {
    let snapshots = match statement
        .tokens()
        .any(|token| token.is_word("CONCURRENTLY"))
    {
        true => Snapshots::Count,
        false => Snapshots::Ignore,
    };
    Some(holders(&names(statement), snapshots))
}

/// What asks who is in the way of statements that nobody has seen: those who hold a lock on the table that the
/// server's `notes` name, such as `context: while updating tuple (0,1) in relation "notes"`, or else on any.
pub(super) fn who_of(notes: &[String]) -> String {
    let named = notes.iter().find_map(|note| {
        let (_, rest) = note.split_once("relation \"")?;
        let (name, _) = rest.split_once('"')?;
        Some(format!("\"{name}\""))
    });
    match named {
        Some(name) => holders(&[name], Snapshots::Ignore),
        None => locking(),
    }
}

/// Whether `statement` makes an index concurrently, so that it may be tried again.
pub(super) fn makes_index(statement: &Statement<'_>) -> bool {
    new_index(statement).is_some()
}

/// `CREATE [UNIQUE] INDEX CONCURRENTLY [[IF NOT EXISTS] name] ON [ONLY] table …`
pub(super) fn new_index(statement: &Statement<'_>) -> Option<NewIndex> {
    let mut tokens = statement.tokens().peekable();
    tokens.next_if(|token| token.is_word("CREATE"))?;
    let is_unique = tokens.next_if(|token| token.is_word("UNIQUE")).is_some();
    tokens.next_if(|token| token.is_word("INDEX"))?;
    tokens.next_if(|token| token.is_word("CONCURRENTLY"))?;
    if tokens.next_if(|token| token.is_word("IF")).is_some() {
        tokens.next_if(|token| token.is_word("NOT"))?;
        tokens.next_if(|token| token.is_word("EXISTS"))?;
    }
    let name = match tokens.peek()?.is_word("ON") {
        true => None,
        false => Some(identifier(&tokens.next()?)?.to_owned()),
    };
    tokens.next_if(|token| token.is_word("ON"))?;
    tokens.next_if(|token| token.is_word("ONLY"));
    let mut table = identifier(&tokens.next()?)?.to_owned();
    while tokens.next_if(|token| token.is_symbol(".")).is_some() {
        table = format!("{table}.{}", identifier(&tokens.next()?)?);
    }
    Some(NewIndex {
        name,
        table,
        is_unique,
    })
}

/// `REINDEX … CONCURRENTLY …`
pub(super) fn reindexes(statement: &Statement<'_>) -> bool {
    let mut tokens = statement.tokens();
    tokens.next().is_some_and(|first| first.is_word("REINDEX"))
        && tokens.any(|token| token.is_word("CONCURRENTLY"))
}

/// Everything in the statement that could name a table: single words, and two with a point between.
fn names(statement: &Statement<'_>) -> Vec<String> {
    let tokens: Vec<Token<'_>> = statement.tokens().collect();
    let mut names: Vec<String> = tokens
        .iter()
        .filter_map(identifier)
        .map(str::to_owned)
        .collect();
    let pairs = tokens.windows(3).filter(|three| three[1].is_symbol("."));
    names.extend(pairs.filter_map(|three| {
        Some(format!(
            "{}.{}",
            identifier(&three[0])?,
            identifier(&three[2])?
        ))
    }));
    names.sort_unstable();
    names.dedup();
    names
}

/// The token as Postgres reads names out of texts: not those with escapes in them.
fn identifier<'a>(token: &Token<'a>) -> Option<&'a str> {
    let is_name = match token.kind {
        TokenKind::Word => true,
        TokenKind::Quoted => token.text.starts_with('"'),
        _ => false,
    };
    is_name.then_some(token.text)
}

#[cfg(test)]
mod tests {
    use ingrain_core::Dialect;

    use super::*;

    fn statement(sql: &str) -> Statement<'_> {
        ingrain_core::split(Dialect::Postgres, sql).unwrap()[0]
    }

    fn check(sql: &str, expected: Option<(Option<&str>, &str, bool)>) {
        let expected = expected.map(|(name, table, is_unique)| NewIndex {
            name: name.map(str::to_owned),
            table: table.to_owned(),
            is_unique,
        });
        assert_eq!(new_index(&statement(sql)), expected, "{sql}");
    }

    #[test]
    fn an_index_is_read_from_its_statement() {
        check(
            "create index concurrently Notes_Id on Notes (id)",
            Some((Some("Notes_Id"), "Notes", false)),
        );
        check(
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"a b\" ON ONLY app . \"No.tes\" (id)",
            Some((Some("\"a b\""), "app.\"No.tes\"", true)),
        );
        check(
            "CREATE INDEX CONCURRENTLY /* no name */ ON notes USING gin (body)",
            Some((None, "notes", false)),
        );
        check(
            "CREATE INDEX CONCURRENTLY U&\"d\\0061t\" ON notes (id)",
            None,
        );
        check("CREATE INDEX notes_id ON notes (id)", None);
        check("DROP INDEX CONCURRENTLY notes_id", None);
    }

    #[test]
    fn what_could_be_a_table_is_found() {
        let sql = "ALTER TABLE app.notes ADD CHECK (body <> 'x' AND \"N\".a.b > 1)";
        let found = names(&statement(sql));
        for name in ["app", "app.notes", "notes", "\"N\".a", "a.b"] {
            assert!(
                found.iter().any(|found| found == name),
                "{name} in {found:?}"
            );
        }
        assert!(
            !found.iter().any(|found| found.contains("'x'")),
            "{found:?}"
        );
    }
}
