//! What a proof found, before anybody has said how much it counts.

use crate::{Diagnostic, Rule};

/// What a proof found in a script: the first place of its diagnostic says in which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it goes against.
    pub rule: Rule,
    /// What was found, where, and what to do; its code is the rule's.
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// A finding that says `title`: lower case, without a final period. Its places, notes and help are for
    /// `tell` to add.
    pub fn new(
        rule: Rule,
        title: impl Into<String>,
        tell: impl FnOnce(Diagnostic) -> Diagnostic,
    ) -> Finding {
        Finding {
            rule,
            diagnostic: tell(Diagnostic::new(rule.code(), title)),
        }
    }
}
