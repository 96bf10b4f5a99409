//! What stands beside a backup and says of what it is.
//!
//! ```text
//! # made by ingrain before sha256:…, looks sha256:…
//! 9f86d081…  app.db.0007-to-0009.bak
//! ```
//! The second line is sha256sum's own, which takes the first one for a comment.

use std::path::{Path, PathBuf};

use ingrain_core::Checksum;

use super::files::beside;

const HEAD: &str = "# made by ingrain before ";
const LOOKS: &str = ", looks ";

/// A receipt's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Receipt {
    /// The database, and [`State::identity`](crate::hooks::State) of what the backup was made before.
    pub(super) before: Checksum,
    /// What the database looked like then, if that tells whether it was written to since.
    pub(super) looks: Option<Checksum>,
    /// Of the backup's bytes.
    pub(super) checksum: Checksum,
}

impl Receipt {
    /// What follows the backup's own name.
    pub(super) const SUFFIX: &'static str = ".sha256";

    /// Where the receipt of `backup` stands.
    pub(super) fn path(backup: &Path) -> PathBuf {
        beside(backup, Receipt::SUFFIX)
    }

    pub(super) fn write(&self, name: &str) -> String {
        let checksum = self.checksum.to_string();
        let digits = checksum.trim_start_matches("sha256:");
        let looks = self.looks.map(|looks| format!("{LOOKS}{looks}"));
        let (before, looks) = (self.before, looks.unwrap_or_default());
        format!("{HEAD}{before}{looks}\n{digits}  {name}\n")
    }

    /// What was written; nothing for any other text.
    pub(super) fn parse(text: &str) -> Option<Receipt> {
        let (head, line) = text.split_once('\n')?;
        let (digits, _) = line.split_once("  ")?;
        let head = head.strip_prefix(HEAD)?;
        let (before, looks) = match head.split_once(LOOKS) {
            Some((before, looks)) => (before, Some(looks.parse().ok()?)),
            None => (head, None),
        };
        Some(Receipt {
            before: before.parse().ok()?,
            looks,
            checksum: format!("sha256:{digits}").parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_as_it_is_written_and_not_otherwise() {
        let (before, checksum) = (Checksum::of("state"), Checksum::of("bytes"));
        let receipt = |looks| Receipt {
            before,
            looks,
            checksum,
        };
        let write = |receipt: Receipt| receipt.write("app.db.0007-to-0009.bak");
        for receipt in [None, Some(Checksum::of("looks"))].map(receipt) {
            assert_eq!(Receipt::parse(&write(receipt)), Some(receipt));
        }
        let text = write(receipt(Some(before)));
        for wrong in [
            "",
            "9f86  app.db.bak\n",
            &text.replace("ingrain", "hand"),
            &text.replace("looks sha256", "looks md5"),
            &text[..text.len() / 2],
        ] {
            assert_eq!(Receipt::parse(wrong), None, "{wrong}");
        }
    }
}
