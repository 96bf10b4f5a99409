use super::*;

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

#[test]
fn scripts_and_the_configuration_are_read_and_nothing_else() {
    let root = tempfile::tempdir().expect("a folder");
    for name in [
        "b.sql",
        "a/up.sql",
        "c.SQL",
        "ingrain.toml",
        "README.md",
        ".hidden.sql",
        ".git/x.sql",
        "x.sql~",
    ] {
        write(root.path(), name, "x");
    }
    let folder = Folder::read(root.path(), "migrations/").expect("readable");
    let names: Vec<_> = folder.files().iter().map(File::name).collect();
    assert_eq!(names, ["a/up.sql", "b.sql", "c.SQL", "ingrain.toml"]);
    assert_eq!(folder.files()[1].path(), "migrations/b.sql");
}

#[test]
fn the_digest_tells_every_change() {
    let digest = |files: &[(&str, &str)]| {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Folder::new("m", files).digest()
    };
    let before = digest(&[("a.sql", "1"), ("b.sql", "2")]);
    assert_eq!(
        before,
        digest(&[("b.sql", "2"), ("a.sql", "1")]),
        "order of reading"
    );
    assert_eq!(
        before,
        digest(&[("a.sql", "\u{feff}1"), ("b.sql", "2")]),
        "a byte order mark"
    );
    for changed in [
        vec![("a.sql", "1")],
        vec![("a.sql", "2"), ("b.sql", "1")],
        vec![("a.sql", "1"), ("c.sql", "2")],
        vec![("a.sql", "1"), ("b.sql", "2"), ("c.sql", "")],
    ] {
        assert_ne!(before, digest(&changed));
    }
}

#[test]
fn a_folder_that_is_missing_or_loops_is_said() {
    let root = tempfile::tempdir().expect("a folder");
    let missing = Folder::read(&root.path().join("nowhere"), "nowhere").expect_err("missing");
    assert_eq!(missing.title(), "there is no folder `nowhere`");
    write(root.path(), "file", "x");
    let file = Folder::read(&root.path().join("file"), "file").expect_err("a file");
    assert_eq!(file.title(), "`file` is not a folder");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.path(), root.path().join("loop")).expect("a link");
        let looping = Folder::read(root.path(), "m").expect_err("a loop");
        assert!(
            looping.title().contains("nested too deeply"),
            "{}",
            looping.title()
        );
    }
}

#[test]
fn a_lock_file_is_read_written_whole_and_part_of_the_digest() {
    let root = tempfile::tempdir().expect("a folder");
    write(root.path(), "1_a.up.sql", "SELECT 1;");
    write(root.path(), "1_a/ingrain.lock", "one that means nothing");
    let read = || Folder::read(root.path(), "m").expect("readable");
    let before = read();
    assert!(!before.is_sealed());
    for text in ["first\n", "second, and longer\n"] {
        Folder::write_lock_file(root.path(), text).expect("written");
        let lock = fs::read_to_string(root.path().join("ingrain.lock"));
        assert_eq!(lock.expect("a file"), text);
        assert!(read().is_sealed());
        assert_ne!(read().digest(), before.digest());
    }
    let names = fs::read_dir(root.path()).expect("a folder");
    assert_eq!(names.count(), 3, "nothing is left beside it");
    let nowhere = root.path().join("nowhere");
    assert!(Folder::write_lock_file(&nowhere, "text").is_err());
    // Where it cannot be put in place, the temporary file goes as well.
    write(&nowhere.join("ingrain.lock"), "file", "x");
    assert!(Folder::write_lock_file(&nowhere, "text").is_err());
    assert_eq!(fs::read_dir(&nowhere).expect("a folder").count(), 1);
}

#[cfg(unix)]
mod odd {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    const PAIR: [&str; 2] = ["1_a.up.sql", "1_a.down.sql"];

