//! A package's sources, as far as they are Ingrain's business.

use std::fs;
use std::path::{Path, PathBuf};

/// The source that a package's program begins with; where it has no program, its library does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Such as `src/main.rs`.
    Program(PathBuf),
    /// Such as `src/lib.rs`.
    Library(PathBuf),
}

impl Entry {
    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Entry::Program(path) | Entry::Library(path) => path,
        }
    }
}

/// The first source in `folder`, or in a folder below it, that embeds the migrations called `name`.
pub(crate) fn embedding(folder: &Path, name: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let embeds = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        folders(&text, "embed!(")
            .iter()
            .any(|folder| folder == name)
    };
    paths.into_iter().find_map(|path| match path.is_dir() {
        true => embedding(&path, name),
        false => Some(path).filter(|path| is_source(path) && embeds(path)),
    })
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// What stands in quotes at the beginning of each of these calls, each once, in the order of the calls. A name that is
/// put together when the code runs cannot be seen here.
pub(super) fn folders(text: &str, call: &str) -> Vec<String> {
    let code = without_blocks(text);
    let code = code.lines();
    let code = code.map(|line| line.split("//").next().unwrap_or_default());
    let code: String = code.collect();
    let mut folders = Vec::new();
    for call in code.split(call).skip(1) {
        let name = call.trim_start().strip_prefix('"');
        let name = name.and_then(|name| Some(name.split_once('"')?.0.to_owned()));
        folders.extend(name.filter(|name| !folders.contains(name)));
    }
    folders
}

/// The code without its comments between `/*` and `*/`.
fn without_blocks(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // One that does not end is none: `migrations/*` in a text.
        code += part.split_once("*/").map_or(part, |(_, after)| after);
    }
    code
}

#[cfg(test)]
mod tests {
    use super::super::watch_call;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(folders(text, "ingrain_build::watch("), expected, "{text}");
    }

    #[test]
    fn the_calls_that_watch_are_found() {
        check("fn main() {}", &[]);
        check("fn main() { ingrain_build::watch(\"db\"); }", &["db"]);
        check(
            "ingrain_build::watch(\n    \"../db\",\n); ingrain_build::watch(\"logs\");",
            &["../db", "logs"],
        );
        check("// ingrain_build::watch(\"old\");\n", &[]);
        check(
            "/* ingrain_build::watch(\"old\");\n */ ingrain_build::watch(\"new\");",
            &["new"],
        );
        check("ingrain_build::watch(FOLDER);", &[]);
        check(&watch_call("migrations"), &["migrations"]);
    }

    #[test]
    fn the_source_that_embeds_a_folder_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        let deep = root.path().join("store");
        fs::create_dir(&deep).expect("created");
        let write = |name: &str, text: &str| fs::write(deep.join(name), text).expect("written");
        write("a.rs", "// ingrain::embed!(\"migrations\")\n");
        write("b.md", "ingrain::embed!(\"migrations\")");
        write("c.rs", "embed!(\n    \"logs\")");
        assert_eq!(embedding(root.path(), "migrations"), None);
        write(
            "d.rs",
            "static M: Migrations = embed!(\n    \"migrations\", unwatched);",
        );
        assert_eq!(
            embedding(root.path(), "migrations"),
            Some(deep.join("d.rs"))
        );
    }
}
