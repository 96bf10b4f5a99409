//! What a command gives: the same for people and for programs.

use std::fmt::Display;

use serde::Serialize;

use crate::{Error, Exit, terminal};

/// What a command gives, for standard output: a text for people, a JSON object for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) text: String,
    /// The same text without colours, where a program may read it: to the last character.
    pub(crate) script: Option<String>,
    pub(crate) json: String,
    pub(crate) exit: Exit,
}

impl Answer {
    /// An answer of a command that ends well. `text` may hold terminal colours: they are taken out where they
    /// are not wanted, and of control characters nothing else passes.
    ///
    /// # Errors
    ///
    /// When `value` cannot be serialised.
    pub fn new(text: impl Display, value: &impl Serialize) -> Result<Answer, Error> {
        let json = serde_json::to_string(value).map_err(|cause| {
            let title = format!("the result cannot be written as JSON: {cause}");
            let help =
                "please report this as a bug of Ingrain; `status` says how the database stands";
            Error::of_the_command(title, help)
        })?;
        Ok(Answer {
            text: terminal::coloured(&text.to_string()),
            script: None,
            json,
            exit: Exit::Fine,
        })
    }

    /// The same, but where standard output is no terminal its text is this script, to the last character.
    pub(crate) fn of_script(self, script: String) -> Answer {
        Answer {
            script: Some(script),
            ..self
        }
    }

    /// The same, but the command ends so.
    #[must_use]
    pub fn ending(self, exit: Exit) -> Answer {
        Answer { exit, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use ingrain_core::Code;

    use super::*;

    #[test]
    fn what_is_no_json_is_no_setting() {
        // The keys of a JSON object are texts.
        let error = Answer::new("", &HashMap::from([((1, 2), 3)])).unwrap_err();
        assert_eq!(error.code(), Some(Code::CommandFailed), "{error}");
        assert_eq!(error.exit(), Exit::Failed);
    }
}
