//! The tests' own support: what it promises about databases and processes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::sqlite;
use rusqlite::Connection;
use tokio_postgres::Client;

#[tokio::test]
async fn a_database_is_empty_and_goes_with_its_value() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let (kept, dropped) = (server.database(), server.database());
    dropped.execute("CREATE TABLE notes (id int)");
    let client = dropped.connect().await;
    let notes = "SELECT count(*)::text FROM pg_tables WHERE tablename = 'notes'";
    let other = kept.connect().await;
    assert_eq!(text(&client, notes).await, "1");
    assert_eq!(text(&other, notes).await, "0");

    let url = dropped.url();
    drop(dropped);
    let name = url.rsplit('/').next().unwrap();
    let left = format!("SELECT count(*)::text FROM pg_database WHERE datname = '{name}'");
    assert_eq!(
        text(&other, &left).await,
        "0",
        "dropped although a client is connected"
    );
}

#[tokio::test]
async fn a_reader_reads_and_does_nothing_else() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    database.execute("CREATE TABLE notes (id int); INSERT INTO notes VALUES (7)");
    let url = database.read_only_url();
    assert_eq!(url, database.read_only_url());

    let (reader, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    assert_eq!(text(&reader, "SELECT id::text FROM notes").await, "7");
    for refused in [
        "INSERT INTO notes VALUES (8)",
        "CREATE TABLE t ()",
        "CREATE TEMP TABLE t ()",
    ] {
        let error = reader.batch_execute(refused).await.unwrap_err();
        assert_eq!(
            error.code().unwrap().code(),
            "42501",
            "{refused}: {error:?}"
        );
    }
}

#[test]
fn a_postgres_dump_shows_every_change_and_only_changes() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let (one, other) = (server.database(), server.database());
    one.execute(
        "CREATE TABLE notes (id int, body text); INSERT INTO notes VALUES (1, 'a'), (2, 'b')",
    );
    other.execute(
        "CREATE TABLE notes (id int, body text); INSERT INTO notes VALUES (2, 'b'), (1, 'a')",
    );
    assert_eq!(one.dump(), other.dump());
    for change in [
        "UPDATE notes SET body = 'c' WHERE id = 2",
        "ALTER TABLE notes ADD PRIMARY KEY (id)",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "COMMENT ON TABLE notes IS 'all of them'",
    ] {
        let before = one.dump();
        one.execute(change);
        assert_ne!(before, one.dump(), "{change}");
    }
}

#[test]
fn a_sqlite_dump_shows_every_change_and_only_changes() {
    let one = Connection::open_in_memory().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("other.db");
    let other = Connection::open(&file).unwrap();
    one.execute_batch("CREATE TABLE notes (id, body); INSERT INTO notes VALUES (1, 'a'), (2, 'b')")
        .unwrap();
    other
        .execute_batch("CREATE TABLE notes (id, body); INSERT INTO notes VALUES (2, 'b'), (1, 'a')")
        .unwrap();
    assert_eq!(sqlite::dump(&one), sqlite::dump_file(&file));
    for change in [
        "UPDATE notes SET body = 'c' WHERE id = 2",
        "UPDATE notes SET id = '2' WHERE id = 2",
        "CREATE UNIQUE INDEX by_id ON notes (id)",
        "CREATE VIEW bodies AS SELECT body FROM notes",
        "PRAGMA user_version = 1",
    ] {
        let before = sqlite::dump(&one);
        one.execute_batch(change).unwrap();
        assert_ne!(before, sqlite::dump(&one), "{change}");
    }
}

/// What a server of its own leaves behind when the test process is killed: nothing.
#[test]
fn a_killed_process_leaves_no_server_and_no_directory() {
    let mut process = Command::new(env!("CARGO_BIN_EXE_own-server"))
        .env_remove("INGRAIN_TEST_POSTGRES")
        .env_remove("INGRAIN_TEST_REQUIRE")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let Some(server) = lines.next() else {
        // It had no server programs and has said so.
        assert!(process.wait().unwrap().success());
        return;
    };
    let server = server.unwrap();
    let (port, data) = server.split_once(' ').unwrap();
    let directory = Path::new(data).parent().unwrap();
    let port: u16 = port.parse().unwrap();
    let remains = || TcpStream::connect(("127.0.0.1", port)).is_ok() || directory.exists();
    assert!(remains(), "{server}");

    process.kill().unwrap();
    process.wait().unwrap();
    let killed = Instant::now();
    while remains() {
        assert!(
            killed.elapsed() < Duration::from_secs(30),
            "{server} remains"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

/// The one value that a query returns.
async fn text(client: &Client, query: &str) -> String {
    client.query_one(query, &[]).await.unwrap().get(0)
}
