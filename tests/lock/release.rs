//! What a release build asks for.

use crate::{SEAL, add, builds, documented, fails, project, says};

#[test]
fn a_release_is_warned_without_a_lock_file_and_refuses_what_is_not_in_it() {
    let project = project("release");
    let release = ["build", "--release"];
    let warned = builds(project.cargo(&release));
    says(
        &warned,
        &[
            "warning: ",
            "`migrations` has no lock file",
            "`INGRAIN_SEAL=1 cargo build`",
        ],
    );
    assert_eq!(
        warned.stderr.matches("no lock file").count(),
        1,
        "{}",
        warned.stderr
    );

    builds(project.cargo_with(&["build"], &SEAL));
    let quiet = builds(project.cargo(&release));
    assert!(!quiet.stderr.contains("warning"), "{}", quiet.stderr);

    add(&project, "0003_add_author", "ALTER TABLE notes ADD author;");
    builds(project.cargo(&["build"]));
    let refused = project.cargo(&release);
    let example = documented::example("ING0027");
    fails(
        &refused,
        &example.iter().map(String::as_str).collect::<Vec<_>>(),
    );

    // The remedy, to the letter; for the release at once as well.
    add(&project, "0004_add_title", "ALTER TABLE notes ADD title;");
    builds(project.cargo_with(&release, &SEAL));
    let quiet = builds(project.cargo(&release));
    assert!(!quiet.stderr.contains("warning"), "{}", quiet.stderr);
}

/// Nobody tells the macro the profile.
#[test]
fn an_unwatched_folder_is_released_as_it_is() {
    let project = project("unwatched");
    builds(project.cargo_with(&["build"], &SEAL));
    add(&project, "0003_add_author", "ALTER TABLE notes ADD author;");
    project.remove("build.rs");
    let main = crate::MAIN.replace("(\"migrations\")", "(\"migrations\", unwatched)");
    project.write("src/main.rs", main);
    builds(project.cargo(&["build", "--release"]));
    project.write("migrations/0001_create_notes.up.sql", "SELECT 'edited';");
    fails(&project.cargo(&["build", "--release"]), &["ING0023"]);
}
