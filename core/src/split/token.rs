//! What a script is made of.

/// One token of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What sort of token it is.
    pub kind: TokenKind,
    /// The token as it is written, quotes and prefix included.
    pub text: &'a str,
    /// The byte offset in the script at which it begins.
    pub start: usize,
}

impl Token<'_> {
    /// The byte offset in the script just after the token.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether the token is this keyword or unquoted identifier, in whatever ASCII case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is this punctuation character.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }
}

/// The sorts of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or an unquoted identifier.
    Word,
    /// A quoted identifier: `"…"`, and on SQLite `` `…` `` and `[…]`.
    Quoted,
    /// A string, bit string or blob literal, or a dollar-quoted string.
    ///
    /// A Postgres `E'…'` with the literals that continue it on later lines is one token.
    Text,
    /// A number. An exponent's sign and a leading point are symbols of their own.
    Number,
    /// A parameter that begins with a dollar sign: `$1` on Postgres, `$name` on SQLite.
    Parameter,
    /// One character of punctuation; an operator of two characters is two tokens.
    Symbol,
}
