//! What stands in the folder by the name of a script and is none.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::{MAIN, NOTES, check, check_fails, project, write_pair};

const TAGS: &str = "2 tags: CREATE TABLE tags (id); | DROP TABLE tags;";

/// What a link leads to is in no commit: neither a stranger's file nor one of the same machine gets into a
/// program so, unless the build system itself works with links.
#[test]
fn a_link_out_of_the_folder_is_refused_and_one_inside_is_not() {
    let project = project("links");
    write_pair(
        &project,
        "elsewhere/0002_tags",
        "CREATE TABLE tags (id);",
        "DROP TABLE tags;",
    );
    let up = project.path("migrations/0002_tags.up.sql");
    let down = project.path("migrations/0002_tags.down.sql");
    symlink("../elsewhere/0002_tags.up.sql", &up).unwrap();
    symlink("../elsewhere/0002_tags.down.sql", &down).unwrap();
    check_fails(
        &project,
        &[
            "ING0001",
            "is a link to `../elsewhere/0002_tags.",
            "which is outside of `migrations`",
            "help: put a copy in the place of the link",
        ],
    );
    let unwatched = MAIN.replace("(\"migrations\")", "(\"migrations\", unwatched)");
    project.write("src/main.rs", unwatched);
    check(&project, &[NOTES, TAGS]);

    project.write("src/main.rs", MAIN);
    project.rename("elsewhere", "migrations/.shared");
    for link in [&up, &down] {
        fs::remove_file(link).unwrap();
    }
    symlink(".shared/0002_tags.up.sql", &up).unwrap();
    symlink(".shared/0002_tags.down.sql", &down).unwrap();
    check(&project, &[NOTES, TAGS]);
    // The folder itself is where the application says, link or not.
    project.rename("migrations", "db");
    symlink("db", project.path("migrations")).unwrap();
    project.write(
        "build.rs",
        "fn main() { ingrain_build::watch(\"migrations\"); } // looked at again",
    );
    check(&project, &[NOTES, TAGS]);
}

/// Reading a pipe that nobody writes to would never end.
#[test]
fn a_pipe_or_a_folder_by_the_name_of_a_script_is_said() {
    let project = project("pipe");
    let odd = "migrations/0002_tags.up.sql";
    let made = Command::new("mkfifo").arg(project.path(odd)).status();
    assert!(made.unwrap().success());
    check_fails(&project, &["ING0001", &format!("`{odd}` is not a file")]);
    project.remove(odd);
    fs::create_dir(project.path(odd)).unwrap();
    let said = format!("`{odd}` is a folder, and has the name of a file");
    check_fails(&project, &["ING0001", &said]);
    project.remove(odd);
    check(&project, &[NOTES]);
}

/// Nobody may take such a folder for one that was never sealed.
#[test]
fn a_lock_file_that_is_none_is_said() {
    let project = project("lock");
    let lock = "migrations/ingrain.lock";
    let restore = format!("git checkout -- {lock}");
    fs::create_dir(project.path(lock)).unwrap();
    let said = format!("`{lock}` is a folder, and has the name of the lock file");
    check_fails(&project, &["ING0001", &said, &restore]);
    project.remove(lock);
    symlink("lost.lock", project.path(lock)).unwrap();
    let said = format!("`{lock}` is a link to `lost.lock`, and nothing is there");
    check_fails(&project, &["ING0001", &said, &restore]);
    project.remove(lock);
    check(&project, &[NOTES]);
}
