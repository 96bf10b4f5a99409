//! As much of HTTP as is needed to read an answer whose end is the connection's.

/// What the application answers.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status code.
    pub status: u16,
    /// Its head, as it came.
    pub head: String,
    /// Its body.
    pub body: String,
}

impl Answer {
    pub(super) fn read(text: &str) -> Option<Answer> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
        Some(Answer {
            status: status.parse().ok()?,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }
}
