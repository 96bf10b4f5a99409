//! `sslmode`: each of the six, on servers of every kind.

mod servers;

use ingrain_end_to_end::certificates::Authority;
use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::Session;

use self::servers::{servers, url};
use crate::attempt::{Attempt, User, says};

const MODES: [&str; 6] = [
    "disable",
    "allow",
    "prefer",
    "require",
    "verify-ca",
    "verify-full",
];

/// Tries all modes: `+` for encrypted, `-` for not, or words of what is said.
#[track_caller]
fn check(
    server: &Postgres,
    user: &User,
    host: &str,
    database: &str,
    parameters: &str,
    expected: [&str; 6],
) {
    for (mode, expected) in MODES.into_iter().zip(expected) {
        let url = url(
            server,
            host,
            database,
            &format!("sslmode={mode}&{parameters}"),
        );
        let attempt = user.connects(server, &url);
        let found = match &attempt {
            Ok(connected) if connected.is_encrypted => "+",
            Ok(_) => "-",
            Err(said) if expected.len() > 1 && said.contains(expected) => expected,
            Err(said) => said,
        };
        assert_eq!(found, expected, "{mode} at {host}/{database}?{parameters}");
    }
}

#[track_caller]
fn encrypted(attempt: Attempt) {
    let connected = attempt.unwrap_or_else(|said| panic!("{said}"));
    assert!(connected.is_encrypted);
}

#[test]
fn each_mode_on_each_kind_of_server() {
    let Some(servers) = servers() else { return };
    let user = User::new();
    let right = format!(
        "sslrootcert={}",
        user.file("right.pem", &servers.authority.certificate)
    );
    let other = Authority::new("an authority").certificate;
    let wrong = format!("sslrootcert={}", user.file("wrong.pem", &other));
    let (on, off) = (&servers.encrypting, &servers.plain);

    check(
        on,
        &user,
        "localhost",
        "either",
        &right,
        ["-", "-", "+", "+", "+", "+"],
    );
    let unencrypted = "does not encrypt, and `sslmode=";
    check(
        off,
        &user,
        "localhost",
        "either",
        &right,
        ["-", "-", "-", unencrypted, unencrypted, unencrypted],
    );
    // As libpq: where there are authorities, `require` asks them, and `prefer` does without encryption then.
    let unknown = "signed by no authority in ";
    check(
        on,
        &user,
        "localhost",
        "either",
        &wrong,
        ["-", "-", "-", unknown, unknown, unknown],
    );
    let name = "not made out to `127.0.0.1`";
    check(
        on,
        &user,
        "127.0.0.1",
        "either",
        &right,
        ["-", "-", "+", "+", "+", name],
    );
    let none = "there is no certificate to verify the server's with";
    check(
        on,
        &user,
        "localhost",
        "either",
        "",
        ["-", "-", "+", "+", none, none],
    );
    let refused = "no pg_hba.conf entry";
    check(
        on,
        &user,
        "localhost",
        "only_encrypted",
        &right,
        [refused, "+", "+", "+", "+", "+"],
    );
    check(
        on,
        &user,
        "localhost",
        "only_plain",
        &right,
        ["-", "-", "-", refused, refused, refused],
    );
}

#[test]
fn a_server_that_signed_its_certificate_itself() {
    let Some(servers) = servers() else { return };
    let user = User::new();
    let root = format!(
        "sslrootcert={}",
        user.file("root.pem", &servers.own.certificate)
    );
    check(
        &servers.on_its_own,
        &user,
        "localhost",
        "either",
        &root,
        ["-", "-", "+", "+", "+", "+"],
    );
    let name = "not made out to `127.0.0.1`";
    check(
        &servers.on_its_own,
        &user,
        "127.0.0.1",
        "either",
        &root,
        ["-", "-", "+", "+", "+", name],
    );
}