    /// A folder called `m` with one migration, in a folder of its own.
    fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
        let around = tempfile::tempdir().expect("a folder");
        let root = around.path().join("m");
        for name in PAIR {
            write(&root, name, "SELECT 1;");
        }
        (around, root)
    }

    #[track_caller]
    fn check_refused(root: &Path, words: &[&str]) {
        let diagnostic = Folder::read(root, "m").expect_err("refused");
        let text = crate::render(&diagnostic, crate::Style::Plain);
        for word in words {
            assert!(text.contains(word), "no {word:?} in:\n{text}");
        }
    }

    #[test]
    fn a_link_that_leads_outside_is_refused_whatever_it_is_called() {
        for name in [
            "2_b.up.sql",
            "ingrain.toml",
            "ingrain.lock",
            "2_b",
            "2_b/up.sql",
        ] {
            let (around, root) = folder();
            write(around.path(), "elsewhere/up.sql", "");
            let link = root.join(name);
            fs::create_dir_all(link.parent().expect("a parent")).expect("a folder");
            let target = match name {
                "2_b" => around.path().join("elsewhere"),
                _ => around.path().join("elsewhere/up.sql"),
            };
            symlink(&target, &link).expect("a link");
            let words = [
                format!("`m/{name}` is a link to `{}`", target.display()),
                "is outside of `m`".to_owned(),
            ];
            check_refused(&root, &words.each_ref().map(String::as_str));
            let anywhere = Folder::read_with(&root, "m", Links::Anywhere).expect("readable");
            assert_eq!(anywhere.files().len(), 3, "{name}");
        }
    }

    #[test]
    fn a_link_through_a_link_is_followed_to_its_end() {
        let (around, root) = folder();
        write(around.path(), "secret.sql", "");
        symlink("../secret.sql", root.join(".hidden")).expect("a link");
        symlink(".hidden", root.join("2_b.up.sql")).expect("a link");
        check_refused(&root, &["`m/2_b.up.sql` is a link to `.hidden`"]);
    }

    #[test]
    fn a_link_inside_and_a_folder_that_is_a_link_are_read() {
        let (around, root) = folder();
        symlink("1_a.up.sql", root.join("2_b.up.sql")).expect("a link");
        // Neither is a script, wherever they lead.
        symlink("/etc/passwd", root.join("README.md")).expect("a link");
        symlink("/nowhere/at/all", root.join("notes")).expect("a link");
        let linked = around.path().join("linked");
        symlink(&root, &linked).expect("a link");
        for root in [root, linked] {
            let folder = Folder::read(&root, "m").expect("readable");
            let names: Vec<_> = folder.files().iter().map(File::name).collect();
            assert_eq!(names, ["1_a.down.sql", "1_a.up.sql", "2_b.up.sql"]);
        }
    }

    #[test]
    fn what_is_no_file_is_neither_read_nor_passed_over() {
        let (_around, root) = folder();
        let socket = root.join("2_b.up.sql");
        let _open = UnixListener::bind(&socket).expect("a socket");
        check_refused(&root, &["`m/2_b.up.sql` is not a file", "help: delete it"]);
        fs::remove_file(&socket).expect("removed");
        symlink("/dev/zero", &socket).expect("a link");
        check_refused(&root, &["`m/2_b.up.sql` is a link to `/dev/zero`"]);
        let endless = Folder::read_with(&root, "m", Links::Anywhere).expect_err("a device");
        assert_eq!(endless.title(), "`m/2_b.up.sql` is not a file");
        fs::remove_file(&socket).expect("removed");
        for name in ["2_b.up.sql", "ingrain.toml"] {
            fs::create_dir(root.join(name)).expect("a folder");
            check_refused(
                &root,
                &[&format!(
                    "`m/{name}` is a folder, and has the name of a file"
                )],
            );
            fs::remove_dir(root.join(name)).expect("removed");
        }
        assert!(Folder::read(&root, "m").is_ok());
    }

    #[test]
    fn a_link_to_where_nothing_is_is_refused() {
        for (name, help) in [
            ("2_b.up.sql", "or delete the link"),
            ("ingrain.lock", "git checkout -- m/ingrain.lock"),
        ] {
            let (_around, root) = folder();
            symlink("../lost", root.join(name)).expect("a link");
            let title = format!("`m/{name}` is a link to `../lost`, and nothing is there");
            check_refused(&root, &[&title, help]);
        }
    }

    /// Where the lock file cannot be read, nobody may take the folder for one that was never sealed.
    #[test]
    fn a_lock_file_that_is_none_is_refused_with_the_way_to_have_it_back() {
        let (_around, root) = folder();
        let lock = root.join("ingrain.lock");
        let remedy =
            "help: put the file in its place as it was committed: `git checkout -- m/ingrain.lock`";
        fs::create_dir(&lock).expect("a folder");
        let title = "`m/ingrain.lock` is a folder, and has the name of the lock file";
        check_refused(&root, &[title, remedy]);
        fs::remove_dir(&lock).expect("removed");
        symlink("ingrain.lock", &lock).expect("a link to itself");
        check_refused(&root, &["`m/ingrain.lock` cannot be read: ", remedy]);
        fs::remove_file(&lock).expect("removed");
        let _open = UnixListener::bind(&lock).expect("a socket");
        check_refused(&root, &["`m/ingrain.lock` is not a file", remedy]);
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let (_around, root) = folder();
        let file = fs::File::create(root.join("2_b.up.sql")).expect("a file");
        // It takes no room on the disk.
        file.set_len(1 << 40).expect("a long file");
        check_refused(
            &root,
            &["`m/2_b.up.sql` has 1099511627776 bytes, more than the 67108864"],
        );
    }
}

