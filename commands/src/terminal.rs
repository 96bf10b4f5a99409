//! Texts on their way to a terminal, which obeys control characters whoever wrote them.

use std::borrow::Cow;

use ingrain_core::printable;

/// A text that has to stay on its line: every control character is shown as an escape.
pub(crate) fn line(text: &str) -> String {
    printable(text)
        .replace('\n', "\\u{a}")
        .replace('\t', "\\u{9}")
}

/// Lines that may have colours of ours: any other control character is shown as an escape.
pub(crate) fn coloured(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut shown = printable(parts.next().unwrap_or_default()).into_owned();
    for part in parts {
        let escape = match is_colour(part) {
            true => Cow::Borrowed("\u{1b}"),
            false => printable("\u{1b}"),
        };
        shown.push_str(&escape);
        shown.push_str(&printable(part));
    }
    shown
}

/// JSON whose texts hold no control character but as an escape: serde_json leaves those from U+007F on.
pub(crate) fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_control() {
            true => shown.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => shown.push(c),
        }
    }
    shown
}

/// Whether this, behind an escape, is the style of what follows: ECMA-48, 8.3.117, `SGR`.
fn is_colour(behind: &str) -> bool {
    let parameters = behind.strip_prefix('[').unwrap_or_default();
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';');
    end.is_some_and(|end| parameters[end..].starts_with('m'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_pass_and_nothing_else() {
        for (text, expected) in [
            (
                "\u{1b}[1;31mred\u{1b}[0m\n\tx",
                "\u{1b}[1;31mred\u{1b}[0m\n\tx",
            ),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{1b}[2J\u{1b}[", "\\u{1b}[2J\\u{1b}["),
            ("a\u{1b}", "a\\u{1b}"),
            ("a\rb\r\nc", "a\\u{d}b\nc"),
        ] {
            assert_eq!(coloured(text), expected);
        }
    }

    #[test]
    fn json_says_the_same_without_them() {
        let text = "a\u{9b}2J\u{7f}\n";
        let shown = json(&serde_json::to_string(text).unwrap());
        assert_eq!(shown, r#""a\u009b2J\u007f\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[test]
    fn a_line_stays_one() {
        assert_eq!(line("a\nb\t\u{1b}[31m"), "a\\u{a}b\\u{9}\\u{1b}[31m");
    }
}
