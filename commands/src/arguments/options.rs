//! What holds for every command.

use std::path::Path;

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser as _};
use ingrain::Voice;

use crate::{Format, Unbuilt, connect};

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub struct Options {
    // Not parsed by clap, whose error would show the value, and a password in it. What is no UTF-8 is in the way of the
    // commands only that use it.
    /// The database: postgres://user@host/database, sqlite:PATH or a path
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        global = true,
        help_heading = Options::HEADING,
        value_parser = OsStringValueParser::new().map(|url| url.to_string_lossy().into_owned())
    )]
    pub database_url: Option<String>,

    /// Give the result, or the error, as one JSON object
    #[arg(long, global = true, help_heading = Options::HEADING)]
    pub json: bool,

    #[arg(skip)]
    pub(crate) default_url: Option<String>,

    /// As whom the command speaks.
    #[arg(skip = Voice::Program)]
    pub(crate) voice: Voice,

    #[arg(skip)]
    pub(crate) unbuilt: Option<Unbuilt>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            database_url: None,
            json: false,
            default_url: None,
            voice: Voice::Program,
            unbuilt: None,
        }
    }
}

impl Options {
    /// What stands above them in the help of a command, apart from its own: for options that an application adds to
    /// every command.
    pub const HEADING: &'static str = "Options of every command";

    /// The same, for a command on a folder that no program embeds: what it says, it says of the folder.
    #[must_use]
    pub fn of_a_folder(self) -> Options {
        Options {
            voice: Voice::Folder,
            ..self
        }
    }

    /// The same, for the rest of a folder that would not build: `status` and `show` tell what is broken.
    #[must_use]
    pub fn of_the_rest(self, unbuilt: Unbuilt) -> Options {
        Options {
            unbuilt: Some(unbuilt),
            ..self
        }
    }

    /// The same, for a URL that was read from a file in `folder`: a relative path in it begins there.
    #[must_use]
    pub fn written_in(self, folder: &Path) -> Options {
        let url = self
            .database_url
            .map(|url| connect::from_folder(&url, folder));
        Options {
            database_url: url,
            ..self
        }
    }

    /// What results are written as.
    pub fn format(&self) -> Format {
        match self.json {
            true => Format::Json,
            false => Format::Text,
        }
    }

    /// The URL of the database, if one was given.
    pub fn url(&self) -> Option<&str> {
        let given = self.database_url.as_deref().filter(|url| !url.is_empty());
        given.or(self.default_url.as_deref())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use clap::Parser;

    use crate::{Migrate, connect};

    #[derive(Debug, Parser)]
    struct Arguments {
        #[command(flatten)]
        migrate: Migrate,
    }

    #[test]
    fn a_url_that_is_not_utf_8_is_met_where_it_is_used() {
        let url = OsStr::from_bytes(b"sqlite:\xff.db");
        let words = ["myapp", "--database-url"].map(OsStr::new);
        let words = words.into_iter().chain([url, OsStr::new("status")]);
        let arguments = Arguments::try_parse_from(words).unwrap();
        let error = connect::dialect(arguments.migrate.options.url().unwrap()).unwrap_err();
        assert!(
            error.to_string().contains("DATABASE_URL, is not UTF-8"),
            "{error}"
        );
    }
}
