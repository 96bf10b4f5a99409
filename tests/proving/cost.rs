//! What is proven is not proven again.

use crate::{MAIN, add, builds, declared, project};
use ingrain_end_to_end::project::Project;

/// How often the build script has run: it leaves a line each time.
fn runs(project: &Project) -> usize {
    project.read("runs").lines().count()
}

fn counting() -> String {
    let count = "let mut runs = std::fs::read_to_string(\"runs\").unwrap_or_default();\n    \
        runs.push_str(\"one more\\n\");\n    std::fs::write(\"runs\", runs).unwrap();";
    format!("fn main() {{\n    {count}\n    ingrain_build::watch(\"migrations\");\n}}\n")
}

#[test]
fn a_change_of_rust_code_alone_proves_nothing_again() {
    let project = project("cost", "sqlite");
    project.write("build.rs", counting());
    builds(project.cargo(&["build"]));
    assert_eq!(runs(&project), 1);
    for change in ["// One.", "// Another."] {
        project.write("src/main.rs", format!("{MAIN}\n{change}\n"));
        let build = builds(project.cargo(&["build"]));
        assert!(build.stderr.contains("Compiling"), "{}", build.stderr);
        assert_eq!(runs(&project), 1);
    }
    add(
        &project,
        "0002_tags",
        "CREATE TABLE tags (name text);",
        "DROP TABLE tags;",
    );
    builds(project.cargo(&["build"]));
    assert_eq!(runs(&project), 2);
    project.write(
        "migrations/ingrain.toml",
        format!("# Ours.\n{}", declared("sqlite")),
    );
    builds(project.cargo(&["build"]));
    assert_eq!(runs(&project), 3);
}
