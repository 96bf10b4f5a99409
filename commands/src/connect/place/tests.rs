use ingrain_core::{Style, render};

use super::Place;

/// A password, as it is and percent-encoded.
const SECRETS: [&str; 2] = ["pa@ss/w:rd?", "pa%40ss%2Fw%3Ard%3F"];

fn shown(url: &str) -> String {
    match Place::parse(url) {
        Ok(Place::Sqlite(file)) => format!("{file:?}"),
        Ok(Place::Postgres(pairs)) => format!("{pairs:?}"),
        Err(diagnostic) => render(&diagnostic, Style::Plain),
    }
}

#[track_caller]
fn check(url: &str, expected: &str) {
    assert_eq!(shown(url), expected, "{url}");
}

#[track_caller]
fn refused(url: &str, words: &[&str]) {
    let text = shown(url);
    assert!(
        text.starts_with("error[ING0301]: ") && text.contains("= help: "),
        "{url}: {text}"
    );
    for word in words {
        assert!(text.contains(word), "{url}: no {word:?} in {text}");
    }
}

#[test]
fn sqlite_urls() {
    let file = |path: &str, mode: &str| format!("File {{ path: {path:?}, mode: {mode} }}");
    for (url, path, mode) in [
        ("sqlite:notes.db", "notes.db", "WriteOrCreate"),
        ("sqlite://notes.db", "notes.db", "WriteOrCreate"),
        ("sqlite:///var/notes.db", "/var/notes.db", "WriteOrCreate"),
        ("sqlite:/var/notes.db", "/var/notes.db", "WriteOrCreate"),
        ("SQLite:notes", "notes", "WriteOrCreate"),
        ("sqlite:my%20notes%3F.db?mode=ro", "my notes?.db", "Look"),
        ("sqlite:notes.db?mode=rw", "notes.db", "Write"),
        ("sqlite:notes.db?mode=rwc", "notes.db", "WriteOrCreate"),
        ("sqlite:notes.db?immutable=1", "notes.db", "LookAtImmutable"),
        ("notes.db", "notes.db", "WriteOrCreate"),
        ("./notes.sqlite", "./notes.sqlite", "WriteOrCreate"),
        (
            "/var/lib/a=b.sqlite3",
            "/var/lib/a=b.sqlite3",
            "WriteOrCreate",
        ),
        ("C:\\data\\notes.DB", "C:\\data\\notes.DB", "WriteOrCreate"),
    ] {
        check(url, &file(path, mode));
    }
    for url in [
        "sqlite::memory:",
        "sqlite://:memory:",
        "sqlite:x.db?mode=memory",
    ] {
        refused(
            url,
            &["in memory is gone when the command ends", "name a file"],
        );
    }
    for url in [
        "file:notes.db",
        "FILE:x?mode=memory&y=z.db",
        "sqlite:file:x.db",
        "sqlite:%66ile:x.db",
    ] {
        refused(
            url,
            &[
                "SQLite's own",
                "write `sqlite:PATH`",
                "`sqlite:./file:NAME`",
            ],
        );
    }
    check("sqlite:./file:x.db", &file("./file:x.db", "WriteOrCreate"));
    refused("sqlite:a\u{fffd}.db", &["DATABASE_URL, is not UTF-8"]);
    refused("sqlite:", &["names no file"]);
    refused(
        "sqlite:a.db?cache=shared",
        &["parameter 1 of the database URL is not known", "?mode=ro"],
    );
    refused("sqlite:100%.db", &["not percent-encoded", "%25"]);
}

#[test]
fn a_relative_path_begins_in_the_folder_of_its_file() {
    for (url, folder, expected) in [
        ("sqlite:notes.db", "..", "sqlite:../notes.db"),
        (
            "sqlite://notes.db?mode=rw",
            "..",
            "sqlite:../notes.db?mode=rw",
        ),
        (
            "a%3F.db?immutable=1.db",
            "/x@y?/100%",
            "sqlite:/x@y%3F/100%25/a%253F.db%3Fimmutable=1.db",
        ),
        ("sqlite:a%3F.db?mode=ro", "b", "sqlite:b/a%3F.db?mode=ro"),
        ("notes.db", "", "sqlite:notes.db"),
        ("sqlite:/var/notes.db", "..", "sqlite:/var/notes.db"),
        ("sqlite::memory:", "..", "sqlite::memory:"),
        ("postgres://me@db/x", "..", "postgres://me@db/x"),
        ("dbname=notes.db", "..", "dbname=notes.db"),
    ] {
        let found = super::super::from_folder(url, std::path::Path::new(folder));
        assert_eq!(found, expected, "{url}");
    }
}

