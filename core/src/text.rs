//! Canonical text: what is hashed, embedded and run.

/// Why bytes are not the text of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotText {
    /// The byte at this offset begins no UTF-8 character.
    Utf8 { offset: usize },
    /// There is a NUL character at this offset; neither database takes one inside a statement.
    Nul { offset: usize },
}

/// The canonical text of a file: UTF-8, without a byte order mark, every CRLF read as LF, so that a
/// checkout on Windows hashes the same.
pub(crate) fn canonical(bytes: &[u8]) -> Result<String, NotText> {
    let text = str::from_utf8(bytes).map_err(|error| NotText::Utf8 {
        offset: error.valid_up_to(),
    })?;
    if let Some(offset) = text.find('\0') {
        return Err(NotText::Nul { offset });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if text.contains('\r') {
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
            Err(NotText::Utf8 { offset: 8 })
        );
        assert_eq!(canonical(b"SELECT '\0';"), Err(NotText::Nul { offset: 8 }));
    }
}
