//! What a build script leaves for the macro: which content of a folder it saw, and whether it found no
//! mistake in it. The texts are then not checked again on every expansion, which a debug build of the
//! macro takes most of its time for.

use crate::chain::Chain;
use crate::{Dialect, Folder};

/// How a folder stands to what a build script saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// The build script saw other content.
    Other,
    /// It saw this content, and did not vouch for it.
    Same,
    /// It saw this content and found no mistake in it: these are its dialects.
    Whole(Vec<Dialect>),
}

/// A build script's word counts only for a macro with the same rules.
const RULES: &str = env!("CARGO_PKG_VERSION");

impl Folder {
    /// What a build script that saw this folder leaves: its digest, the version of the rules, and its
    /// dialects if there is no mistake in it.
    pub fn seen(&self) -> String {
        let chains = self.chains().unwrap_or_default();
        let dialects: Vec<&str> = chains.iter().map(|chain| chain.dialect().name()).collect();
        format!("{} {RULES} {}", self.digest(), dialects.join(","))
    }

    /// How it stands to `seen`, what a build script left.
    pub fn watched(&self, seen: &str) -> Watched {
        let mut words = seen.splitn(3, ' ');
        if words.next() != Some(self.digest().to_string().as_str()) {
            return Watched::Other;
        }
        let same_rules = words.next() == Some(RULES);
        let dialects: Option<Vec<Dialect>> = words
            .next()
            .unwrap_or_default()
            .split(',')
            .map(Dialect::from_name)
            .collect();
        match dialects {
            Some(dialects) if same_rules => Watched::Whole(dialects),
            _ => Watched::Same,
        }
    }

    /// The chains of a folder that was found [whole](Watched::Whole), nothing checked again that takes
    /// reading its texts.
    ///
    /// # Errors
    ///
    /// As [`chains`](Folder::chains), as far as names tell.
    pub fn chains_of(
        &self,
        dialects: Vec<Dialect>,
    ) -> Result<Vec<Chain<'_>>, Vec<crate::Diagnostic>> {
        self.resolve(Some(dialects))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(up: &str) -> Folder {
        let files = [("1_a.up.sql", up), ("1_a.down.sql", "SELECT 1")];
        Folder::new(
            "m",
            files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())),
        )
    }

    #[test]
    fn a_whole_folder_gives_the_same_chains_unchecked() {
        let folder = folder("SELECT 1;");
        let Watched::Whole(dialects) = folder.watched(&folder.seen()) else {
            panic!("not whole")
        };
        assert_eq!(folder.chains_of(dialects), folder.chains());
    }

    #[test]
    fn a_mistake_is_not_vouched_for() {
        let folder = folder("SELECT 'open;");
        assert_eq!(folder.watched(&folder.seen()), Watched::Same);
    }

    #[test]
    fn other_content_other_rules_and_nonsense_are_told_apart() {
        let (one, other) = (folder("SELECT 1;"), folder("SELECT 2;"));
        assert_eq!(one.watched(&other.seen()), Watched::Other);
        assert_eq!(one.watched(""), Watched::Other);
        assert_eq!(one.watched(&one.digest().to_string()), Watched::Same);
        assert_eq!(
            one.watched(&one.seen().replace(RULES, "0.0.1")),
            Watched::Same
        );
        assert_eq!(
            one.watched(&format!("{} {RULES} mysql", one.digest())),
            Watched::Same
        );
    }
}