#[test]
fn postgres_urls_and_pairs() {
    for (url, expected) in [
        ("postgres://", "{}"),
        ("postgresql:///journal", r#"{"dbname": "journal"}"#),
        (
            "postgres://me@db/journal",
            r#"{"user": "me", "host": "db", "port": "", "dbname": "journal"}"#,
        ),
        (
            "postgres://m%40e:s%2Fecret@db:5433/a%20b",
            r#"{"user": "m@e", "password": "***", "host": "db", "port": "5433", "dbname": "a b"}"#,
        ),
        (
            "postgres://one:1,two,[::1]:3",
            r#"{"host": "one,two,::1", "port": "1,,3"}"#,
        ),
        (
            "postgres://%2Frun%2Fpg/x",
            r#"{"host": "/run/pg", "port": "", "dbname": "x"}"#,
        ),
        (
            "postgres:///x?host=/run/pg&sslmode=verify-full",
            r#"{"dbname": "x", "host": "/run/pg", "sslmode": "verify-full"}"#,
        ),
        (
            "postgres://db?gssencmode=disable&client_encoding=utf8",
            r#"{"host": "db"}"#,
        ),
        (
            "host=db dbname = 'my \\'db\\'' password=''",
            r#"{"host": "db", "dbname": "my 'db'", "password": "***"}"#,
        ),
        ("dbname=notes.db", r#"{"dbname": "notes.db"}"#),
        (
            "user=a\\ b password='c d'",
            r#"{"user": "a b", "password": "***"}"#,
        ),
    ] {
        let text = shown(url)
            .replace(r#", "port": """#, "")
            .replace(r#""port": "", "#, "");
        let expected = expected.replace(r#", "port": """#, "");
        assert_eq!(text, expected, "{url}");
    }
}

#[test]
fn what_is_no_url_is_told_what_one_is() {
    refused(
        "",
        &[
            "is empty",
            "`sqlite:PATH`",
            "`postgres://USER@HOST/DATABASE`",
        ],
    );
    refused(
        "mysql://db/x",
        &["no database called `mysql://…`", "`sqlite:PATH`"],
    );
    refused(
        "postgre://db/x",
        &["`postgre://…`", "`postgres://USER@HOST/DATABASE`"],
    );
    refused("postgres:db", &["not followed by `//`"]);
    refused("journal", &["not a database URL", "ends in .db"]);
    refused(
        "postgres://db/x?sslmod=require",
        &["parameter 1", "did you mean `sslmode`?"],
    );
    refused(
        "postgres://db/x?zzzzzzzz=1",
        &["parameter 1", "known are host, hostaddr, port"],
    );
    refused(
        "postgres://db/x?service=a",
        &["`service` is not supported", "write host, port"],
    );
    refused("postgres://db/x?sslmode", &["parameter 1 has no `=`"]);
    refused("host=db nonsense", &["parameter 2 has no `=`"]);
    refused("host='db", &["no closing quote"]);
    refused("postgres://db:54x/x", &["not a number up to 65535"]);
    refused(
        "postgres://%ff@db",
        &["the user in the database URL is not percent-encoded"],
    );
}

#[test]
fn a_password_is_never_shown() {
    let around = [
        "postgres://me:SECRET@db/x",
        "postgres://me:SECRET@db:port/x",
        "postgres://me:SECRET@db/x?sslmod=on",
        "postgres://me:SECRET@db@db/x",
        "postgres://me:SECRET",
        "postgres://SECRET@db",
        "postgres://me:SECRET/x@y",
        "postgre://me:SECRET@db/x",
        "postgres:me:SECRET@db",
        "me:SECRET@db/x",
        "//me:SECRET@db/x.db",
        "postgres://me:%SECRET@db/x",
        "postgres://db/x?password=SECRET&nope=1",
        "postgres://db/x?password=SECRET&",
        "postgres://db/x?pasword=SECRET",
        "host=db password=SECRET",
        "host=db password='SECRET",
        "password=SECRET nope=1",
        "host=db pasword=SECRET",
        "password=a SECRET host=db",
        "password=a SECRET=b",
        "host=db password='SE'SECRET",
        "mysql://me:SECRET@db/x",
        "SECRET",
        "sqlite:x.db?key=SECRET",
        "jdbc:postgresql://db/x?user=me&password=SECRET",
    ];
    for url in around {
        for secret in SECRETS {
            let text = shown(&url.replace("SECRET", secret));
            // A part of it is too much as well. A user without a password has a name, and that is shown.
            for part in ["pa@", "ss/w", "ss%2F", "w:rd", "%3Ard", "rd?", "%3F\""] {
                let is_user = url == "postgres://SECRET@db" && secret == SECRETS[1];
                // That one is whole: the password is `pa`.
                let is_user = is_user || url == "postgres://me:SECRET" && secret == SECRETS[0];
                assert!(
                    is_user || !text.contains(part),
                    "{url} with {secret} shows {part}: {text}"
                );
            }
        }
    }
}
