//! What a statement writes to, as far as its tokens tell.

use ingrain_core::{Statement, Token};

use super::{begins_with, name_of};

/// A table that is written to, its name in lower case, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sqlite) struct Write {
    pub(in crate::sqlite) how: How,
    pub(in crate::sqlite) table: String,
}

/// How a statement writes to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sqlite) enum How {
    /// Without a condition.
    DeleteAll,
    DeleteSome,
    Update,
    Insert,
    /// REPLACE, and what else deletes the rows that are in its way.
    Replace,
    Drop,
    /// It gets another name.
    Rename,
}

/// What the statement writes to: more than one table where it creates a trigger.
pub(in crate::sqlite) fn writes(statement: &Statement<'_>) -> Vec<Write> {
    const WRITING: [&str; 5] = ["DELETE", "UPDATE", "REPLACE", "INSERT", "WITH"];
    let tokens: Vec<Token<'_>> = statement.tokens().collect();
    if begins_with(statement, "CREATE") {
        let is_trigger = |token: &Token<'_>| token.is_word("TRIGGER");
        let begin = tokens.iter().position(|token| token.is_word("BEGIN"));
        let body = begin.filter(|_| tokens.iter().take(3).any(is_trigger));
        let body = body.and_then(|begin| tokens.get(begin..));
        let statements = body.unwrap_or_default().split(|token| token.is_symbol(";"));
        return statements.filter_map(written).collect();
    }
    let write = match WRITING.iter().any(|word| begins_with(statement, word)) {
        true => written(&tokens),
        false => moved(&tokens),
    };
    write.into_iter().collect()
}

/// What a DELETE, UPDATE, INSERT or REPLACE writes to, whatever stands before it.
fn written(tokens: &[Token<'_>]) -> Option<Write> {
    let has = |tokens: &[Token<'_>], word: &str| tokens.iter().any(|token| token.is_word(word));
    tokens.iter().enumerate().find_map(|(at, token)| {
        let rest = tokens.get(at + 1..)?;
        let replaces =
            || matches!(rest, [or, word, ..] if or.is_word("OR") && word.is_word("REPLACE"));
        let first = rest.first()?;
        let (how, name) = if token.is_word("DELETE") && first.is_word("FROM") {
            match has(rest, "WHERE") {
                true => (How::DeleteSome, rest.get(1..)?),
                false => (How::DeleteAll, rest.get(1..)?),
            }
        } else if token.is_word("UPDATE") {
            match (replaces(), first.is_word("OR")) {
                (true, _) => (How::Replace, rest.get(2..)?),
                (false, true) => (How::Update, rest.get(2..)?),
                (false, false) => (How::Update, rest),
            }
        } else if token.is_word("REPLACE") && first.is_word("INTO") {
            (How::Replace, rest.get(1..)?)
        } else if token.is_word("INSERT") && !replaces() {
            let into = rest.iter().position(|token| token.is_word("INTO"))?;
            let how = match rest.windows(2).any(
                |pair| matches!(pair, [one, two] if one.is_word("DO") && two.is_word("UPDATE")),
            ) {
                true => How::Update,
                false => How::Insert,
            };
            (how, rest.get(into + 1..)?)
        } else {
            return None;
        };
        Some(Write {
            how,
            table: table(name)?,
        })
    })
}

/// The table that is dropped or gets another name.
fn moved(tokens: &[Token<'_>]) -> Option<Write> {
    let [first, second, rest @ ..] = tokens else {
        return None;
    };
    if !second.is_word("TABLE") {
        return None;
    }
    if first.is_word("DROP") {
        let name = match rest {
            [when, exists, name @ ..] if when.is_word("IF") && exists.is_word("EXISTS") => name,
            name => name,
        };
        return Some(Write {
            how: How::Drop,
            table: table(name)?,
        });
    }
    let renames =
        matches!(rest, [.., rename, to, _] if rename.is_word("RENAME") && to.is_word("TO"));
    (first.is_word("ALTER") && renames).then_some(Write {
        how: How::Rename,
        table: table(rest)?,
    })
}

/// The name of a table at the beginning of `tokens`.
fn table(tokens: &[Token<'_>]) -> Option<String> {
    match tokens {
        [_, point, name, ..] if point.is_symbol(".") => name_of(name),
        [name, ..] => name_of(name),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use ingrain_core::{Dialect, split};

    use super::*;

    fn check(sql: &str, expected: &[(How, &str)]) {
        let statements = split(Dialect::Sqlite, sql).unwrap();
        let found = writes(&statements[0]);
        let found: Vec<(How, &str)> = found
            .iter()
            .map(|write| (write.how, write.table.as_str()))
            .collect();
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn what_statements_write_to() {
        check("DELETE FROM main.\"A\"", &[(How::DeleteAll, "a")]);
        check("DELETE FROM a WHERE b", &[(How::DeleteSome, "a")]);
        check(
            "WITH c AS (SELECT 1) DELETE FROM a WHERE b IN c",
            &[(How::DeleteSome, "a")],
        );
        check("UPDATE a SET b = replace(b, 1, 2)", &[(How::Update, "a")]);
        check("UPDATE OR IGNORE a SET b = 1", &[(How::Update, "a")]);
        check("UPDATE OR REPLACE a SET b = 1", &[(How::Replace, "a")]);
        check("REPLACE INTO a VALUES (1)", &[(How::Replace, "a")]);
        check("INSERT OR REPLACE INTO a SELECT 1", &[(How::Replace, "a")]);
        check("INSERT OR IGNORE INTO a SELECT 1", &[(How::Insert, "a")]);
        check(
            "INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 1",
            &[(How::Update, "a")],
        );
        check("DROP TABLE IF EXISTS main.a", &[(How::Drop, "a")]);
        check("ALTER TABLE a RENAME TO b", &[(How::Rename, "a")]);
        check("ALTER TABLE a RENAME COLUMN b TO c", &[]);
        check(
            "ALTER TABLE a ADD COLUMN b REFERENCES c ON DELETE SET NULL",
            &[],
        );
        check("CREATE TABLE a (b REFERENCES c ON UPDATE CASCADE)", &[]);
        check("CREATE INDEX a ON b (c)", &[]);
        check(
            "CREATE TRIGGER t AFTER UPDATE OF b ON a BEGIN DELETE FROM c; UPDATE d SET e = 1; END",
            &[(How::DeleteAll, "c"), (How::Update, "d")],
        );
    }
}
