//! Nobody can tell which package is meant.

use std::path::Path;

use ingrain_cli::Error;

use super::{Package, from_here};
use crate::arguments::Whereabouts;
use crate::failed;

/// There is no Cargo.toml.
pub(super) fn no_manifest(whereabouts: &Whereabouts) -> Error {
    let mut help = vec![
        "go to the package's folder, or name its Cargo.toml: `--manifest-path PATH`".to_owned(),
        "or begin a package here: `cargo init`, then `cargo ingrain init`".to_owned(),
    ];
    // Whoever has named it wants a package all the same.
    if whereabouts.folder.is_none() {
        let folder = "or name the folder of migrations itself: `--folder PATH`";
        help.insert(1, folder.to_owned());
    }
    failed::whereabouts(
        "there is no Cargo.toml here or in a folder above, so there is no package whose migrations are meant",
        &help,
    )
}

/// No package has migrations.
pub(super) fn none_ready(manifest: &Path, packages: &[Package]) -> Error {
    let path = from_here(manifest);
    let Some(first) = packages.first() else {
        let title = format!("`{path}` is the root of a workspace without any package");
        let help =
            "begin one: `cargo new NAME`; then `cargo ingrain init` in its folder makes it ready";
        return failed::whereabouts(title, &[help.to_owned()]);
    };
    let names = names(packages);
    let title = format!(
        "`{path}` is the root of a workspace, and none of its packages has migrations: {names}"
    );
    let help = format!(
        "say which one is to have them, and make it ready: `cargo ingrain init --package {}`; or do it in its folder",
        first.name
    );
    failed::whereabouts(title, &[help])
}

/// Several packages have migrations.
pub(super) fn several_ready(manifest: &Path, packages: &[Package]) -> Error {
    let (path, count) = (from_here(manifest), packages.len());
    let names = names(packages);
    let title =
        format!("`{path}` is the root of a workspace with migrations in {count} packages: {names}");
    let first = packages.first().map_or("NAME", |package| &package.name);
    let help = format!("say which one: `--package {first}`; or go to its folder");
    failed::whereabouts(title, &[help])
}

/// The names of packages, in a sentence.
pub(super) fn names(packages: &[Package]) -> String {
    let names = packages.iter().map(|package| format!("`{}`", package.name));
    names.collect::<Vec<_>>().join(", ")
}
