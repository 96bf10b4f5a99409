//! What differs between the dialects.

use crate::Dialect;

use super::nesting::{self, Place};
use super::token::{Token, TokenKind};
use super::unterminated::Construct;

/// The lexical rules of one dialect, as far as statements end by them.
pub(super) struct Syntax {
    /// What stands between tokens.
    pub(super) white_space: &'static [char],
    /// What ends a `--` comment.
    pub(super) newlines: &'static [char],
    pub(super) block_comments: BlockComments,
    /// Every way to open a quoted token.
    pub(super) quotes: &'static [Quote],
    pub(super) dollar: Dollar,
    /// The two ends of what may hold several statements.
    pub(super) group: Option<[&'static str; 2]>,
    /// The body that [`Syntax::follow`] knows.
    pub(super) body: Construct,
    /// Where in a statement one stands after a further token.
    pub(super) follow: fn(Place, Token<'_>) -> Place,
}

/// Whether `/*` counts inside a block comment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockComments {
    Flat,
    Nested,
}

/// What a dollar sign opens where no word goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dollar {
    /// A parameter `$1` or a dollar-quoted string.
    NumberOrQuote,
    /// A parameter `$name`.
    Name,
}

/// One sort of quoted token.
pub(super) struct Quote {
    /// The opening, its letters in either case.
    pub(super) open: &'static str,
    pub(super) close: u8,
    pub(super) inside: Inside,
    pub(super) kind: TokenKind,
}

/// How the closing quote itself is written inside quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Not at all.
    Verbatim,
    /// Twice.
    Doubled,
    /// Twice, or after a backslash.
    Escaped,
}

impl Quote {
    const fn text(open: &'static str, inside: Inside) -> Self {
        Self {
            open,
            close: b'\'',
            inside,
            kind: TokenKind::Text,
        }
    }

    const fn identifier(open: &'static str, close: u8, inside: Inside) -> Self {
        Self {
            open,
            close,
            inside,
            kind: TokenKind::Quoted,
        }
    }
}

impl Syntax {
    /// The rules of a dialect.
    pub(super) fn of(dialect: Dialect) -> &'static Self {
        match dialect {
            Dialect::Sqlite => &SQLITE,
            Dialect::Postgres => &POSTGRES,
        }
    }
}

/// From SQLite's `src/tokenize.c` and <https://sqlite.org/lang_comment.html>.
static SQLITE: Syntax = Syntax {
    // The tokenizer takes a byte order mark for white space wherever a token may begin.
    white_space: &[' ', '\t', '\n', '\r', '\x0c', '\u{feff}'],
    newlines: &['\n'],
    block_comments: BlockComments::Flat,
    quotes: &[
        Quote::text("'", Inside::Doubled),
        Quote::text("X'", Inside::Doubled),
        Quote::identifier("\"", b'"', Inside::Doubled),
        Quote::identifier("`", b'`', Inside::Doubled),
        Quote::identifier("[", b']', Inside::Verbatim),
    ],
    dollar: Dollar::Name,
    group: None,
    body: Construct::Trigger,
    follow: nesting::follow_sqlite,
};

/// From <https://www.postgresql.org/docs/current/sql-syntax-lexical.html> and psql's
/// `psqlscan.l`, with `standard_conforming_strings` on.
static POSTGRES: Syntax = Syntax {
    // The vertical tab since Postgres 16; older servers refuse it anywhere.
    white_space: &[' ', '\t', '\n', '\r', '\x0b', '\x0c'],
    newlines: &['\n', '\r'],
    block_comments: BlockComments::Nested,
    quotes: &[
        Quote::text("'", Inside::Doubled),
        Quote::text("E'", Inside::Escaped),
        Quote::text("B'", Inside::Doubled),
        Quote::text("X'", Inside::Doubled),
        Quote::text("N'", Inside::Doubled),
        Quote::text("U&'", Inside::Doubled),
        Quote::identifier("\"", b'"', Inside::Doubled),
        Quote::identifier("U&\"", b'"', Inside::Doubled),
    ],
    dollar: Dollar::NumberOrQuote,
    group: Some(["(", ")"]),
    body: Construct::AtomicBody,
    follow: nesting::follow_postgres,
};
