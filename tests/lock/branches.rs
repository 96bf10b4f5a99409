//! Two branches that both add a migration, with a real git.

use std::env;
use std::process::Command;

use ingrain_end_to_end::project::{Outcome, Project};

use crate::{LOCK, SEAL, add, build, fails, project};

#[track_caller]
fn git(project: &Project, arguments: &[&str]) -> Outcome {
    let outcome = project.git(arguments);
    assert!(
        outcome.success,
        "git {arguments:?}: {}{}",
        outcome.stdout, outcome.stderr
    );
    outcome
}

/// Whether there is a git; where tests are required, there has to be one.
fn has_git() -> bool {
    let has_git = Command::new("git").arg("--version").output().is_ok();
    let is_required = env::var_os("INGRAIN_TEST_REQUIRE").is_some();
    assert!(has_git || !is_required, "git is not installed");
    if !has_git {
        println!("not run: git is not installed");
    }
    has_git
}

fn commit(project: &Project, message: &str) {
    git(project, &["add", "--all"]);
    git(project, &["commit", "--quiet", "--message", message]);
}

/// A repository where `main` and `mine`, the branch that is checked out, each sealed a migration more.
fn two_branches(name: &str, theirs: &str, mine: &str) -> Project {
    let project = project(name);
    build(&project, &SEAL);
    git(&project, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&project, "two migrations");
    git(&project, &["branch", "mine"]);
    for (branch, name, up) in [
        ("main", theirs, "CREATE TABLE links (url);"),
        ("mine", mine, "CREATE TABLE places (name);"),
    ] {
        git(&project, &["switch", "--quiet", branch]);
        add(&project, name, up);
        build(&project, &SEAL);
        commit(&project, name);
    }
    project
}

/// Different files, so that git would merge them without a word; the lock file is in its way.
#[test]
fn they_conflict_and_the_documented_way_resolves_it() {
    if !has_git() {
        return;
    }
    let project = two_branches("branches", "0003_create_links", "0003_create_places");
    let merge = project.git(&["merge", "main"]);
    assert!(!merge.success, "{}", merge.stdout);
    let conflicts = git(&project, &["diff", "--name-only", "--diff-filter=U"]).stdout;
    assert_eq!(conflicts, format!("{LOCK}\n"), "and nowhere else");
    let text = project.read(LOCK);
    assert!(
        text.starts_with("<<<<<<< "),
        "the head line is in it:\n{text}"
    );
    let build_fails = project.cargo(&["build"]);
    fails(
        &build_fails,
        &["unresolved merge conflict", "ING0022", "ING0004"],
    );

    // As the error and docs/lock-file.md say.
    git(&project, &["checkout", "--theirs", "--", LOCK]);
    for direction in ["up", "down"] {
        let script = |version| format!("migrations/{version}_create_places.{direction}.sql");
        git(&project, &["mv", &script("0003"), &script("0004")]);
    }
    build(&project, &SEAL);
    commit(&project, "merge main");
    let log = git(&project, &["diff", "main", "--", LOCK]).stdout;
    let added = log.lines().filter(|line| line.starts_with("+version="));
    let removed = log.lines().filter(|line| line.starts_with("-version="));
    assert_eq!((added.count(), removed.count()), (1, 0), "{log}");
}

/// With timestamps no version is claimed twice, and the order of a merge is not that of the versions.
#[test]
fn a_lower_timestamp_that_is_merged_later_is_told() {
    if !has_git() {
        return;
    }
    let project = two_branches("stamps", "20260102_create_links", "20260101_create_places");
    assert!(!project.git(&["merge", "main"]).success);
    git(&project, &["checkout", "--theirs", "--", LOCK]);
    let build_fails = project.cargo(&["build"]);
    fails(
        &build_fails,
        &["ING0026", "--> migrations/20260101_create_places.up.sql"],
    );
}
