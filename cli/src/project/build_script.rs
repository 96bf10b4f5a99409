//! A package's build script, as far as it is Ingrain's business.

use std::fs;
use std::path::{Path, PathBuf};

/// The call that watches a folder, up to its argument.
const CALL: &str = "ingrain_build::watch(";

/// A package's build script.
#[derive(Debug)]
pub(crate) struct BuildScript {
    /// Where it is, or would be.
    pub(crate) path: PathBuf,
    /// What it holds, if it is there.
    pub(crate) text: Option<String>,
}

impl BuildScript {
    /// The build script at `path`, if there is one.
    pub(crate) fn read(path: &Path) -> BuildScript {
        BuildScript {
            path: path.to_owned(),
            text: fs::read_to_string(path).ok(),
        }
    }

    /// The file's name.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The folders that it watches, in the order of the calls. A name that is put together when the script runs
    /// cannot be seen here.
    pub(crate) fn watched(&self) -> Vec<String> {
        let code = without_blocks(self.text.as_deref().unwrap_or_default());
        let code = code.lines();
        let code = code.map(|line| line.split("//").next().unwrap_or_default());
        let code: String = code.collect();
        let mut watched = Vec::new();
        for call in code.split(CALL).skip(1) {
            let name = call.trim_start().strip_prefix('"');
            let name = name.and_then(|name| Some(name.split_once('"')?.0.to_owned()));
            watched.extend(name.filter(|name| !watched.contains(name)));
        }
        watched
    }
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

/// The line that makes a build script watch `folder`.
pub(crate) fn watch_call(folder: &str) -> String {
    format!("{CALL}{folder:?});")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let script = BuildScript {
            path: PathBuf::from("build.rs"),
            text: Some(text.to_owned()),
        };
        assert_eq!(script.watched(), expected, "{text}");
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
}
