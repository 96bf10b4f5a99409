//! Sealing and the proof.

use crate::{LOCK, SEAL, add, builds, fails, project, says};

#[test]
fn what_is_refuted_is_not_sealed() {
    let project = project("refuted", "sqlite");
    add(
        &project,
        "0002_add_author",
        "ALTER TABLE notes ADD COLUMN author text;\n",
        "DROP TABLE notes;\n",
    );
    let failed = project.cargo_with(&["build"], &SEAL);
    fails(&failed, &["nothing was sealed, `migrations` has", "ING003"]);
    assert!(!project.path(LOCK).exists());
}

/// What is sealed is accepted as it is: it is not looked at again, so that nothing is said of it.
#[test]
fn what_is_sealed_as_proven_is_not_proven_again_until_it_changes() {
    let project = project("sealed", "postgres");
    let index = "CREATE INDEX notes_body ON notes (body);\n";
    add(&project, "0002_index", index, "DROP INDEX notes_body;\n");
    says(
        &builds(project.cargo_with(&["build"], &SEAL)),
        &["[ING0032]", "sealed 2 migrations"],
    );
    let lock = project.read(LOCK);
    assert_eq!(lock.matches(" proven=postgres\n").count(), 2, "{lock}");
    let quiet = builds(project.cargo(&["build"]));
    assert!(!quiet.stderr.contains("warning"), "{}", quiet.stderr);

    project.write(
        "migrations/0002_index.down.sql",
        "DROP INDEX IF EXIST notes_body;\n",
    );
    let refuted = project.cargo(&["build"]);
    fails(
        &refuted,
        &["[ING0031]", "--> migrations/0002_index.down.sql:1:"],
    );
}

/// A lock file from a build without the feature says so, and the first build with it proves the chain.
#[test]
fn what_was_sealed_without_a_proof_is_proven_later() {
    let project = project("later", "sqlite");
    let build = project.read("Cargo.toml");
    let without = build.replace("features = [\"sqlite\"]", "features = []");
    assert_ne!(build, without);
    project.write("Cargo.toml", &without);
    builds(project.cargo_with(&["build"], &SEAL));
    assert!(!project.read(LOCK).contains("proven="));
    project.write("Cargo.toml", &build);
    let noted = builds(project.cargo_with(&["build"], &SEAL));
    says(&noted, &["noted that a sealed migration is now proven"]);
    assert!(project.read(LOCK).contains(" proven=sqlite\n"));
}

#[test]
fn what_is_sealed_anew_is_proven_first() {
    let project = project("anew", "sqlite");
    add(
        &project,
        "0002_add_author",
        "ALTER TABLE notes ADD COLUMN author text;\n",
        "ALTER TABLE notes DROP COLUMN author;\n",
    );
    builds(project.cargo_with(&["build"], &SEAL));
    let reseal = [("INGRAIN_SEAL", "reseal:2")];
    let lock = project.read(LOCK);
    let required = "ALTER TABLE notes ADD COLUMN author text NOT NULL;\n";
    project.write("migrations/0002_add_author.up.sql", required);
    let failed = project.cargo_with(&["build", "--release"], &reseal);
    fails(
        &failed,
        &[
            "nothing was sealed, `migrations` has a mistake",
            "[ING0033]",
            "[ING0023]",
        ],
    );
    assert_eq!(project.read(LOCK), lock);

    let given = required.replace("NOT NULL", "NOT NULL DEFAULT ''");
    project.write("migrations/0002_add_author.up.sql", given);
    builds(project.cargo_with(&["build", "--release"], &reseal));
    assert_eq!(project.read(LOCK).matches(" proven=sqlite\n").count(), 2);
}
