//! Which semicolons end a statement.
//!
//! The body of a trigger or function ends at an `END` that begins one of its statements: neither
//! database has a statement that may begin so inside a body, and the `END` of a `CASE` never
//! follows a semicolon. So expressions need no counting, and names such as `row.end` do no harm.

use super::syntax::Syntax;
use super::token::Token;
use super::unterminated::{Construct, Unterminated};

/// Follows one statement from token to token.
pub(super) struct Nesting {
    syntax: &'static Syntax,
    place: Place,
    groups: Depth,
    bodies: Depth,
}

/// Where in a statement, or in a statement of a body, one stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Before its first token.
    Start,
    /// After `EXPLAIN`, which may stand before a whole statement.
    Explain,
    /// After `CREATE`, where the words that say what is created may follow.
    Create,
    /// After `CREATE OR`.
    CreateOr,
    /// After the words that announce a body.
    Announced,
    /// After what may be the first word of a body's opening, which begins at this offset.
    Begin(usize),
    /// Just after a body's opening, which begins at this offset.
    Opened(usize),
    /// Just after the `END` of a body.
    Closed,
    /// Where no body can open or close.
    Plain,
}

/// How many constructs of a sort are open, and what opened the outermost.
#[derive(Clone, Copy, Default)]
struct Depth {
    count: usize,
    start: usize,
    length: usize,
}

impl Nesting {
    pub(super) fn new(syntax: &'static Syntax) -> Self {
        let (groups, bodies) = (Depth::default(), Depth::default());
        Self {
            syntax,
            place: Place::Start,
            groups,
            bodies,
        }
    }

    /// Takes the next token, and says whether it is the semicolon that ends the statement.
    pub(super) fn ends_at(&mut self, token: Token<'_>) -> bool {
        if let Some([open, close]) = self.syntax.group {
            if token.is_symbol(open) {
                self.groups.enter(token.start, token.end());
            } else if token.is_symbol(close) {
                self.groups.leave();
            }
        }
        if self.groups.count > 0 {
            return false;
        }
        if token.is_symbol(";") {
            self.place = Place::Start;
            return self.bodies.count == 0;
        }
        self.place = (self.syntax.follow)(self.place, token);
        match self.place {
            Place::Opened(start) => self.bodies.enter(start, token.end()),
            Place::Closed => self.bodies.leave(),
            _ => {}
        }
        false
    }

    /// Checks at the end of the script that nothing is open.
    pub(super) fn finish(&self) -> Result<(), Unterminated> {
        self.groups.finish(Construct::Parenthesis)?;
        self.bodies.finish(self.syntax.body)
    }
}

impl Depth {
    fn enter(&mut self, start: usize, end: usize) {
        if self.count == 0 {
            (self.start, self.length) = (start, end - start);
        }
        self.count += 1;
    }

    fn leave(&mut self) {
        self.count = self.count.saturating_sub(1);
    }

    fn finish(self, what: Construct) -> Result<(), Unterminated> {
        let Self {
            count,
            start,
            length,
        } = self;
        match count {
            0 => Ok(()),
            _ => Err(Unterminated {
                what,
                start,
                length,
            }),
        }
    }
}

/// `[EXPLAIN [QUERY PLAN]] CREATE [TEMP|TEMPORARY] TRIGGER … BEGIN …; END`
///
/// A name may be `begin` too: then the body is taken to open early, and still ends where it does,
/// because an `END` must follow a semicolon.
pub(super) fn follow_sqlite(place: Place, token: Token<'_>) -> Place {
    let is = |words: &[&str]| words.iter().any(|word| token.is_word(word));
    match place {
        Place::Start if is(&["END"]) => Place::Closed,
        Place::Start if is(&["EXPLAIN"]) => Place::Explain,
        Place::Explain if is(&["QUERY", "PLAN"]) => Place::Explain,
        Place::Start | Place::Explain if is(&["CREATE"]) => Place::Create,
        Place::Create if is(&["TEMP", "TEMPORARY"]) => Place::Create,
        Place::Create if is(&["TRIGGER"]) => Place::Announced,
        Place::Announced if is(&["BEGIN"]) => Place::Opened(token.start),
        Place::Announced => Place::Announced,
        _ => Place::Plain,
    }
}

/// `CREATE [OR REPLACE] FUNCTION|PROCEDURE … BEGIN ATOMIC …; END`, the body possibly empty.
pub(super) fn follow_postgres(place: Place, token: Token<'_>) -> Place {
    let is = |words: &[&str]| words.iter().any(|word| token.is_word(word));
    match place {
        Place::Start | Place::Opened(_) if is(&["CREATE"]) => Place::Create,
        Place::Start | Place::Opened(_) if is(&["END"]) => Place::Closed,
        Place::Create if is(&["OR"]) => Place::CreateOr,
        Place::CreateOr if is(&["REPLACE"]) => Place::Create,
        Place::Create if is(&["FUNCTION", "PROCEDURE"]) => Place::Announced,
        Place::Announced | Place::Begin(_) if is(&["BEGIN"]) => Place::Begin(token.start),
        Place::Begin(start) if is(&["ATOMIC"]) => Place::Opened(start),
        Place::Announced | Place::Begin(_) => Place::Announced,
        _ => Place::Plain,
    }
}
