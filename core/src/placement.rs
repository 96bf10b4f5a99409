//! Statements that cannot run where they stand.

use crate::{Code, Dialect, Statement, Token, TokenKind, Transaction};

/// What a statement does that a script, or the transaction around it, or the lack of one, does not bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misplaced<'a> {
    pub(crate) code: Code,
    /// The statement's own words, for the message: `CREATE INDEX CONCURRENTLY`.
    pub(crate) what: &'a str,
    pub(crate) help: &'static str,
}

const TRANSACTION_HELP: &str = "delete it: Ingrain runs the script in one transaction with its history row; \
    a script that must run outside one says `-- ingrain: no-transaction` at its top";
const STEPWISE_HELP: &str = "delete it: each statement of this script is committed and recorded by itself, and a transaction \
    around several of them would be cut by that; what belongs in one transaction goes into a migration of its own, \
    without `-- ingrain: no-transaction`";
const OUTSIDE_HELP: &str = "say `-- ingrain: no-transaction` at the top of the script, and move other statements to a migration of their own";
const FOREIGN_KEYS_HELP: &str = "delete it and say `-- ingrain: foreign-keys off` at the top of the script: inside a transaction this pragma does nothing";
const COPY_HELP: &str =
    "write INSERT statements (`pg_dump --inserts` does), or load the data from the application";
const PSQL_HELP: &str = "delete it";

// What tells is among the first words; a long statement need not be read to its end.
const WORDS: usize = 12;

/// Whether the database refuses `statement` inside a transaction, or would not heed it there.
///
/// On SQLite it is true of every `PRAGMA`: which of them need it differs from version to version.
pub fn runs_alone(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let tokens: Vec<Token<'_>> = statement.tokens().take(WORDS).collect();
    match dialect {
        Dialect::Sqlite => begins_with(&tokens, &["VACUUM", "ATTACH", "DETACH", "PRAGMA"]),
        Dialect::Postgres => {
            outside_on_postgres(&tokens).is_some()
                || begins_with(&tokens, &["COMMIT", "ROLLBACK"]) && is_prepared(&tokens)
        }
    }
}

/// Whether `statement` changes the session, and would have to be said again in another one.
pub fn sets_session(dialect: Dialect, statement: &Statement<'_>) -> bool {
    let tokens: Vec<Token<'_>> = statement.tokens().take(WORDS).collect();
    match dialect {
        Dialect::Sqlite => begins_with(&tokens, &["PRAGMA", "ATTACH", "DETACH"]),
        Dialect::Postgres => {
            let ends_with_the_transaction = begins_with(
                tokens.get(1..).unwrap_or_default(),
                &["LOCAL", "TRANSACTION", "CONSTRAINTS"],
            );
            begins_with(&tokens, &["RESET", "DISCARD"])
                || begins_with(&tokens, &["SET"]) && !ends_with_the_transaction
                || statement.tokens().any(|token| token.is_word("set_config"))
        }
    }
}

fn begins_with(tokens: &[Token<'_>], words: &[&str]) -> bool {
    let first = tokens.first();
    first.is_some_and(|token| words.iter().any(|word| token.is_word(word)))
}

/// Whether `statement` cannot run where its script runs.
pub(crate) fn misplaced<'a>(
    dialect: Dialect,
    statement: &Statement<'a>,
    transaction: Transaction,
) -> Option<Misplaced<'a>> {
    let client = needs_client(dialect, statement);
    client.or_else(|| cut_off(dialect, statement, transaction))
}

/// What psql does and the server does not: read rows from the script, and commands of its own.
pub(crate) fn needs_client<'a>(
    dialect: Dialect,
    statement: &Statement<'a>,
) -> Option<Misplaced<'a>> {
    if dialect != Dialect::Postgres {
        return None;
    }
    let (what, help) = match psql_command(statement) {
        Some(command) => (command, PSQL_HELP),
        None if copies_from_client(statement) => ("COPY … FROM stdin", COPY_HELP),
        None => return None,
    };
    Some(Misplaced {
        code: Code::NeedsClient,
        what,
        help,
    })
}

/// The command of psql that the statement begins with: `\connect`.
fn psql_command<'a>(statement: &Statement<'a>) -> Option<&'a str> {
    let mut tokens = statement.tokens();
    let (backslash, name) = (tokens.next()?, tokens.next()?);
    let is_command =
        backslash.is_symbol("\\") && name.kind == TokenKind::Word && name.start == backslash.end();
    is_command.then(|| &statement.text()[..name.end() - statement.start()])
}

/// In `COPY (query) TO …` a table may be called `stdin`. The server takes `STDOUT` for `STDIN` here.
fn copies_from_client(statement: &Statement<'_>) -> bool {
    let mut tokens = statement.tokens();
    let copy = tokens.next().is_some_and(|token| token.is_word("COPY"));
    let table = tokens.next().is_some_and(|token| !token.is_symbol("("));
    let source = tokens.skip_while(|token| !token.is_word("FROM")).nth(1);
    let client = source.is_some_and(|source| source.is_word("STDIN") || source.is_word("STDOUT"));
    copy && table && client
}

