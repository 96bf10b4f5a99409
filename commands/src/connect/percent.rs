//! Percent-encoding, RFC 3986, section 2.1.

/// The text that is meant; nothing where an escape is cut off or no UTF-8 comes out, or a NUL.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = after.split_at_checked(2)?;
        rest = after;
        let digits = str::from_utf8(digits)
            .ok()
            .filter(|digits| !digits.starts_with('+'))?;
        bytes.push(
            u8::from_str_radix(digits, 16)
                .ok()
                .filter(|byte| *byte != 0)?,
        );
    }
    String::from_utf8(bytes).ok()
}

/// The same text, so that nothing in it ends the path of a URL or begins an escape.
pub(super) fn encode(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F")
}
