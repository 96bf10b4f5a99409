//! What stands beside a backup and says of what it is.
//!
//! ```text
//! # made by ingrain before sha256:…
//! 9f86d081…  app.db.0007-to-0009.bak
//! ```
//! The second line is sha256sum's own, which takes the first one for a comment.

use std::path::{Path, PathBuf};

use ingrain_core::Checksum;

use super::files::beside;

const HEAD: &str = "# made by ingrain before ";

/// A receipt's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Receipt {
    /// [`State::identity`](crate::hooks::State) of what the backup was made before.
    pub(super) before: Checksum,
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
        let Receipt { before, checksum } = self;
        let checksum = checksum.to_string();
        let digits = checksum.trim_start_matches("sha256:");
        format!("{HEAD}{before}\n{digits}  {name}\n")
    }

    /// What was written; nothing for any other text.
    pub(super) fn parse(text: &str) -> Option<Receipt> {
        let (head, line) = text.split_once('\n')?;
        let (digits, _) = line.split_once("  ")?;
        Some(Receipt {
            before: head.strip_prefix(HEAD)?.parse().ok()?,
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
        let receipt = Receipt { before, checksum };
        let text = receipt.write("app.db.0007-to-0009.bak");
        assert_eq!(Receipt::parse(&text), Some(receipt));
        for wrong in [
            "",
            "9f86  app.db.bak\n",
            &text.replace("ingrain", "hand"),
            &text[..text.len() / 2],
        ] {
            assert_eq!(Receipt::parse(wrong), None, "{wrong}");
        }
    }
}
