//! Who decides whether a process applies: the operator, before the name of its environment, before the code.

use std::env;

use ingrain_core::Mode;

use crate::{Error, Migrator};

/// The operator's word.
pub(super) const VARIABLE: &str = "INGRAIN_POLICY";

impl Migrator {
    /// Lets the name of the process's environment decide whether pending migrations are applied, and the
    /// operator before it: the whole of a policy in one call.
    ///
    /// `development`, `dev` and `test` apply ([`Mode::Apply`]); any other name, such as `staging` and
    /// `production`, verifies ([`Mode::Verify`]), a name that nobody has thought of too. `INGRAIN_POLICY` goes
    /// before the name; see [`policy_from_env`](Migrator::policy_from_env).
    ///
    /// The name is about this process. What the database itself remembers is recorded with
    /// [`environment`](Migrator::environment), and the two are independent: a process for development
    /// applies on a database that is stamped as production, and reverts nothing there.
    ///
    /// ```ignore
    /// let environment = std::env::var("APP_ENVIRONMENT").unwrap_or_default();
    /// MIGRATIONS.migrator().for_environment(&environment).run(&mut connection)?;
    /// ```
    pub fn for_environment(self, name: &str) -> Migrator {
        self.mode(Mode::of_environment(name)).policy_from_env()
    }

    /// Lets the environment variable `INGRAIN_POLICY` decide, if it is set: `apply` applies pending migrations,
    /// `verify` only checks. Without it the mode stays as it is.
    ///
    /// It is read now, and only where this is called: a migrator that is not told to heed it does not. Any
    /// other value, the empty one too, makes every call on a connection fail with `ING0207`.
    pub fn policy_from_env(mut self) -> Migrator {
        let Some(value) = env::var_os(VARIABLE) else {
            return self;
        };
        match value.to_string_lossy().parse() {
            Ok(mode) => self.mode(mode),
            Err(misread) => {
                self.settings.misread = Some(misread);
                self
            }
        }
    }
}

/// The name of an environment as it is stored: with nothing in front of it, or in it, that hides what it begins
/// with from those who read the history in SQL.
pub(super) fn canonical(name: &str) -> Result<String, Error> {
    let is_invisible = |c: char| {
        let is_format = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        c.is_control() || is_format
    };
    let name = name.trim();
    let problem = match name {
        "" => "the environment has no name".to_owned(),
        _ if name.contains(is_invisible) => {
            format!("the environment's name holds a character that nobody sees: {name:?}")
        }
        _ => return Ok(name.to_owned()),
    };
    let help = "give it a name of letters, digits and hyphens, such as `production`";
    Err(Error::settings(problem, help))
}
