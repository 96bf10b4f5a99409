//! Build scripts that are missing, waived, late, or watch something else.

use crate::{MAIN, NOTES, check, check_fails, check_is_fresh, project, write_pair};

#[test]
fn without_a_build_script_the_error_holds_the_lines_to_paste() {
    let project = project("unwatched");
    project.remove("build.rs");
    let failed = check_fails(&project, &["ING0017"]);
    // Pasted as they stand there, margin aside.
    let lines = failed
        .stderr
        .lines()
        .map(|line| line.trim_start_matches([' ', '|', '=']));
    let pasted: Vec<_> = lines
        .skip_while(|line| !line.starts_with("fn main() {"))
        .take(3)
        .collect();
    assert_eq!(
        pasted,
        ["fn main() {", "ingrain_build::watch(\"migrations\");", "}"]
    );
    project.write("build.rs", pasted.join("\n"));
    check(&project, &[NOTES]);
}

#[test]
fn an_unwatched_folder_needs_no_build_script_and_its_files_are_tracked() {
    let project = project("unwatched");
    project.remove("build.rs");
    let main = MAIN.replace("(\"migrations\")", "(\"migrations\", unwatched)");
    project.write("src/main.rs", main);
    write_pair(
        &project,
        "migrations/0002_tags",
        "CREATE TABLE tags (id);",
        "DROP TABLE tags;",
    );
    check(
        &project,
        &[NOTES, "2 tags: CREATE TABLE tags (id); | DROP TABLE tags;"],
    );
    check_is_fresh(&project);
    project.write("migrations/0002_tags.up.sql", "CREATE TABLE tags (name);");
    check(
        &project,
        &[
            NOTES,
            "2 tags: CREATE TABLE tags (name); | DROP TABLE tags;",
        ],
    );
    project.write(
        "migrations/0002_tags.down.sql",
        "DROP TABLE IF EXISTS tags;",
    );
    check(
        &project,
        &[
            NOTES,
            "2 tags: CREATE TABLE tags (name); | DROP TABLE IF EXISTS tags;",
        ],
    );
    project.remove("migrations/0002_tags.up.sql");
    project.remove("migrations/0002_tags.down.sql");
    check(&project, &[NOTES]);
}

#[test]
fn a_build_script_that_saw_something_else_is_an_error_of_its_own() {
    let project = project("stale");
    let watch = "ingrain_build::watch(\"migrations\");";
    let add =
        |file: &str| format!("std::fs::write(\"migrations/{file}\", \"SELECT 1;\").unwrap();");
    let (up, down) = (add("0002_late.up.sql"), add("0002_late.down.sql"));
    project.write("build.rs", format!("fn main() {{ {watch} {up} {down} }}"));
    check_fails(&project, &["ING0018"]);
    project.write("build.rs", format!("fn main() {{ {up} {down} {watch} }}"));
    check(&project, &[NOTES, "2 late: SELECT 1; | SELECT 1;"]);
}

/// The two paths are to be spelt alike. Of a folder that is not there the build script says so.
#[test]
fn a_misspelt_folder_is_warned_about_and_told_apart_from_no_build_script() {
    let project = project("misspelt");
    let typo = "ingrain_build::watch(\"migration\");";
    project.write("build.rs", format!("fn main() {{ {typo} }}"));
    let failed = check_fails(&project, &["ING0017", "create `build.rs`"]);
    let warning = format!(
        "warning: {}@0.0.0: ingrain_build::watch: there is no folder `migration`",
        project.package()
    );
    assert!(failed.stderr.contains(&warning), "{}", failed.stderr);

    write_pair(&project, "other/0001_other", "SELECT 1;", "SELECT 1;");
    let other = "ingrain_build::watch(\"other\");";
    project.write("build.rs", format!("fn main() {{ {typo} {other} }}"));
    let expected = [
        "ING0017",
        "this package's build script watches other folders",
        "spell the path there as it is here: `ingrain_build::watch(\"migrations\")`",
        warning.as_str(),
    ];
    let failed = check_fails(&project, &expected);
    assert!(
        !failed.stderr.contains("create `build.rs`"),
        "{}",
        failed.stderr
    );

    // The remedy, to the letter.
    let right = "ingrain_build::watch(\"migrations\");";
    project.write("build.rs", format!("fn main() {{ {right} {other} }}"));
    check(&project, &[NOTES]);
}
