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
