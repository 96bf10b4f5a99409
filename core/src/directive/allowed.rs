//! `allow RULE "why"`: what a script may go against.

use std::ops::Range;

use super::line::{lines, split_word};
use crate::split::leading_comment;
use crate::{Dialect, Rule};

/// A rule that a script may go against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Allowed {
    /// The rule.
    pub(crate) rule: Rule,
    /// Where the directive stands, in bytes of the script.
    pub(crate) span: Range<usize>,
}

/// Every rule that `script` may go against.
pub(crate) fn allowed(dialect: Dialect, script: &str) -> impl Iterator<Item = Allowed> {
    lines(leading_comment(dialect, script)).filter_map(|line| {
        let (name, argument) = split_word(line.text);
        let rule = Rule::named(split_word(argument).0).filter(|_| name == "allow")?;
        let span = line.span;
        Some(Allowed { rule, span })
    })
}
