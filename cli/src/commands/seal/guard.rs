//! Who may seal anew what was sealed before.

use ingrain::{Migrations, State};
use ingrain_cli::{Access, Error, Exit, connect};
use ingrain_core::{Chain, Code, Diagnostic, Folder, Novelty, SealRequest, Version, listed};

use super::Database;
use crate::arguments::Seal;
use crate::commands::APPLICATION;
use crate::failed;

/// Refuses what a database has applied, or what nobody can tell about, unless a reason is given; then what the
/// database has applied is the warning.
pub(super) fn guard(
    asked: &Seal,
    folder: &Folder,
    database: &Database<'_>,
) -> Result<Option<String>, Error> {
    let changed = changed(asked, folder)?;
    if changed.is_empty() {
        return Ok(None);
    }
    let Some(url) = database.options.url() else {
        return match asked.reason {
            Some(_) => Ok(None),
            None => Err(unknown(&changed)),
        };
    };
    let chains = folder.chains_to_seal(&SealRequest::anew(&asked.reseal));
    let chains = chains.map_err(failed::mistakes)?;
    let migrator = Migrations::leaked(APPLICATION, folder.path(), &chains).migrator();
    let migrator = database.whose.named(migrator);
    let asked_of_it = connect(url, Access::Read)
        .and_then(|mut session| session.history(&migrator).map_err(Error::from));
    let history = match (asked_of_it, &asked.reason) {
        (Ok(history), _) => history,
        (Err(error), _) if error.exit() == Exit::Usage => return Err(error),
        (Err(error), Some(_)) => return Ok(Some(untold(&changed, &error))),
        (Err(error), None) => {
            return Err(error.help("or, if no database has applied it, say so: `--reason \"why\"`"));
        }
    };
    let recorded = history.migrations().iter();
    let recorded = recorded.filter(|one| one.state() != State::Pending);
    let recorded = recorded.map(|one| one.version());
    let applied: Vec<Version> = recorded
        .filter(|version| changed.contains(version))
        .collect();
    match applied.as_slice() {
        [] => Ok(None),
        _ if asked.reason.is_some() => Ok(Some(format!(
            "warning: the database has applied {} as it was sealed before: it refuses to start with what is sealed now, \
             until `cargo ingrain repair --reason \"why\"{}` has accepted the change",
            migrations(&applied),
            database.typed
        ))),
        [first, ..] => Err(is_applied(
            &applied,
            &before(&chains, *first),
            &database.typed,
        )),
    }
}

/// Those of the migrations that were asked for that are sealed, and differ from it.
fn changed(asked: &Seal, folder: &Folder) -> Result<Vec<Version>, Error> {
    let next = folder.seal(&SealRequest::anew(&asked.reseal));
    let next = next.map_err(failed::mistakes)?;
    let is_absent = |version: &&Version| {
        let mut migrations = next.migrations().iter();
        !migrations.any(|sealed| sealed.version == **version)
    };
    let absent: Vec<Version> = asked.reseal.iter().filter(is_absent).copied().collect();
    if !absent.is_empty() {
        return Err(no_such(&absent, folder));
    }
    let is_changed = |version: &&Version| {
        let mut migrations = next.migrations().iter();
        let found = migrations.find(|sealed| sealed.version == **version);
        found.is_none_or(|sealed| sealed.novelty == Novelty::Anew)
    };
    Ok(asked.reseal.iter().filter(is_changed).copied().collect())
}

fn no_such(absent: &[Version], folder: &Folder) -> Error {
    let title = format!("`{}` has no {}", folder.path(), migrations(absent));
    let found = Diagnostic::new(Code::BadTarget, title)
        .help("name a migration of the folder: its version stands in front of its name");
    Error::new(Exit::Refused, found)
}

fn unknown(changed: &[Version]) -> Error {
    let title = format!(
        "nobody knows whether a database has applied {}: it would refuse to start with what is sealed now",
        migrations(changed)
    );
    let found = Diagnostic::new(Code::NotResealed, title)
        .help("name the database that may have: `--database-url URL`, or the environment variable DATABASE_URL")
        .help("or, if it never left this machine, say so: `--reason \"why\"`");
    Error::new(Exit::Usage, found)
}

/// The reason stands for what the database cannot tell.
fn untold(changed: &[Version], error: &Error) -> String {
    format!(
        "warning: the database does not tell whether it has applied {}: {}",
        migrations(changed),
        error.title().unwrap_or_default()
    )
}

/// The target that leaves everything below `version` applied.
fn before(chains: &[Chain<'_>], version: Version) -> String {
    let migrations = chains.first().map_or(&[][..], Chain::migrations).iter();
    let below = migrations
        .map(|migration| migration.version())
        .filter(|other| *other < version);
    below
        .max()
        .map_or("base".to_owned(), |version| version.to_string())
}

fn is_applied(applied: &[Version], before: &str, typed: &str) -> Error {
    let title = format!("the database has applied {}", migrations(applied));
    let found = Diagnostic::new(Code::NotResealed, title)
        .help("restore the script as it was sealed, and put the change into a new migration")
        .help(format!(
            "or, if nobody else has applied it, take it back there first: `cargo ingrain down {before}{typed}`; then seal it anew"
        ));
    Error::new(Exit::Refused, found)
}

fn migrations(versions: &[Version]) -> String {
    match versions {
        [_] => format!("migration {}", listed(versions)),
        _ => format!("migrations {}", listed(versions)),
    }
}
