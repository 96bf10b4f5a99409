//! SQLite files: what is opened, made, refused, and left behind.

use std::fs;

use rusqlite::Connection;

use crate::attempt::{User, says};

/// The names in the home, and the bytes of the database.
fn state(user: &User, name: &str) -> (Vec<String>, Vec<u8>) {
    let entries = fs::read_dir(user.home()).unwrap();
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    (names, fs::read(user.home().join(name)).unwrap())
}

fn database(user: &User, name: &str, journal: &str) -> Connection {
    let connection = Connection::open(user.home().join(name)).unwrap();
    let sql = format!(
        "PRAGMA journal_mode = {journal}; CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)"
    );
    connection.execute_batch(&sql).unwrap();
    connection
}

#[test]
fn who_looks_leaves_everything_as_it_was() {
    for journal in ["DELETE", "WAL"] {
        let user = User::new();
        drop(database(&user, "a.db", journal));
        let before = state(&user, "a.db");
        for url in [
            "sqlite:a.db",
            "sqlite://a.db?mode=ro",
            "a.db",
            "sqlite:a.db?immutable=1",
        ] {
            user.opens("read", url)
                .unwrap_or_else(|said| panic!("{said}"));
            assert!(state(&user, "a.db") == before, "{journal}: {url}");
        }
        // Not the last one to leave: what others need is still there.
        let other = Connection::open(user.home().join("a.db")).unwrap();
        other.execute_batch("INSERT INTO notes VALUES (2)").unwrap();
        let before = state(&user, "a.db");
        user.opens("read", "sqlite:a.db")
            .unwrap_or_else(|said| panic!("{said}"));
        assert!(state(&user, "a.db") == before, "{journal}, held");
        let count = other.query_row("SELECT count(*) FROM notes", [], |row| row.get::<_, i64>(0));
        assert_eq!(count, Ok(2));
    }
}

#[test]
fn who_is_to_make_the_file_makes_it_and_nobody_else() {
    let user = User::new();
    says(
        user.opens("read", "sqlite:a.db"),
        &[
            "there is no database `a.db`",
            "looked for /",
            "`up` creates it",
        ],
    );
    says(
        user.opens("create", "sqlite:a.db?mode=rw"),
        &["there is no database `a.db`", "leave `?mode=rw` out"],
    );
    says(
        user.opens("write", "sqlite:a.db"),
        &["there is no database `a.db`"],
    );
    assert_eq!(fs::read_dir(user.home()).unwrap().count(), 0);
    user.opens("create", "sqlite:my%20notes%3F.db").unwrap();
    assert!(user.home().join("my notes?.db").exists());
    let path = user.home().join("deep").display().to_string();
    for access in ["read", "write", "create"] {
        let words = [
            "the folder `",
            "/deep` of the database `",
            &format!("mkdir -p {path}"),
        ];
        says(user.opens(access, &format!("sqlite://{path}/a.db")), &words);
    }
    assert!(!user.home().join("deep").exists());
}

#[test]
fn what_is_no_database_is_left_alone() {
    let user = User::new();
    let text = "no database, but long enough to have a header of a hundred bytes, if somebody looks for one in it: which somebody does";
    user.file("a.db", text);
    for access in ["read", "write"] {
        says(
            user.opens(access, "a.db"),
            &["`a.db` is not a SQLite database", "nothing was changed"],
        );
        says(
            user.opens(access, "sqlite:."),
            &["`.` is a folder, not a database", "name a file in it"],
        );
    }
    assert_eq!(
        state(&user, "a.db"),
        (vec!["a.db".to_owned()], text.as_bytes().to_vec())
    );
}

#[test]
fn who_may_not_write_is_told_so_before_anything_is_tried() {
    let user = User::new();
    drop(database(&user, "a.db", "DELETE"));
    for parameter in ["mode=ro", "immutable=1"] {
        let said = user.opens("write", &format!("sqlite:a.db?{parameter}"));
        says(said, &["lets `a.db` only be looked at", "leave `?mode=ro`"]);
    }
}

#[test]
fn a_file_that_another_process_holds() {
    let user = User::new();
    let other = database(&user, "a.db", "DELETE");
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    says(
        user.opens("read", "a.db"),
        &["database is locked", "another process holds the whole file"],
    );
}
