//! Statements that take rows or values away.

use crate::{Dialect, Statement, Token};

/// Whether `statement` takes data away, as far as its words show: it drops or empties a table, drops a
/// column, or deletes rows.
///
/// An estimate, for people to look twice. A function that the statement calls, a `CASCADE` or a trigger
/// may take away more; a `DELETE` may find no row. What overwrites values, as `UPDATE` does, is not told.
pub fn loses_data(dialect: Dialect, statement: &Statement<'_>) -> bool {
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
                    loses_data(dialect, &statements[0]),
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
        assert!(loses_data(Dialect::Postgres, &truncate[0]));
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
                "SELECT \"DROP\" FROM notes",
            ],
            false,
        );
        let trigger = "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; END";
        let trigger = split(Dialect::Sqlite, trigger).expect("one statement");
        assert!(!loses_data(Dialect::Sqlite, &trigger[0]));
    }
}
