//! Servers that are not there, or are none.

use std::net::TcpListener;
use std::thread;

use crate::attempt::{User, says};

/// A port on which nobody listens any more.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[test]
fn a_server_that_is_down() {
    let port = closed_port();
    let user = User::new();
    let words = [
        &format!("at 127.0.0.1:{port} cannot be reached"),
        "nobody listens there: start the server",
    ];
    says(
        user.opens("read", &format!("postgres://me:secret@127.0.0.1:{port}/x")),
        &[words[0], words[1]],
    );
    let both = format!(
        "postgres://me@127.0.0.1:{port},127.0.0.1:{}/x",
        closed_port()
    );
    says(
        user.opens("write", &both),
        &[&format!(
            "tried before: the Postgres server at 127.0.0.1:{port}"
        )],
    );
    says(
        user.opens("read", "postgres://me@nowhere.invalid/x"),
        &[
            "at nowhere.invalid:5432 cannot be reached",
            "correct the host",
        ],
    );
    let words = [
        "/absent/.s.PGSQL.7 cannot be reached",
        "no server has its socket there",
    ];
    says(
        user.opens("read", "postgres://me@/x?host=/absent&port=7"),
        &words,
    );
}

#[test]
fn a_port_on_which_something_else_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().for_each(drop));
    let url = format!("postgres://me@127.0.0.1:{port}/x");
    says(
        User::new().opens("read", &url),
        &["cannot be reached", "look whether it is Postgres"],
    );
}

#[test]
fn a_url_that_is_none_is_not_repeated() {
    let user = User::new();
    for url in [
        "postgres://me:hush@db@db/x",
        "me:hush@db",
        "postgre://me:hush@db/x",
        "host=db pasword=hush",
    ] {
        let attempt = user.opens("read", url);
        assert!(
            !attempt.as_ref().unwrap_err().contains("hush"),
            "{attempt:?}"
        );
        says(attempt, &["error[ING0301]: "]);
    }
}
