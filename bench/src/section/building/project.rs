//! A program that embeds the chain, as a user of each tool writes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use contender::Layout;

use crate::{Result, machine, place};

/// A generated package.
pub(super) struct Project {
    pub(super) tool: &'static str,
    name: String,
    pub(super) directory: PathBuf,
}

/// The parts of it that differ.
struct Parts {
    /// Under `[dependencies]`, with `{version}` for the tool's.
    dependencies: &'static str,
    build_dependencies: &'static str,
    build: Option<&'static str>,
    main: &'static str,
    layout: Layout,
}

fn parts(tool: &str) -> Parts {
    match tool {
        "ingrain" => Parts {
            dependencies: "ingrain = { path = \"{root}/runtime\" }",
            build_dependencies: "ingrain-build = { path = \"{root}/build\" }",
            build: Some("fn main() {\n    ingrain_build::watch(\"migrations\");\n}\n"),
            main: "static MIGRATIONS: ingrain::Migrations = ingrain::embed!(\"migrations\");\n\n\
                fn main() {\n    std::hint::black_box(&MIGRATIONS);\n}\n",
            layout: Layout::Pair,
        },
        "diesel" => Parts {
            dependencies: "diesel_migrations = \"={version}\"",
            build_dependencies: "",
            build: Some("fn main() {\n    println!(\"cargo:rerun-if-changed=migrations\");\n}\n"),
            main: "use diesel_migrations::{EmbeddedMigrations, embed_migrations};\n\n\
                static MIGRATIONS: EmbeddedMigrations = embed_migrations!();\n\n\
                fn main() {\n    std::hint::black_box(&MIGRATIONS);\n}\n",
            layout: Layout::Directory,
        },
        "refinery" => Parts {
            dependencies: "refinery = \"={version}\"",
            build_dependencies: "",
            build: Some("fn main() {\n    println!(\"cargo:rerun-if-changed=migrations\");\n}\n"),
            main: "refinery::embed_migrations!(\"migrations\");\n\n\
                fn main() {\n    std::hint::black_box(migrations::runner());\n}\n",
            layout: Layout::Prefixed,
        },
        "rusqlite_migration" => Parts {
            dependencies: "include_dir = \"0.7\"\nrusqlite_migration = { version = \"={version}\", features = [\"from-directory\"] }",
            build_dependencies: "",
            build: Some("fn main() {\n    println!(\"cargo:rerun-if-changed=migrations\");\n}\n"),
            main: "use include_dir::{Dir, include_dir};\n\n\
                static MIGRATIONS: Dir = include_dir!(\"$CARGO_MANIFEST_DIR/migrations\");\n\n\
                fn main() {\n    std::hint::black_box(rusqlite_migration::Migrations::from_directory(&MIGRATIONS).is_ok());\n}\n",
            layout: Layout::Directory,
        },
        "sqlx" => Parts {
            dependencies: "sqlx = { version = \"={version}\", default-features = false, features = [\"macros\", \"migrate\"] }",
            build_dependencies: "",
            build: Some("fn main() {\n    println!(\"cargo:rerun-if-changed=migrations\");\n}\n"),
            main: "static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();\n\n\
                fn main() {\n    std::hint::black_box(&MIGRATIONS);\n}\n",
            layout: Layout::Pair,
        },
        _ => Parts {
            dependencies: "",
            build_dependencies: "",
            build: None,
            main: "fn main() {}\n",
            layout: Layout::Pair,
        },
    }
}

/// Whether some tool's version is not known, since its contender has never been built.
pub(super) fn is_missing_locks() -> bool {
    let mut tools = machine::TOOLS.into_iter();
    tools.any(|tool| machine::version(tool, machine::package(tool)).is_err())
}

impl Project {
    pub(super) fn write(tool: &'static str, n: u32) -> Result<Project> {
        let name = format!("{}-{n}", tool.replace('_', "-"));
        let directory = place::target().join("projects").join(&name);
        let project = Project {
            tool,
            name,
            directory,
        };
        let written = project.write_files(n);
        written.map_err(|error| format!("{}: {error}", project.directory.display()))?;
        Ok(project)
    }

    fn write_files(&self, n: u32) -> std::io::Result<()> {
        let Parts {
            dependencies,
            build_dependencies,
            build,
            main,
            layout,
        } = parts(self.tool);
        let version = machine::version(self.tool, machine::package(self.tool)).unwrap_or_default();
        let root = place::bench().join("..");
        let filled = |text: &str| {
            text.replace("{version}", &version)
                .replace("{root}", &root.display().to_string())
        };
        let manifest = format!(
            "[package]\nname = \"embeds-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{}\n\n[build-dependencies]\n{}\n",
            self.name,
            filled(dependencies),
            filled(build_dependencies)
        );
        let folder = self.directory.join("migrations");
        fs::create_dir_all(self.directory.join("src"))?;
        write(&self.directory.join("Cargo.toml"), &manifest)?;
        write(&self.directory.join("src/main.rs"), main)?;
        if let Some(build) = build {
            write(&self.directory.join("build.rs"), build)?;
        }
        if self.tool != "bare" && !folder.exists() {
            fs::create_dir_all(&folder)?;
            contender::write(&folder, layout, n)?;
        }
        if self.tool == "ingrain" {
            write(&folder.join("ingrain.toml"), "dialects = [\"postgres\"]\n")?;
        }
        Ok(())
    }

    /// As if the source file had been saved.
    pub(super) fn touch(&self) -> Result<()> {
        let main = self.directory.join("src/main.rs");
        let touched = fs::File::options().write(true).open(&main);
        let touched = touched.and_then(|file| file.set_modified(SystemTime::now()));
        touched.map_err(|error| format!("{}: {error}", main.display()))
    }

    /// Where it is built: all projects of a tool share what they depend on.
    pub(super) fn target(&self) -> PathBuf {
        place::target().join("built").join(self.tool)
    }

    /// Forgets everything that was built.
    pub(super) fn forget(&self) {
        // It need not be there.
        let _ = fs::remove_dir_all(self.target());
    }

    /// The bytes of the release build's program, if there is one.
    pub(super) fn size(&self) -> Option<f64> {
        let program = self
            .target()
            .join("release")
            .join(format!("embeds-{}", self.name));
        Some(fs::metadata(program).ok()?.len() as f64)
    }
}

/// Writes what is not there already: an untouched file builds nothing anew.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    match fs::read_to_string(path) {
        Ok(old) if old == text => Ok(()),
        _ => fs::write(path, text),
    }
}
