//! What a build script leaves for the macro: which content of a folder it saw, for which profile it is
//! built, and whether it found no mistake in it. The texts are then not checked again on every expansion,
//! which a debug build of the macro takes most of its time for.

use crate::chain::Chain;
use crate::lock::Terms;
use crate::{Diagnostic, Dialect, Folder};

/// How a folder stands to what a build script saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// The build script saw other content.
    Other,
    /// It saw this content, and did not vouch for it.
    Same(Profile),
    /// It saw this content and found no mistake in it: these are its dialects.
    Whole(Profile, Vec<Dialect>),
}

/// What a build is for, as cargo tells build scripts in `PROFILE`, and nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Development: the `dev` profile and those that inherit from it, and wherever nobody knows.
    #[default]
    Dev,
    /// Release: the `release` profile and those that inherit from it. What is not sealed is refused.
    Release,
}

const RELEASE: &str = "release";

impl Profile {
    /// What `PROFILE` says: `release` or `debug`.
    pub fn from_variable(value: &str) -> Profile {
        match value {
            RELEASE => Profile::Release,
            _ => Profile::Dev,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => RELEASE,
        }
    }
}

/// A build script's word counts only for a macro with the same rules.
const RULES: &str = env!("CARGO_PKG_VERSION");

impl Folder {
    /// What a build script that saw this folder leaves: its digest, the version of the rules, the
    /// profile, and its dialects if there is no mistake in it.
    pub fn seen(&self, profile: Profile) -> String {
        let chains = self.chains().unwrap_or_default();
        let dialects: Vec<&str> = chains.iter().map(|chain| chain.dialect().name()).collect();
        let (digest, profile) = (self.digest(), profile.word());
        format!("{digest} {RULES} {profile} {}", dialects.join(","))
    }

    /// How it stands to `seen`, what a build script left.
    pub fn watched(&self, seen: &str) -> Watched {
        let mut words = seen.splitn(4, ' ');
        if words.next() != Some(self.digest().to_string().as_str()) {
            return Watched::Other;
        }
        let same_rules = words.next() == Some(RULES);
        let profile = Profile::from_variable(words.next().unwrap_or_default());
        let dialects: Option<Vec<Dialect>> = words
            .next()
            .unwrap_or_default()
            .split(',')
            .map(Dialect::from_name)
            .collect();
        match dialects {
            Some(dialects) if same_rules => Watched::Whole(profile, dialects),
            _ => Watched::Same(profile),
        }
    }

    /// The chains of a folder that stands so to what a build script saw. If it was found
    /// [whole](Watched::Whole), nothing is checked again that takes reading its scripts. For a release
    /// build, what is not sealed is a mistake, once the folder has a lock file.
    ///
    /// # Errors
    ///
    /// As [`chains`](Folder::chains).
    pub fn chains_for(&self, watched: Watched) -> Result<Vec<Chain<'_>>, Vec<Diagnostic>> {
        let (profile, whole) = match watched {
            Watched::Other => (Profile::Dev, None),
            Watched::Same(profile) => (profile, None),
            Watched::Whole(profile, dialects) => (profile, Some(dialects)),
        };
        let terms = Terms {
            profile,
            reseal: &[],
        };
        self.resolve(whole, terms)
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
        for profile in [Profile::Dev, Profile::Release] {
            let watched = folder.watched(&folder.seen(profile));
            assert_eq!(watched, Watched::Whole(profile, Dialect::ALL.to_vec()));
            assert_eq!(folder.chains_for(watched), folder.chains());
        }
    }

    #[test]
    fn a_mistake_is_not_vouched_for() {
        let folder = folder("SELECT 'open;");
        let seen = folder.seen(Profile::Release);
        assert_eq!(folder.watched(&seen), Watched::Same(Profile::Release));
    }

    #[test]
    fn other_content_other_rules_and_nonsense_are_told_apart() {
        let (one, other) = (folder("SELECT 1;"), folder("SELECT 2;"));
        let same = Watched::Same(Profile::Dev);
        let (digest, seen) = (one.digest(), one.seen(Profile::Dev));
        assert_eq!(one.watched(&other.seen(Profile::Dev)), Watched::Other);
        assert_eq!(one.watched(""), Watched::Other);
        assert_eq!(one.watched(&digest.to_string()), same);
        assert_eq!(one.watched(&seen.replace(RULES, "0.0.1")), same);
        for nonsense in ["mysql", "debug mysql", "sqlite", "debug"] {
            assert_eq!(one.watched(&format!("{digest} {RULES} {nonsense}")), same);
        }
    }
}
