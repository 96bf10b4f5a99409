//! What a build script leaves for the macro: which content of a folder it saw, for which profile it is
//! built, and what it found. Where that is nothing, the texts are not checked again on every expansion,
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
    /// It saw this content, and left a file that says what its proof has against it.
    Refuted(Profile),
}

/// What a build script found in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a> {
    /// Mistakes that the macro finds as well.
    Mistakes,
    /// What only a proof finds; the file has it.
    Refuted,
    /// Nothing that fails the build; these are the folder's dialects.
    Nothing(&'a [Dialect]),
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

/// In the place of dialects.
const REFUTED: &str = "refuted";

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
    /// What divides the texts in the [refutation file](Folder::refutation_file): no text holds it.
    pub const REFUTATIONS_END: &str = "\0";

    /// The file in a build script's `OUT_DIR` in which it leaves what is wrong with the folder that has
    /// this [watch variable](Folder::watch_variable): each finding as it is to be said.
    pub fn refutation_file(variable: &str) -> String {
        format!("{variable}.refuted")
    }

    /// What a build script that saw this folder leaves: its digest, the version of the rules, the
    /// profile, and what was found.
    pub fn seen(&self, profile: Profile, found: Found<'_>) -> String {
        let found = match found {
            Found::Mistakes => String::new(),
            Found::Refuted => REFUTED.to_owned(),
            Found::Nothing(dialects) => {
                let names: Vec<&str> = dialects.iter().map(|dialect| dialect.name()).collect();
                names.join(",")
            }
        };
        let (digest, profile) = (self.digest(), profile.word());
        format!("{digest} {RULES} {profile} {found}")
    }

    /// How it stands to `seen`, what a build script left.
    pub fn watched(&self, seen: &str) -> Watched {
        let mut words = seen.splitn(4, ' ');
        if words.next() != Some(self.digest().to_string().as_str()) {
            return Watched::Other;
        }
        let same_rules = words.next() == Some(RULES);
        let profile = Profile::from_variable(words.next().unwrap_or_default());
        let found = words.next().unwrap_or_default();
        let dialects: Option<Vec<Dialect>> = found.split(',').map(Dialect::from_name).collect();
        match dialects {
            // What refutes it does so under any rules.
            None if found == REFUTED => Watched::Refuted(profile),
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
            Watched::Same(profile) | Watched::Refuted(profile) => (profile, None),
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
    fn each_folder_has_a_file_of_its_own_for_what_is_wrong() {
        let files = ["INGRAIN_WATCHED_1_2", "INGRAIN_WATCHED_1_3"].map(Folder::refutation_file);
        assert_eq!(files[0], "INGRAIN_WATCHED_1_2.refuted");
        assert_ne!(files[0], files[1]);
    }

    #[test]
    fn a_whole_folder_gives_the_same_chains_unchecked() {
        let folder = folder("SELECT 1;");
        for profile in [Profile::Dev, Profile::Release] {
            let seen = folder.seen(profile, Found::Nothing(&Dialect::ALL));
            let watched = folder.watched(&seen);
            assert_eq!(watched, Watched::Whole(profile, Dialect::ALL.to_vec()));
            assert_eq!(folder.chains_for(watched), folder.chains());
        }
    }

    #[test]
    fn what_has_a_mistake_is_not_vouched_for() {
        let folder = folder("SELECT 'open;");
        let profile = Profile::Release;
        let watched = |found| folder.watched(&folder.seen(profile, found));
        assert_eq!(watched(Found::Mistakes), Watched::Same(profile));
        assert_eq!(watched(Found::Refuted), Watched::Refuted(profile));
    }

    #[test]
    fn other_content_other_rules_and_nonsense_are_told_apart() {
        let (one, other) = (folder("SELECT 1;"), folder("SELECT 2;"));
        let same = Watched::Same(Profile::Dev);
        let seen = |folder: &Folder| folder.seen(Profile::Dev, Found::Nothing(&Dialect::ALL));
        let (digest, of_other, seen) = (one.digest(), seen(&other), seen(&one));
        assert_eq!(one.watched(&of_other), Watched::Other);
        assert_eq!(one.watched(""), Watched::Other);
        assert_eq!(one.watched(&digest.to_string()), same);
        assert_eq!(one.watched(&seen.replace(RULES, "0.0.1")), same);
        for nonsense in ["mysql", "debug mysql", "sqlite", "debug"] {
            assert_eq!(one.watched(&format!("{digest} {RULES} {nonsense}")), same);
        }
    }
}
