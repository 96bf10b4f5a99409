//! For `build.rs`: proves a folder of Ingrain's migrations, and makes cargo notice every change in it.
//!
//! ```toml
//! [build-dependencies]          # cargo add --build ingrain-build --features sqlite
//! ingrain-build = { version = "0.1", features = ["sqlite"] }
//! ```
//! ```no_run
//! ingrain_build::watch("migrations");        // in the main function of build.rs
//! ```
//!
//! Stable Rust gives a macro no way to watch a folder: a file *added* to it would not make cargo
//! compile again, and the application would be built without it. A build script can. It also leaves word
//! of what it saw, for which profile, and what it found, and `ingrain::embed!` compares that with what it
//! embeds. Where the environment asks for it, it [seals](watch#sealing) the folder.
//!
//! What it proves is up to two features, neither of which is on by default:
//!
//! | feature | proves | takes |
//! |---|---|---|
//! | `sqlite` | that the SQLite chain runs up, down and up again, on tables with rows, and that every down script takes back what its up script made | a C compiler, for SQLite itself |
//! | `postgres` | that every script of the Postgres chain is SQL that Postgres knows, and that none holds a hazard | squawk, about 40 crates |
//!
//! `docs/proof.md` in Ingrain's repository has what is proven, and the rules by name.

#[cfg(feature = "postgres")]
mod postgres;
mod proof;
mod say;
mod seal;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::io;
use std::path::PathBuf;

use ingrain_core::{Diagnostic, Folder, Found, Profile, render_after_error};

pub use self::proof::{Outcome, prove, prove_to_seal};
pub use self::seal::{SealError, Sealing, not_sealed, seal};

/// Proves the migrations in `folder`, and makes cargo notice files added to, edited in, renamed in or
/// deleted from it; it is named relative to the package's Cargo.toml as in `ingrain::embed!`.
///
/// Cargo goes by times of change: where a whole folder is swapped for one whose files are all older than
/// the last build, only `touch build.rs` makes it look.
///
/// Call it once for each folder that the package embeds. What is wrong with a folder is said by
/// `ingrain::embed!`, at the place in the code that embeds it; what is only warned of, by cargo.
///
/// # Sealing
///
/// With `INGRAIN_SEAL=1` in the environment it also writes the folder's lock file, `ingrain.lock`, and
/// warns of what it sealed; `INGRAIN_SEAL=reseal:7` or `reseal:7,8` seals these migrations as they are,
/// though they changed after they were sealed. Nothing is written while the folder has a mistake.
/// A release build is warned that there is no lock file; once there is one, `ingrain::embed!` refuses to
/// release what is not in it.
pub fn watch(folder: &str) {
    // Of a folder cargo looks at everything inside, the folders themselves included: their time of
    // change tells what was deleted or renamed.
    say::cargo("rerun-if-changed", folder);
    let place = Place::of(folder);
    let looked = Folder::read(&place.root, folder).and_then(|read| look(read, &place));
    // A file that does not exist makes cargo look every time. The folder itself would not do: once
    // it is put in place, its time of change may well be older than this build.
    if let Err(unreadable) = looked {
        let nowhere = format!("{folder}/.unreadable-at-the-last-build");
        say::cargo("rerun-if-changed", &nowhere);
        say::warning(unreadable.title());
    }
}

/// Where a folder is, and where a build script may leave things.
struct Place {
    package: PathBuf,
    root: PathBuf,
    out: PathBuf,
    variable: String,
}

impl Place {
    fn of(folder: &str) -> Place {
        let variable = |name| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .unwrap_or_default()
        };
        let package = variable("CARGO_MANIFEST_DIR");
        let root = package.join(folder);
        Place {
            out: variable("OUT_DIR"),
            variable: Folder::watch_variable(&package, &root),
            package,
            root,
        }
    }
}

fn look(read: Folder, place: &Place) -> Result<(), Box<Diagnostic>> {
    let notes = place.out.join(format!("{}.notes", place.variable));
    let request = seal::requested(&place.package);
    let to_seal = request.clone().unwrap_or_default();
    let outcome = prove_to_seal(&read, &to_seal, Some(&notes));
    for warned in &outcome.warned {
        say::finding(&render_after_error(warned));
    }
    let read = match request {
        Some(request) => seal::seal_in_build(read, &place.root, request, &outcome)?,
        None => read,
    };
    let profile = Profile::from_variable(&std::env::var("PROFILE").unwrap_or_default());
    if profile == Profile::Release && !read.is_sealed() {
        say::warning(&not_sealed(&read));
    }
    let found = match (outcome.mistakes.as_slice(), outcome.denied.as_slice()) {
        ([], []) => Found::Nothing(&outcome.dialects),
        (_, [_, ..]) => match leave(&outcome.errors(), place) {
            Ok(()) => Found::Refuted,
            Err(error) => {
                say::error(&format!("what is wrong cannot be written down: {error}"));
                return Ok(());
            }
        },
        ([_, ..], []) => Found::Mistakes,
    };
    let seen = read.seen(profile, found);
    say::cargo("rustc-env", &format!("{}={seen}", place.variable));
    Ok(())
}

/// Leaves what is wrong for the macro to say, all of it, since the macro would find a part only.
fn leave(errors: &[Diagnostic], place: &Place) -> io::Result<()> {
    let texts: Vec<String> = errors.iter().map(render_after_error).collect();
    let file = place.out.join(Folder::refutation_file(&place.variable));
    std::fs::write(file, texts.join(Folder::REFUTATIONS_END))
}
