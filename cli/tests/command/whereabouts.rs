use crate::scratch::Scratch;

const PAIR: [(&str, &str); 2] = [
    ("0001_a.up.sql", "CREATE TABLE a (id integer);\n"),
    ("0001_a.down.sql", "DROP TABLE a;\n"),
];

fn write_pair(scratch: &Scratch, folder: &str) {
    for (name, text) in PAIR {
        scratch.write(&format!("{folder}/{name}"), text);
    }
}

#[test]
fn the_folder_is_the_one_that_the_build_script_watches() {
    let scratch = Scratch::package();
    scratch.write("build.rs", "fn main() { ingrain_build::watch(\"db\"); }");
    write_pair(&scratch, "db");
    assert!(
        scratch
            .gives(&["check"])
            .starts_with("`db`: 1 migration is sound")
    );
    scratch.write(
        "build.rs",
        "fn main() { ingrain_build::watch(\"db\"); ingrain_build::watch(\"logs\"); }",
    );
    scratch.fails(
        &["check"],
        2,
        "error[ING0311]: `build.rs` watches several folders of migrations: `db`, `logs`\n |\n \
         = help: say which one: `--folder db` or `--folder logs`",
    );
    write_pair(&scratch, "logs");
    assert!(
        scratch
            .gives(&["check", "--folder", "./logs/"])
            .starts_with("`logs`: 1 migration is sound")
    );
}

#[test]
fn a_folder_that_is_not_there() {
    let scratch = Scratch::package();
    scratch.fails(
        &["check"],
        1,
        "error[ING0001]: there is no folder `migrations`
 |
 = help: `cargo ingrain init` creates it, with all that belongs to it
 = help: or name the one that is meant: `--folder PATH`",
    );
}

#[test]
fn without_a_package_the_folder_has_to_be_named() {
    let scratch = Scratch::empty();
    write_pair(&scratch, "sql");
    scratch.fails(
        &["check"],
        2,
        "error[ING0311]: there is no Cargo.toml here or in a folder above, so there is no package whose migrations are meant
 |
 = help: go to the package's folder, or name its Cargo.toml: `--manifest-path PATH`
 = help: or name the folder of migrations itself: `--folder PATH`
 = help: or begin a package here: `cargo init`, then `cargo ingrain init`",
    );
    assert!(
        scratch
            .gives(&["check", "--folder", "sql"])
            .starts_with("`sql`: 1 migration is sound")
    );
    scratch.fails(
        &["check", "--manifest-path", "nowhere/Cargo.toml"],
        2,
        "error[ING0311]: there is no file `nowhere/Cargo.toml`\n |\n = help: name the Cargo.toml of the package",
    );
}

#[test]
fn a_workspace_of_several() {
    let scratch = Scratch::empty();
    scratch.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n",
    );
    for name in ["api", "jobs", "tools"] {
        scratch.write_package(&format!("crates/{name}"), name, "");
    }
    scratch.fails(
        &["check"],
        2,
        "error[ING0311]: `Cargo.toml` is the root of a workspace, and none of its packages has migrations: `api`, `jobs`, `tools`
 |
 = help: say which one is to have them, and make it ready: `cargo ingrain init --package api`; or do it in its folder",
    );
    write_pair(&scratch, "crates/api/migrations");
    assert!(
        scratch
            .gives(&["check"])
            .starts_with("`migrations`: 1 migration is sound")
    );
    write_pair(&scratch, "crates/jobs/migrations");
    scratch.fails(
        &["check"],
        2,
        "error[ING0311]: `Cargo.toml` is the root of a workspace with migrations in 2 packages: `api`, `jobs`
 |
 = help: say which one: `--package api`; or go to its folder",
    );
    let paths = scratch.gives(&["new", "b", "--package", "jobs"]);
    assert!(
        paths.starts_with("crates/jobs/migrations/0002_b.up.sql\n"),
        "{paths}"
    );
    scratch.fails(
        &["check", "-p", "job"],
        2,
        "error[ING0311]: this workspace has no package `job`\n |\n = help: its packages are: `api`, `jobs`, `tools`",
    );
    // Where one stands is what is meant.
    let outcome = scratch.run_in("crates/api/src", &["check"], &[]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
}

#[test]
fn a_manifest_that_cargo_does_not_understand() {
    let scratch = Scratch::package();
    scratch.write("Cargo.toml", "[package\n");
    let outcome = scratch.run(&["check"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(
        outcome
            .stderr
            .starts_with("error[ING0311]: cargo does not understand `Cargo.toml`"),
        "{outcome:?}"
    );
    assert!(outcome.stderr.contains("`--folder PATH`"), "{outcome:?}");
}
