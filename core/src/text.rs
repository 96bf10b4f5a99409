//! Canonical text: what is hashed, embedded and run.

/// Why bytes are not the text of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotText {
    /// It begins with UTF-16's byte order mark, as some programs on Windows write it.
    Utf16,
    /// The byte at this offset, on this line, begins no UTF-8 character.
    Utf8 { offset: usize, line: usize },
    /// There is a NUL character at this offset; neither database takes one inside a statement.
    Nul { offset: usize, line: usize },
}

/// The canonical text of a file: UTF-8, without a byte order mark, every CRLF read as LF, so that a
/// checkout on Windows hashes the same.
pub(crate) fn canonical(bytes: &[u8]) -> Result<String, NotText> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NotText::Utf16);
    }
    let line = |offset: usize| bytes[..offset].split(|&byte| byte == b'\n').count();
    let text = str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        NotText::Utf8 {
            offset,
            line: line(offset),
        }
    })?;
    if let Some(offset) = text.find('\0') {
        return Err(NotText::Nul {
            offset,
            line: line(offset),
        });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if bytes.contains(&b'\r') {
        text.replace("\r\n", "\n")
    } else {
        text.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped_and_crlf_is_lf() {
        for bytes in [
            "SELECT 1;\nSELECT 2;\n",
            "SELECT 1;\r\nSELECT 2;\r\n",
            "\u{feff}SELECT 1;\r\nSELECT 2;\n",
        ] {
            assert_eq!(
                canonical(bytes.as_bytes()),
                Ok("SELECT 1;\nSELECT 2;\n".to_owned())
            );
        }
    }

    #[test]
    fn a_lone_carriage_return_and_a_later_mark_stay() {
        assert_eq!(
            canonical("a\rb\u{feff}".as_bytes()),
            Ok("a\rb\u{feff}".to_owned())
        );
    }

    #[test]
    fn what_is_not_text_is_found_where_it_stands() {
        assert_eq!(
            canonical(b"SELECT '\xe9';"),
            Err(NotText::Utf8 { offset: 8, line: 1 })
        );
        assert_eq!(
            canonical(b"SELECT\r\n'\0';"),
            Err(NotText::Nul { offset: 9, line: 2 })
        );
        for mark in [b"\xff\xfeS\0", b"\xfe\xff\0S"] {
            assert_eq!(canonical(mark), Err(NotText::Utf16));
        }
    }
}
