//! The package that is meant, as cargo knows it.

use std::path::{Path, PathBuf};

pub(crate) use cargo_metadata::{Dependency, DependencyKind};
use cargo_metadata::{Metadata, MetadataCommand, Target, TargetKind};
use ingrain_cli::Error;
use ingrain_core::Dialect;

use super::{BuildScript, DEFAULT, Entry, from_here, unclear};
use crate::arguments::Whereabouts;
use crate::failed;

/// A package, as cargo knows it.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// The folder of its Cargo.toml.
    pub(crate) root: PathBuf,
    pub(crate) manifest: PathBuf,
    /// The folder of its workspace; its own, if it is in none.
    pub(crate) workspace: PathBuf,
    pub(crate) build_script: BuildScript,
    pub(crate) entry: Entry,
    /// The databases that its dependencies speak of.
    pub(crate) dialects: Vec<Dialect>,
    dependencies: Vec<Dependency>,
}

impl Package {
    /// The package that is meant: the one of that name, else the one whose Cargo.toml is the nearest; in the root of
    /// a workspace the only one with migrations.
    pub(crate) fn find(whereabouts: &Whereabouts) -> Result<Package, Error> {
        let manifest = manifest(whereabouts)?;
        let metadata = metadata(&manifest)?;
        let mut packages: Vec<Package> = packages(&metadata);
        if let Some(name) = &whereabouts.package {
            let names = unclear::names(&packages);
            let at = packages.iter().position(|package| package.name == *name);
            return at.map(|at| packages.swap_remove(at)).ok_or_else(|| {
                let title = format!("this workspace has no package `{name}`");
                failed::whereabouts(title, &[format!("its packages are: {names}")])
            });
        }
        let is_meant = |package: &Package| package.manifest == manifest;
        if let Some(at) = packages.iter().position(is_meant) {
            return Ok(packages.swap_remove(at));
        }
        let (mut ready, others): (Vec<Package>, Vec<Package>) =
            packages.into_iter().partition(Package::has_migrations);
        match ready.len() {
            0 => Err(unclear::none_ready(&manifest, &others)),
            1 => Ok(ready.swap_remove(0)),
            _ => Err(unclear::several_ready(&manifest, &ready)),
        }
    }

    /// Its dependency on `name`, for its build script or for itself.
    pub(crate) fn dependency(&self, name: &str, kind: DependencyKind) -> Option<&Dependency> {
        let mut dependencies = self.dependencies.iter();
        dependencies.find(|dependency| dependency.name == name && dependency.kind == kind)
    }

    fn has_migrations(&self) -> bool {
        !self.build_script.watched().is_empty() || self.root.join(DEFAULT).is_dir()
    }
}

/// The Cargo.toml that was named, else the nearest one.
fn manifest(whereabouts: &Whereabouts) -> Result<PathBuf, Error> {
    let here = std::env::current_dir();
    let here = here.map_err(|cause| failed::file("found", Path::new("."), cause))?;
    let named = whereabouts.manifest_path.as_ref();
    let found = match named {
        Some(named) => Some(here.join(named)).filter(|named| named.is_file()),
        None => {
            let mut above = here.ancestors().map(|folder| folder.join("Cargo.toml"));
            above.find(|manifest| manifest.is_file())
        }
    };
    // As cargo writes it, to be compared.
    let found = found.map(|found| found.canonicalize().unwrap_or(found));
    found.ok_or_else(|| match named {
        Some(named) => failed::whereabouts(
            format!("there is no file `{}`", named.display()),
            &["name the Cargo.toml of the package".to_owned()],
        ),
        None => unclear::no_manifest(whereabouts),
    })
}

fn metadata(manifest: &Path) -> Result<Metadata, Error> {
    let mut command = MetadataCommand::new();
    command.manifest_path(manifest).no_deps();
    command.exec().map_err(|cause| {
        if let cargo_metadata::Error::Io(cause) = &cause {
            let title = format!("cargo cannot be started: {cause}");
            let help = "have it on the PATH, or name its program in the environment variable CARGO; \
                or name the folder of migrations, and nobody asks cargo: `--folder PATH`";
            return failed::whereabouts(title, &[help.to_owned()]);
        }
        let cause = match &cause {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim(),
            other => &other.to_string(),
        };
        let title = format!(
            "cargo does not understand `{}`:\n{cause}",
            from_here(manifest)
        );
        let help =
            "mend it; or name the folder of migrations, and nobody asks cargo: `--folder PATH`";
        failed::whereabouts(title, &[help.to_owned()])
    })
}

fn packages(metadata: &Metadata) -> Vec<Package> {
    let root_of_all = metadata.workspace_root.as_std_path();
    let package = |package: &cargo_metadata::Package| {
        let manifest = package.manifest_path.as_std_path().to_owned();
        let root = manifest.parent().unwrap_or(&manifest).to_owned();
        let mut targets = package.targets.iter();
        let script = targets.find(|target| target.kind.contains(&TargetKind::CustomBuild));
        let script = script.map(|target| target.src_path.as_std_path().to_owned());
        Package {
            name: package.name.to_string(),
            build_script: BuildScript::read(&script.unwrap_or_else(|| root.join("build.rs"))),
            entry: entry(package, &root),
            dialects: dialects(package),
            dependencies: package.dependencies.clone(),
            root,
            manifest,
            workspace: root_of_all.to_owned(),
        }
    };
    let workspace = metadata.workspace_packages();
    workspace.into_iter().map(package).collect()
}

/// `src/main.rs`, else another program, else the library.
fn entry(package: &cargo_metadata::Package, root: &Path) -> Entry {
    use TargetKind::{Bench, Bin, CustomBuild, Example, Test};
    let path = |target: &Target| target.src_path.as_std_path().to_owned();
    let main = root.join("src/main.rs");
    let targets = package.targets.iter();
    let programs = targets.filter(|target| target.kind.contains(&Bin));
    if let Some(program) = programs.min_by_key(|target| path(target) != main) {
        return Entry::Program(path(program));
    }
    let beside = |kind: &TargetKind| matches!(kind, Bench | CustomBuild | Example | Test);
    let mut targets = package.targets.iter();
    let library = targets.find(|target| !target.kind.iter().any(beside));
    library.map_or(Entry::Program(main), |library| {
        Entry::Library(path(library))
    })
}

/// The databases that the names and features of its dependencies speak of: `rusqlite`, or sqlx with its feature
/// `postgres`.
fn dialects(package: &cargo_metadata::Package) -> Vec<Dialect> {
    let speaks_of = |dialect: &Dialect| {
        // What only its tests use tells nothing of where it runs.
        let mut dependencies = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind != DependencyKind::Development);
        dependencies.any(|dependency| {
            let features = dependency.features.iter();
            let mut words = features.chain([&dependency.name]);
            words.any(|word| word.contains(dialect.name()))
        })
    };
    Dialect::ALL.into_iter().filter(speaks_of).collect()
}
