//! Values in the text of pairs.

/// A value as libpq quotes it, and what follows it; nothing if its quote is never closed.
pub(super) fn value(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('\'');
    let body = quoted.unwrap_or(text);
    let (mut value, mut letters) = (String::new(), body.char_indices());
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            '\'' if quoted.is_some() => return Some((value, &body[at + 1..])),
            space if space.is_whitespace() && quoted.is_none() => {
                return Some((value, &body[at..]));
            }
            other => value.push(other),
        }
    }
    quoted.is_none().then_some((value, ""))
}