#[test]
fn nobody_is_told_to_delete_what_may_not_be_read() {
    for name in ["", "0001_a.up.sql"] {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let found = unreadable::Unreadable::new(name, denied).diagnostic("m");
        let help: Vec<&str> = found.help_texts().collect();
        assert!(help[0].starts_with("let this user read it"), "{help:?}");
        assert!(!help.join(" ").contains("delete"), "{help:?}");
    }
}

#[test]
fn the_root_of_all_folders_is_called_so() {
    let folder = Folder::new("/", [("a.sql".to_owned(), Vec::new())]);
    assert_eq!(folder.path(), "/");
    assert_eq!(
        (folder.files()[0].path(), folder.files()[0].name()),
        ("/a.sql", "a.sql")
    );
}

#[test]
fn a_watch_variable_is_of_one_package_and_one_folder_however_they_are_written() {
    let root = tempfile::tempdir().expect("a folder");
    let path = |name: &str| root.path().join(name);
    for name in ["app/migrations", "other/migrations"] {
        fs::create_dir_all(path(name)).expect("a folder");
    }
    let variable =
        |package: &str, folder: &str| Folder::watch_variable(&path(package), &path(folder));
    let own = variable("app", "app/migrations");
    assert_eq!(own, variable("app/.", "other/../app/migrations"));
    assert_ne!(own, variable("app", "other/migrations"));
    assert_ne!(own, variable("other", "app/migrations"));
    let begins = Folder::watch_variables(&path("app"));
    let digits = own
        .strip_prefix(&begins)
        .expect("it begins like all of them");
    assert!(begins.starts_with("INGRAIN_WATCHED_"), "{begins}");
    assert!(
        digits.len() == 16 && digits.chars().all(|digit| digit.is_ascii_hexdigit()),
        "{own}"
    );
}

#[test]
fn without_its_lock_file_a_folder_has_all_the_others() {
    let names = ["1_a.up.sql", "ingrain.lock", "ingrain.toml"];
    let folder = Folder::new("m", names.map(|name| (name.to_owned(), Vec::new())));
    let left: Vec<String> = folder
        .without_lock()
        .files()
        .iter()
        .map(|file| file.name().to_owned())
        .collect();
    assert_eq!(left, ["1_a.up.sql", "ingrain.toml"]);
}
