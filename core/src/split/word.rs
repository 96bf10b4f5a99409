//! The characters of words, the same in every dialect.

/// Whether the byte goes on with a word. Every byte of a character outside ASCII does.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

/// The longest beginning of `text` whose bytes all fit.
///
/// `fits` must accept the bytes of a character outside ASCII all alike.
pub(super) fn leading(text: &str, fits: impl Fn(u8) -> bool) -> &str {
    let length = text.bytes().position(|byte| !fits(byte));
    &text[..length.unwrap_or(text.len())]
}
