//! Checksums of scripts and digests of chains. `docs/checksums.md` holds the formats and test vectors.

use std::fmt;
use std::io;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::Version;

/// The tag that separates chain digests from every other use of SHA-256, and their format from later ones.
const CHAIN_FORMAT: &[u8] = b"ingrain-chain-1";

/// SHA-256 of one script's canonical text; shown as `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checksum([u8; 32]);

impl Checksum {
    /// The checksum of a script whose canonical text is `text`.
    pub fn of(text: &str) -> Checksum {
        Checksum::of_bytes(text.as_bytes())
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Checksum {
        Checksum(Sha256::digest(bytes).into())
    }

    /// The checksum of everything that `reader` gives, however long it is.
    ///
    /// # Errors
    ///
    /// What reading it fails with.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<Checksum> {
        let mut digest = Sha256::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(Checksum(digest.finalize().into())),
                Ok(length) => digest.update(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Checksum {
        Checksum(bytes)
    }

    /// The first twelve digits, for where people only need to tell two apart.
    pub fn short(&self) -> String {
        self.to_string()[..19].to_owned()
    }
}

/// Digest of everything applied up to a migration: of the migrations' versions and up checksums, in
/// order. Equal digests mean an equal past. Shown like a [`Checksum`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainDigest(Checksum);

impl ChainDigest {
    /// The digest before the first migration: 32 zero bytes.
    pub const BASE: ChainDigest = ChainDigest(Checksum([0; 32]));

    /// The digest after one more migration.
    pub fn then(self, version: Version, up: Checksum) -> ChainDigest {
        ChainDigest(framed(&[
            CHAIN_FORMAT,
            &self.0.0,
            &version.number().to_be_bytes(),
            &up.0,
        ]))
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0.0
    }

    /// What the macro's expansion calls.
    #[doc(hidden)]
    pub const fn from_bytes(bytes: [u8; 32]) -> ChainDigest {
        ChainDigest(Checksum(bytes))
    }
}

/// SHA-256 over `fields`, each preceded by its length in bytes as eight big-endian bytes, so that no
/// two lists of fields give the same input.
pub(crate) fn framed(fields: &[&[u8]]) -> Checksum {
    // Gathered first: feeding the hasher piece by piece costs a debug build, as the macro is, much more.
    let mut framed = Vec::with_capacity(fields.iter().map(|field| 8 + field.len()).sum());
    for field in fields {
        framed.extend_from_slice(&(field.len() as u64).to_be_bytes());
        framed.extend_from_slice(field);
    }
    Checksum::of_bytes(&framed)
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one piece: a formatter called for each byte costs a debug build, as the macro is, much more.
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
        let digits = self
            .0
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]);
        f.write_str(&"sha256:".chars().chain(digits).collect::<String>())
    }
}

impl fmt::Display for ChainDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for ChainDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseChecksumError;

impl fmt::Display for ParseChecksumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not `sha256:` followed by 64 lower-case hexadecimal digits")
    }
}

impl std::error::Error for ParseChecksumError {}

impl FromStr for Checksum {
    type Err = ParseChecksumError;

    fn from_str(text: &str) -> Result<Checksum, ParseChecksumError> {
        let digits = text
            .strip_prefix("sha256:")
            .ok_or(ParseChecksumError)?
            .as_bytes();
        if digits.len() != 64 {
            return Err(ParseChecksumError);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (nibble(pair[0])? << 4) | nibble(pair[1])?;
        }
        Ok(Checksum(bytes))
    }
}

impl FromStr for ChainDigest {
    type Err = ParseChecksumError;

    fn from_str(text: &str) -> Result<ChainDigest, ParseChecksumError> {
        text.parse().map(ChainDigest)
    }
}

fn nibble(digit: u8) -> Result<u8, ParseChecksumError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(ParseChecksumError),
    }
}

#[cfg(test)]
mod tests;
