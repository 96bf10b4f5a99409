//! What would be done is not what somebody has seen.

use super::Refusal;
use crate::diagnostic::Diagnostic;
use crate::{Code, Version};

impl Refusal {
    /// `notes` tell the two plans apart; of those versions is the one that would be carried out now.
    pub fn not_as_confirmed(
        versions: impl IntoIterator<Item = Version>,
        notes: impl IntoIterator<Item = String>,
    ) -> Box<Refusal> {
        let title = "what would be done now is not what was confirmed";
        let diagnostic = notes
            .into_iter()
            .fold(Diagnostic::new(Code::NotAsConfirmed, title), Diagnostic::note)
            .help("another process has changed the database meanwhile: look again at what would be done, and confirm that");
        Refusal::new(versions, diagnostic)
    }
}
