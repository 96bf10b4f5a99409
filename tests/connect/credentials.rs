//! Who comes to where: variables, the password file, and what is taken where nothing is said.

use std::os::unix::fs::PermissionsExt as _;

use ingrain_end_to_end::postgres::{Extras, Postgres};
use ingrain_end_to_end::testbed::Session;

use crate::attempt::{User, says};

const SECRET: &str = "s@:/ %\\'ö";
const ENCODED: &str = "s%40%3A%2F%20%25%5C%27%C3%B6";
const ADMISSION: &str = "host all postgres 127.0.0.1/32 trust\nlocal all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";

/// A server that asks for passwords, and its port.
fn server() -> Option<(Postgres, u16)> {
    let extras = Extras {
        files: &[("admission", ADMISSION)],
        settings: &[("hba_file", "{directory}/admission")],
        ..Extras::default()
    };
    let server = Postgres::own(extras)?;
    let session = Session::open(&server.url());
    session.execute(&format!(
        "CREATE ROLE tester LOGIN PASSWORD E'{}'",
        SECRET.replace('\\', "\\\\").replace('\'', "\\'")
    ));
    session.execute("CREATE DATABASE journal OWNER tester");
    let port = server.port()?;
    Some((server, port))
}

#[test]
fn the_password_comes_from_the_url_a_variable_or_a_file() {
    let Some((server, port)) = server() else {
        return;
    };
    let quoted = SECRET.replace('\\', "\\\\").replace('\'', "\\'");
    for url in [
        format!("postgres://tester:{ENCODED}@127.0.0.1:{port}/journal"),
        format!("postgresql://127.0.0.1:{port}/journal?user=tester&password={ENCODED}"),
        format!("host=127.0.0.1 port={port} dbname=journal user=tester password='{quoted}'"),
        format!(
            "host=localhost hostaddr=127.0.0.1 port={port} dbname=journal user=tester password='{quoted}'"
        ),
        format!("postgres://tester:{ENCODED}@127.0.0.1:1,127.0.0.1:{port}/journal"),
    ] {
        let connected = User::new().connects(&server, &url);
        assert_eq!(
            connected
                .unwrap_or_else(|said| panic!("{url}: {said}"))
                .user,
            "tester"
        );
    }

    let variables = User::new()
        .with("PGHOST", "127.0.0.1")
        .with("PGPORT", port.to_string())
        .with("PGUSER", "tester")
        .with("PGPASSWORD", SECRET)
        .with("PGDATABASE", "journal");
    assert!(variables.connects(&server, "postgres://").is_ok());
    // What the URL says goes first.
    says(
        variables.connects(&server, "postgres:///nowhere"),
        &["database \"nowhere\" does not exist"],
    );

    let line = format!(
        "127.0.0.1:{port}:journal:tester:{}",
        SECRET.replace('\\', "\\\\").replace(':', "\\:")
    );
    let url = format!("postgres://tester@127.0.0.1:{port}/journal");
    let user = User::new();
    user.file(".pgpass", &format!("# mine\nother:*:*:*:nothing\n{line}\n"));
    assert!(user.connects(&server, &url).is_ok());
    let user = User::new();
    let file = user.file("passwords", &line);
    let named = User::new().with("PGPASSFILE", &file);
    assert!(named.connects(&server, &url).is_ok());

    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    says(
        named.connects(&server, &url),
        &[
            "asks for a password of `tester`",
            "others may read it: `chmod 600 ",
        ],
    );
}

#[test]
fn who_is_refused_is_told_what_to_correct_and_no_password() {
    let Some((server, port)) = server() else {
        return;
    };
    let at = format!("127.0.0.1:{port}");
    let told = |user: &User, url: &str, words: &[&str]| {
        let attempt = user.connects(&server, url);
        let said = attempt.as_ref().unwrap_err();
        for secret in ["wrong", "wr%6fng"] {
            assert!(!said.contains(secret), "{said}");
        }
        says(attempt, words);
    };
    let nobody = User::new();
    told(
        &nobody,
        &format!("postgres://tester:wr%6fng@{at}/journal"),
        &[
            "password authentication failed for user \"tester\"",
            "correct the password of `tester`, which came from the database URL",
        ],
    );
    let user = User::new();
    let file = user.file(".pgpass", "*:*:*:*:wrong");
    told(
        &user,
        &format!("postgres://tester@{at}/journal"),
        &[&format!("correct the password of `tester` in {file}")],
    );
    told(
        &nobody,
        &format!("postgres://tester@{at}/journal"),
        &[
            &format!("at {at} asks for a password of `tester`"),
            "PGPASSWORD",
            "~/.pgpass",
        ],
    );
    told(
        &nobody,
        &format!("postgres://postgres@{at}/nowhere"),
        &[
            "database \"nowhere\" does not exist",
            &format!("createdb -h 127.0.0.1 -p {port} -U postgres nowhere"),
        ],
    );
    told(
        &nobody.with("PGSERVICE", "mine"),
        "postgres:///journal",
        &["PGSERVICE is set", "write host, port"],
    );
}
