//! Text made harmless for the place where it is put.
use std::fmt::{self, Display, Formatter, Write};

/// Text for an element or for an attribute in double quotes.
pub(crate) struct Text<'a>(pub(crate) &'a str);

/// Text for the value of a query parameter.
pub(crate) struct QueryValue<'a>(pub(crate) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;"),
                '<' => f.write_str("&lt;"),
                '>' => f.write_str("&gt;"),
                '"' => f.write_str("&quot;"),
                '\'' => f.write_str("&#39;"),
                other => f.write_char(other),
            }?;
        }
        Ok(())
    }
}

impl Display for QueryValue<'_> {
    /// Percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    f.write_char(char::from(byte))
                }
                other => write!(f, "%{other:02X}"),
            }?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element_or_attribute() {
        for (text, expected) in [
            ("plain, été ✓", "plain, été ✓"),
            (
                "<script>alert(1)</script>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            (
                r#"" onclick="x' &amp;"#,
                "&quot; onclick=&quot;x&#39; &amp;amp;",
            ),
        ] {
            assert_eq!(Text(text).to_string(), expected);
        }
    }

    #[test]
    fn a_query_value_cannot_end_early() {
        for (text, expected) in [
            ("sea-side_1.~", "sea-side_1.~"),
            ("a&b=c #d\"", "a%26b%3Dc%20%23d%22"),
            ("été", "%C3%A9t%C3%A9"),
        ] {
            assert_eq!(QueryValue(text).to_string(), expected);
        }
    }
}