#[test]
fn authorities_in_the_home_are_asked_without_being_named() {
    let Some(servers) = servers() else { return };
    let server = &servers.encrypting;
    let user = User::new();
    user.file(".postgresql/root.crt", &servers.authority.certificate);
    check(
        server,
        &user,
        "localhost",
        "either",
        "",
        ["-", "-", "+", "+", "+", "+"],
    );
    user.file(
        ".postgresql/root.crt",
        &Authority::new("another").certificate,
    );
    let words = [
        "signed by no authority in ",
        "`sslmode=require` verifies the server where there is a file",
    ];
    says(
        user.connects(
            server,
            &url(server, "localhost", "either", "sslmode=require"),
        ),
        &words,
    );
}

#[test]
fn authorities_of_the_system() {
    let Some(servers) = servers() else { return };
    let server = &servers.encrypting;
    let user = User::new();
    let file = user.file("system.pem", &servers.authority.certificate);
    let user = user.with("SSL_CERT_FILE", file);
    encrypted(user.connects(
        server,
        &url(server, "localhost", "either", "sslrootcert=system"),
    ));
    let words = [
        "not made out to `127.0.0.1`",
        "made out to DnsName(\"localhost\")",
    ];
    says(
        user.connects(
            server,
            &url(server, "127.0.0.1", "either", "sslrootcert=system"),
        ),
        &words[..1],
    );
    let weak = url(
        server,
        "localhost",
        "either",
        "sslrootcert=system&sslmode=require",
    );
    says(
        user.connects(server, &weak),
        &["`sslmode=require` is too weak for `sslrootcert=system`"],
    );
}

#[test]
fn a_user_with_a_certificate() {
    let Some(servers) = servers() else { return };
    let server = &servers.encrypting;
    let at = |parameters: &str| url(server, "localhost", "by_certificate", parameters);
    let user = User::new();
    says(
        user.connects(server, &at("sslmode=require")),
        &["connection requires a valid client certificate"],
    );
    let (certificate, key) = (
        user.file("own.pem", &servers.client.certificate),
        user.file("own.key", &servers.client.key),
    );
    let named = format!("sslmode=require&sslcert={certificate}&sslkey={key}");
    encrypted(user.connects(server, &at(&named)));
    says(
        user.connects(server, &at(&format!("sslcert={key}"))),
        &["the file of `sslcert`, holds no certificate"],
    );
    says(
        user.connects(server, &at("sslcert=absent.pem&sslkey=x")),
        &["`absent.pem`, the file of `sslcert`, cannot be read"],
    );

    let user = User::new();
    user.file(".postgresql/postgresql.crt", &servers.client.certificate);
    user.file(".postgresql/postgresql.key", &servers.client.key);
    encrypted(user.connects(server, &at("")));
}

#[test]
fn a_password_that_is_bound_to_the_encryption() {
    let Some(servers) = servers() else { return };
    let server = &servers.encrypting;
    let user = User::new().with("PGPASSWORD", "se cret@/");
    let at = |parameters: &str| url(server, "localhost", "by_password", parameters);
    encrypted(user.connects(server, &at("channel_binding=require")));
    let plain = user.connects(server, &at("channel_binding=require&sslmode=disable"));
    says(plain, &["does not let tester in", "channel binding"]);
}

#[test]
fn a_socket_is_not_encrypted_whatever_is_asked_for() {
    let Some(servers) = servers() else { return };
    let server = &servers.encrypting;
    let session = Session::open(&server.url());
    let [folder] = &session.rows("SHOW unix_socket_directories")[..] else {
        panic!("no socket");
    };
    let port = server.port().unwrap();
    for url in [
        format!(
            "postgres://tester@{}:{port}/either?sslmode=verify-full&sslrootcert=x",
            folder.replace('/', "%2F")
        ),
        format!("postgres:///either?host={folder}&port={port}&user=tester"),
        format!("host={folder} port={port} user=tester dbname=either"),
    ] {
        let user = User::new();
        user.file("x", &servers.authority.certificate);
        let connected = user.connects(server, &url).unwrap();
        assert!(!connected.is_encrypted, "{url}");
    }
}
