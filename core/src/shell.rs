//! Words of a command that a message advises to type.

use std::borrow::Cow;

/// The text as one word of a command in a shell: in single quotes, if it needs them.
///
/// # Examples
///
/// ```
/// assert_eq!(ingrain_core::shell_word("db/migrations"), "db/migrations");
/// assert_eq!(ingrain_core::shell_word("my migrations"), "'my migrations'");
/// assert_eq!(ingrain_core::shell_word("it's"), r"'it'\''s'");
/// ```
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+:,@%=".contains(letter);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!("'{}'", text.replace('\'', r"'\''"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_take_for_something_else_is_quoted() {
        assert_eq!(shell_word("a-1_b.c/d"), "a-1_b.c/d");
        for (text, word) in [
            ("", "''"),
            ("$HOME", "'$HOME'"),
            ("a;b", "'a;b'"),
            ("*", "'*'"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }
}
