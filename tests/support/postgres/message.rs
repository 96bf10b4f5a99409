//! Messages of Postgres's protocol: a letter, then a length that counts itself, then the rest. A client's
//! first has no letter.

use std::io::{self, Read};

/// One message.
pub(super) struct Message {
    /// Its letter, or NUL.
    pub(super) kind: u8,
    /// All of it.
    pub(super) bytes: Vec<u8>,
}

impl Message {
    /// Reads the first one of a client.
    pub(super) fn first(from: &mut impl Read) -> io::Result<Message> {
        Message::rest(from, 0, Vec::new())
    }

    /// Reads one of those after it, or of a server's.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Message> {
        let mut kind = [0];
        from.read_exact(&mut kind)?;
        Message::rest(from, kind[0], kind.to_vec())
    }

    fn rest(from: &mut impl Read, kind: u8, mut bytes: Vec<u8>) -> io::Result<Message> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let rest = (u32::from_be_bytes(length) as usize).saturating_sub(length.len());
        bytes.extend(length);
        let header = bytes.len();
        bytes.resize(header + rest, 0);
        from.read_exact(&mut bytes[header..])?;
        Ok(Message { kind, bytes })
    }

    /// A simple query.
    pub(super) fn query(sql: &str) -> Message {
        let length = u32::try_from(sql.len() + 5).unwrap_or(u32::MAX);
        let parts = [b"Q", &length.to_be_bytes()[..], sql.as_bytes(), b"\0"];
        Message {
            kind: b'Q',
            bytes: parts.concat(),
        }
    }

    /// The SQL of a simple query.
    pub(super) fn sql(&self) -> Option<String> {
        let body = self.bytes.get(5..).filter(|_| self.kind == b'Q')?;
        let sql = String::from_utf8_lossy(body);
        Some(sql.trim_end_matches('\0').to_owned())
    }
}
