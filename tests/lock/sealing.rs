//! Sealing with no installed command, and what a sealed folder says to a change.

use std::fs;

use crate::{LOCK, SEAL, add, build, fails, project, says};

const FIRST: &str = "migrations/0001_create_notes.up.sql";

#[test]
fn a_sealed_script_is_edited_refused_and_sealed_anew_on_request() {
    let project = project("seal");
    build(&project, &[]);
    assert!(!project.path(LOCK).exists(), "nobody asked for it");

    let sealed = build(&project, &SEAL);
    says(
        &sealed,
        &[
            "sealed 2 migrations, `0001_create_notes` to `0002_create_tags`, in `migrations/ingrain.lock`",
        ],
    );
    let first = project.read(LOCK);
    // Cargo may find the package fresh and show the last warnings again; nothing is written all the same.
    build(&project, &SEAL);
    assert_eq!(project.read(LOCK), first);
    build(&project, &[]);
    let fresh = build(&project, &[]);
    assert!(!fresh.stderr.contains("Compiling"), "{}", fresh.stderr);

    project.write(FIRST, "CREATE TABLE notes (id, body);");
    let expected = [
        "migration 1 is sealed, and its up script has changed [ING0023]",
        "--> migrations/0001_create_notes.up.sql",
        "`INGRAIN_SEAL=reseal:1 cargo build`",
    ];
    fails(&project.cargo(&["build"]), &expected);
    let refused = project.cargo_with(&["build"], &SEAL);
    fails(&refused, &expected);
    says(
        &refused,
        &[
            "warning: ",
            "nothing was sealed, `migrations` has a mistake",
        ],
    );
    assert_eq!(project.read(LOCK), first);

    let resealed = build(&project, &[("INGRAIN_SEAL", "reseal:1")]);
    says(
        &resealed,
        &["sealed `0001_create_notes` anew, its up script as it is now"],
    );
    assert_ne!(project.read(LOCK), first);
    build(&project, &[]);

    // One more, and a way back that was mended.
    add(&project, "0003_create_links", "CREATE TABLE links (url);");
    project.write("migrations/0002_create_tags.down.sql", "DROP TABLE tags;");
    let dev = build(&project, &[]);
    assert!(!dev.stderr.contains("warning"), "{}", dev.stderr);
    let sealed = build(&project, &SEAL);
    says(
        &sealed,
        &[
            "sealed `0003_create_links`",
            "took up the changed way back of `0002_create_tags`",
        ],
    );
    let names = fs::read_dir(project.path("migrations")).expect("the folder");
    assert_eq!(
        names.count(),
        7,
        "six scripts, the lock file and nothing else"
    );
}

#[test]
fn nothing_is_sealed_in_a_folder_with_a_mistake() {
    let project = project("mistake");
    project.remove("migrations/0002_create_tags.down.sql");
    let refused = project.cargo_with(&["build"], &SEAL);
    fails(
        &refused,
        &["ING0006", "nothing was sealed, `migrations` has a mistake"],
    );
    assert!(!project.path(LOCK).exists());
}

#[test]
fn a_misspelt_request_fails_the_build_and_writes_nothing() {
    let project = project("misspelt");
    let refused = project.cargo_with(&["build"], &[("INGRAIN_SEAL", "yes")]);
    let example = crate::documented::example("ING0029");
    fails(
        &refused,
        &example.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    assert!(!project.path(LOCK).exists());
}

/// Cargo leaves `.cargo-ok` in what it downloads: its migrations are for others to seal.
#[test]
fn the_folder_of_a_downloaded_package_is_left_alone() {
    let project = project("downloaded");
    project.write(".cargo-ok", "");
    let built = build(&project, &SEAL);
    assert!(!built.stderr.contains("seal"), "{}", built.stderr);
    assert!(!project.path(LOCK).exists());
}

#[test]
fn a_damaged_lock_file_fails_the_next_build() {
    let project = project("damaged");
    build(&project, &SEAL);
    let text = project.read(LOCK);
    project.write(LOCK, &text[..text.len() - 10]);
    fails(
        &project.cargo(&["build"]),
        &["ING0022", "migrations/ingrain.lock:3:1"],
    );
    let lines: Vec<&str> = text.lines().collect();
    project.write(LOCK, format!("{}\n{}\n", lines[0], lines[1]));
    fails(
        &project.cargo(&["build"]),
        &["ING0022", "migrations/ingrain.lock:1:"],
    );
    project.write(LOCK, text.replace('\n', "\r\n"));
    build(&project, &[]);
}