fn cut_off(
    dialect: Dialect,
    statement: &Statement<'_>,
    transaction: Transaction,
) -> Option<Misplaced<'static>> {
    let tokens: Vec<Token<'_>> = statement.tokens().take(WORDS).collect();
    let controls = |what, help| Misplaced {
        code: Code::TransactionControl,
        what,
        help,
    };
    let control = transaction_control(dialect, &tokens);
    if transaction == Transaction::None {
        return control
            .or_else(|| savepoint(&tokens))
            .filter(|_| !is_prepared(&tokens))
            .map(|what| controls(what, STEPWISE_HELP));
    }
    if let Some(what) = control {
        return Some(controls(what, TRANSACTION_HELP));
    }
    let (what, help) = match dialect {
        Dialect::Sqlite => outside_on_sqlite(&tokens)?,
        Dialect::Postgres => (outside_on_postgres(&tokens)?, OUTSIDE_HELP),
    };
    Some(Misplaced {
        code: Code::NeedsNoTransaction,
        what,
        help,
    })
}

fn transaction_control(dialect: Dialect, tokens: &[Token<'_>]) -> Option<&'static str> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    let savepoint =
        |at: usize| is(at, "TO") || (is(at, "WORK") || is(at, "TRANSACTION")) && is(at + 1, "TO");
    let postgres = dialect == Dialect::Postgres;
    match () {
        () if is(0, "BEGIN") => Some("BEGIN"),
        () if is(0, "COMMIT") => Some("COMMIT"),
        () if is(0, "END") => Some("END"),
        () if is(0, "ROLLBACK") && !savepoint(1) => Some("ROLLBACK"),
        () if postgres && is(0, "START") && is(1, "TRANSACTION") => Some("START TRANSACTION"),
        () if postgres && is(0, "ABORT") => Some("ABORT"),
        () if postgres && is(0, "PREPARE") && is(1, "TRANSACTION") => Some("PREPARE TRANSACTION"),
        () => None,
    }
}

/// Postgres takes `COMMIT PREPARED` and `ROLLBACK PREPARED` outside a transaction only.
fn is_prepared(tokens: &[Token<'_>]) -> bool {
    tokens.get(1).is_some_and(|token| token.is_word("PREPARED"))
}

/// Outside a transaction a savepoint begins one on SQLite, and Postgres refuses it.
fn savepoint(tokens: &[Token<'_>]) -> Option<&'static str> {
    ["SAVEPOINT", "RELEASE", "ROLLBACK"]
        .into_iter()
        .find(|word| tokens.first().is_some_and(|token| token.is_word(word)))
}

fn outside_on_sqlite(tokens: &[Token<'_>]) -> Option<(&'static str, &'static str)> {
    let word = |at: usize| {
        tokens
            .get(at)
            .filter(|token| token.kind != TokenKind::Symbol)
    };
    let is = |at: usize, wanted: &str| {
        word(at).is_some_and(|token| unquoted(token.text).eq_ignore_ascii_case(wanted))
    };
    if is(0, "VACUUM") {
        return Some(("VACUUM", OUTSIDE_HELP));
    }
    if is(0, "DETACH") {
        return Some(("DETACH", OUTSIDE_HELP));
    }
    if !is(0, "PRAGMA") {
        return None;
    }
    // `PRAGMA main.foreign_keys = OFF` too; without a value a pragma only reads.
    let schema = usize::from(tokens.get(2).is_some_and(|token| token.text == ".")) * 2;
    let sets = tokens
        .get(2 + schema)
        .is_some_and(|token| matches!(token.text, "=" | "("));
    match () {
        () if sets && is(1 + schema, "foreign_keys") => {
            Some(("PRAGMA foreign_keys", FOREIGN_KEYS_HELP))
        }
        () if sets && is(1 + schema, "journal_mode") => Some(("PRAGMA journal_mode", OUTSIDE_HELP)),
        () => None,
    }
}

/// SQLite takes a pragma's name in quotes too.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '`', '[', ']', '\''])
}

fn outside_on_postgres(tokens: &[Token<'_>]) -> Option<&'static str> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is_word(word));
    let concurrently = || tokens.iter().any(|token| token.is_word("CONCURRENTLY"));
    let index = |at: usize| is(at, "INDEX") || is(at, "UNIQUE") && is(at + 1, "INDEX");
    match () {
        () if is(0, "CREATE") && index(1) && concurrently() => Some("CREATE INDEX CONCURRENTLY"),
        () if is(0, "DROP") && is(1, "INDEX") && is(2, "CONCURRENTLY") => {
            Some("DROP INDEX CONCURRENTLY")
        }
        () if is(0, "REINDEX") && concurrently() => Some("REINDEX CONCURRENTLY"),
        () if is(0, "ALTER") && is(1, "TABLE") && is_detach(tokens) && concurrently() => {
            Some("DETACH PARTITION CONCURRENTLY")
        }
        () if is(0, "VACUUM") => Some("VACUUM"),
        () if is(0, "CREATE") && is(1, "DATABASE") => Some("CREATE DATABASE"),
        () if is(0, "DROP") && is(1, "DATABASE") => Some("DROP DATABASE"),
        () if is(0, "CREATE") && is(1, "TABLESPACE") => Some("CREATE TABLESPACE"),
        () if is(0, "DROP") && is(1, "TABLESPACE") => Some("DROP TABLESPACE"),
        () if is(0, "ALTER") && is(1, "SYSTEM") => Some("ALTER SYSTEM"),
        () => None,
    }
}

fn is_detach(tokens: &[Token<'_>]) -> bool {
    tokens
        .windows(2)
        .any(|pair| pair[0].is_word("DETACH") && pair[1].is_word("PARTITION"))
}

#[cfg(test)]
mod tests;
