//! Who may seal anew what was sealed before.

use ingrain::{Migrations, State};
use ingrain_cli::{Access, Error, Exit, Options, connect};
use ingrain_core::{Chain, Code, Diagnostic, Folder, Novelty, SealRequest, Version, listed};

use crate::arguments::Seal;
use crate::commands::APPLICATION;
use crate::failed;

/// Refuses what a database has applied, or what nobody can tell about.
pub(super) fn guard(asked: &Seal, folder: &Folder, options: &Options) -> Result<(), Error> {
    let changed = changed(asked, folder)?;
    if changed.is_empty() || asked.reason.is_some() {
        return Ok(());
    }
    let Some(url) = options.url() else {
        return Err(unknown(&changed));
    };
    let chains = folder.chains_to_seal(&SealRequest::anew(&asked.reseal));
    let chains = chains.map_err(failed::mistakes)?;
    let migrator = Migrations::leaked(APPLICATION, folder.path(), &chains).migrator();
    let history = connect(url, Access::Read)?.history(&migrator)?;
    let recorded = history.migrations().iter();
    let recorded = recorded.filter(|one| one.state() != State::Pending);
    let recorded = recorded.map(|one| one.version());
    let applied: Vec<Version> = recorded
        .filter(|version| changed.contains(version))
        .collect();
    match applied.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(is_applied(&applied, before(&chains, *first))),
    }
}

/// Those of the migrations that were asked for that are sealed, and differ from it.
fn changed(asked: &Seal, folder: &Folder) -> Result<Vec<Version>, Error> {
    let next = folder.seal(&SealRequest::anew(&asked.reseal));
    let next = next.map_err(failed::mistakes)?;
    let is_changed = |version: &&Version| {
        let mut migrations = next.migrations().iter();
        let found = migrations.find(|sealed| sealed.version == **version);
        found.is_none_or(|sealed| sealed.novelty == Novelty::Anew)
    };
    Ok(asked.reseal.iter().filter(is_changed).copied().collect())
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

fn is_applied(applied: &[Version], before: String) -> Error {
    let title = format!("the database has applied {}", migrations(applied));
    let found = Diagnostic::new(Code::NotResealed, title)
        .help("restore the script as it was sealed, and put the change into a new migration")
        .help(format!(
            "or, if nobody else has applied it, take it back there first: `cargo ingrain down {before}`; then seal it anew"
        ));
    Error::new(Exit::Refused, found)
}

fn migrations(versions: &[Version]) -> String {
    match versions {
        [_] => format!("migration {}", listed(versions)),
        _ => format!("migrations {}", listed(versions)),
    }
}
