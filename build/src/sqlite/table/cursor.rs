//! Reads tokens from first to last.

use ingrain_core::{Token, TokenKind};

use super::canonical::unquoted;

/// What is left of some tokens.
pub(super) struct Cursor<'a> {
    tokens: &'a [Token<'a>],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>]) -> Self {
        Self { tokens }
    }

    pub(super) fn rest(&self) -> &'a [Token<'a>] {
        self.tokens
    }

    /// Whether these words come next.
    pub(super) fn is_at(&self, words: &[&str]) -> bool {
        self.tokens.len() >= words.len()
            && words
                .iter()
                .zip(self.tokens)
                .all(|(word, token)| token.is_word(word))
    }

    /// Goes past these words, if they come next.
    pub(super) fn skip(&mut self, words: &[&str]) -> bool {
        let found = self.is_at(words);
        if found {
            self.take(words.len());
        }
        found
    }

    /// The next so many tokens.
    pub(super) fn take(&mut self, count: usize) -> &'a [Token<'a>] {
        let (taken, rest) = self.tokens.split_at(count.min(self.tokens.len()));
        self.tokens = rest;
        taken
    }

    /// The next token.
    pub(super) fn token(&mut self) -> Option<&'a Token<'a>> {
        self.take(1).first()
    }

    /// The next token as a name, in lower case. SQLite takes a string for a name where one must be.
    pub(super) fn name(&mut self) -> Option<String> {
        let token = self.token()?;
        let is_name = matches!(
            token.kind,
            TokenKind::Word | TokenKind::Quoted | TokenKind::Text
        );
        is_name.then(|| unquoted(token).to_ascii_lowercase())
    }

    /// The tokens between parentheses, if one opens here.
    pub(super) fn group(&mut self) -> Option<&'a [Token<'a>]> {
        if !self.tokens.first()?.is_symbol("(") {
            return None;
        }
        let end = depths(self.tokens).position(|depth| depth == 0)?;
        let group = self.take(end + 1);
        group.get(1..end)
    }

    /// The names between parentheses, if one opens here.
    pub(super) fn names(&mut self) -> Option<Vec<String>> {
        items(self.group()?)
            .map(|item| Cursor::new(item).name())
            .collect()
    }
}

/// The tokens between commas, without those commas that stand in parentheses.
pub(super) fn items<'a>(tokens: &'a [Token<'a>]) -> impl Iterator<Item = &'a [Token<'a>]> {
    let commas: Vec<usize> = depths(tokens)
        .zip(tokens)
        .enumerate()
        .filter(|(_, (depth, token))| *depth == 0 && token.is_symbol(","))
        .map(|(at, _)| at)
        .collect();
    let starts = std::iter::once(0).chain(commas.clone().into_iter().map(|comma| comma + 1));
    let ends = commas.into_iter().chain(std::iter::once(tokens.len()));
    starts
        .zip(ends)
        .filter_map(|(start, end)| tokens.get(start..end))
}

/// How many parentheses are open after each token.
fn depths(tokens: &[Token<'_>]) -> impl Iterator<Item = usize> {
    tokens.iter().scan(0_usize, |depth, token| {
        match token.is_symbol("(") {
            true => *depth += 1,
            false if token.is_symbol(")") => *depth = depth.saturating_sub(1),
            false => {}
        }
        Some(*depth)
    })
}
