//! Who speaks, and to whom.

/// As whom a diagnostic speaks: what its reader can do is said in the words of the place where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Voice {
    /// The library, to those who write a program with it: what they can do is a call.
    #[default]
    Library,
    /// A program that embeds its migrations, to those at its command line: what they can do is a command.
    Program,
    /// A command on a folder, to those at its command line: there is no binary that embeds anything.
    Folder,
}

/// What is said of a binary, and in its place of a folder that no binary embeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Either {
    binary: &'static str,
    folder: &'static str,
}

// What is said more than once.
pub(crate) const THIS_BINARY: Either = either("this binary", "the folder");
pub(crate) const THIS_BINARY_EMBEDS: Either = either("this binary embeds", "the folder has");
pub(crate) const NOT_EMBEDDED: Either = either("not embedded in this binary", "not in the folder");
pub(crate) const BUILD_AGAIN: Either = either("build again", "run this again");

/// `either("this binary embeds", "the folder has")`.
pub const fn either(binary: &'static str, folder: &'static str) -> Either {
    Either { binary, folder }
}

impl Either {
    /// The one of the two that `voice` says.
    pub const fn said_by(self, voice: Voice) -> &'static str {
        match voice {
            Voice::Library | Voice::Program => self.binary,
            Voice::Folder => self.folder,
        }
    }
}
