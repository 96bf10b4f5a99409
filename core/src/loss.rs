//! Statements that take rows or values away.

use crate::{Dialect, Statement, Token};

/// Whether a script that goes on with `statements` takes data away, as far as their words show: one drops or
/// empties a table, drops a column, or deletes rows. A table of SQLite's that is rebuilt, its rows copied and
/// the copy given its name, is not taken for dropped.
///
/// An estimate, for people to look twice. A function that a statement calls, a `CASCADE` or a trigger
/// may take away more; a `DELETE` may find no row. What overwrites values, as `UPDATE` does, is not told.
pub fn loses_data(dialect: Dialect, statements: &[Statement<'_>]) -> bool {
    let takes_away = |(at, statement)| {
        takes_data_away(dialect, statement) && !is_rebuild(dialect, statements, at)
    };
    statements.iter().enumerate().any(takes_away)
}

/// Whether the statement at `at` drops a table whose rows were copied into another, which then takes its name.
fn is_rebuild(dialect: Dialect, statements: &[Statement<'_>], at: usize) -> bool {
    let (before, rest) = statements.split_at(at);
    let Some((drop, after)) = rest.split_first().filter(|_| dialect == Dialect::Sqlite) else {
        return false;
    };
    let drop: Vec<Token<'_>> = drop.tokens().collect();
    let (Some(name), true) = (drop.last(), begins(&drop, &["DROP", "TABLE"])) else {
        return false;
    };
    let copies = |statement: &Statement<'_>| {
        let tokens: Vec<Token<'_>> = statement.tokens().collect();
        let from = |pair: &[Token<'_>]| pair[0].is_word("FROM") && is_same(&pair[1], name);
        begins(&tokens, &["INSERT"]) && tokens.windows(2).any(from)
    };
    let takes_its_name = |statement: &Statement<'_>| {
        let tokens: Vec<Token<'_>> = statement.tokens().collect();
        let to = [tokens.len().wrapping_sub(3), tokens.len().wrapping_sub(2)];
        let words = to.map(|at| tokens.get(at));
        begins(&tokens, &["ALTER", "TABLE"])
            && words[0].is_some_and(|word| word.is_word("RENAME"))
            && words[1].is_some_and(|word| word.is_word("TO"))
            && tokens.last().is_some_and(|new| is_same(new, name))
    };
    before.iter().any(copies) && after.iter().any(takes_its_name)
}

fn begins(tokens: &[Token<'_>], words: &[&str]) -> bool {
    let mut pairs = tokens.iter().zip(words);
    tokens.len() >= words.len() && pairs.all(|(token, word)| token.is_word(word))
}

/// Both name the same, as SQLite compares names.
fn is_same(one: &Token<'_>, other: &Token<'_>) -> bool {
    let bare = |token: &Token<'_>| {
        let text = token.text.trim_matches(['"', '`', '[', ']', '\'']);
        text.to_ascii_lowercase()
    };
    bare(one) == bare(other)
}

fn takes_data_away(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let tokens: Vec<Token<'_>> = statement.tokens().collect();
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    // What a trigger or a function will do, it does not do now.
    if is(0, "CREATE") {
        return false;
    }
    (0..tokens.len()).any(|at| match () {
        () if is(at, "DROP") => drops_data(&tokens, at),
        // `ON DELETE CASCADE` and `FOR DELETE` say what is to happen, not now.
        () if is(at, "DELETE") => is(at + 1, "FROM"),
        () if is(at, "TRUNCATE") => dialect == Dialect::Postgres && at == 0,
        () => false,
    })
}

/// `DROP TABLE`, `DROP SCHEMA`, …; in `ALTER TABLE`, `DROP COLUMN name` or `DROP name`.
fn drops_data(tokens: &[Token<'_>], at: usize) -> bool {
    const WITH_ROWS: [&str; 4] = ["TABLE", "SCHEMA", "DATABASE", "OWNED"];
    /// What `ALTER TABLE … DROP` takes away without rows, and `ALTER COLUMN … DROP`.
    const WITHOUT_ROWS: [&str; 5] = ["CONSTRAINT", "DEFAULT", "NOT", "EXPRESSION", "IDENTITY"];
    let is = |at: usize, words: &[&str]| {
        let token = tokens.get(at);
        token.is_some_and(|token| words.iter().any(|word| token.is_word(word)))
    };
    if at == 0 {
        return is(1, &WITH_ROWS);
    }
    is(0, &["ALTER"]) && is(1, &["TABLE"]) && !is(at + 1, &WITHOUT_ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split;

    #[track_caller]
    fn check(scripts: &[&str], expected: bool) {
        for script in scripts {
            for dialect in Dialect::ALL {
                let statements = split(dialect, script).expect(script);
                assert_eq!(
                    loses_data(dialect, &statements),
                    expected,
                    "{dialect}: {script}"
                );
            }
        }
    }

    #[test]
    fn what_drops_or_deletes_loses_data() {
        check(
            &[
                "DROP TABLE notes",
                "drop table if exists notes",
                "DROP SCHEMA app CASCADE",
                "ALTER TABLE notes DROP COLUMN body",
                "ALTER TABLE notes DROP body",
                "ALTER TABLE notes ADD COLUMN a text, DROP COLUMN IF EXISTS body",
                "DELETE FROM notes",
                "WITH old AS (SELECT 1) DELETE FROM notes WHERE id IN (SELECT * FROM old)",
            ],
            true,
        );
        let truncate = split(Dialect::Postgres, "TRUNCATE notes").expect("one statement");
        assert!(loses_data(Dialect::Postgres, &truncate));
    }

    #[test]
    fn what_only_adds_or_takes_away_no_rows_does_not() {
        check(
            &[
                "CREATE TABLE notes (id integer REFERENCES users ON DELETE CASCADE)",
                "DROP INDEX notes_body",
                "DROP VIEW notes_of_today",
                "ALTER TABLE notes DROP CONSTRAINT notes_key",
                "ALTER TABLE notes ALTER COLUMN body DROP NOT NULL",
                "ALTER TABLE notes ALTER COLUMN body DROP DEFAULT",
                "UPDATE notes SET body = 'DROP TABLE notes'",
                "INSERT INTO words VALUES ('DELETE FROM notes')",
                "GRANT DELETE ON notes TO app",
                "GRANT TRUNCATE ON notes TO app",
                "SELECT \"DROP\" FROM notes",
            ],
            false,
        );
        let trigger = "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; END";
        let trigger = split(Dialect::Sqlite, trigger).expect("one statement");
        assert!(!loses_data(Dialect::Sqlite, &trigger));
    }

    #[test]
    fn a_table_of_sqlites_that_is_rebuilt_is_not_lost() {
        let copy = "CREATE TABLE \"new\" (id); INSERT INTO new SELECT id FROM [Notes];";
        let rename = "ALTER TABLE new RENAME TO \"notes\"";
        let rebuilt = format!("{copy} DROP TABLE notes; {rename}");
        for (dialect, script, expected) in [
            (Dialect::Sqlite, rebuilt.clone(), false),
            (Dialect::Postgres, rebuilt.replace("[Notes]", "notes"), true),
            (Dialect::Sqlite, format!("{copy} DROP TABLE notes"), true),
            (Dialect::Sqlite, format!("DROP TABLE notes; {rename}"), true),
            (
                Dialect::Sqlite,
                format!("{rebuilt}; DROP TABLE others"),
                true,
            ),
            (Dialect::Sqlite, rebuilt.replace("[Notes]", "others"), true),
            (
                Dialect::Sqlite,
                rebuilt.replace("INSERT INTO new SELECT", "UPDATE new SET id = b.id"),
                true,
            ),
            (
                Dialect::Sqlite,
                format!("{copy} DROP TABLE notes; ALTER TABLE new RENAME TO others"),
                true,
            ),
        ] {
            let statements = split(dialect, &script).expect("statements");
            assert_eq!(loses_data(dialect, &statements), expected, "{script}");
        }
    }
}
