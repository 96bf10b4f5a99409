//! The tests' own support: what it promises about databases and processes.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops, and the one that is killed says where its server is"
)]

use std::env;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::sqlite;
use rusqlite::Connection;

#[tokio::test]
async fn a_database_is_empty_and_goes_with_its_value() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let (kept, dropped) = (server.database(), server.database());
    dropped.execute("CREATE TABLE notes (id int)");
    let client = dropped.connect().await;
    let exists = "SELECT count(*) FROM pg_tables WHERE tablename = 'notes'";
    assert_eq!(
        client
            .query_one(exists, &[])
            .await
            .unwrap()
            .get::<_, i64>(0),
        1
    );
    assert_eq!(
        kept.connect()
            .await
            .query_one(exists, &[])
            .await
            .unwrap()
            .get::<_, i64>(0),
        0
    );

    let name = dropped.url().rsplit('/').next().unwrap().to_owned();
    drop(dropped);
    let databases = "SELECT count(*) FROM pg_database WHERE datname = $1";
    let left = kept
        .connect()
        .await
        .query_one(databases, &[&name])
        .await
        .unwrap();
    assert_eq!(
        left.get::<_, i64>(0),
        0,
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
    assert_eq!(
        reader
            .query_one("SELECT id FROM notes", &[])
            .await
            .unwrap()
            .get::<_, i32>(0),
        7
    );
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
    let mut tests = Command::new(env::current_exe().unwrap())
        .args(["--exact", "waits_to_be_killed", "--ignored", "--nocapture"])
        .env_remove("INGRAIN_TEST_POSTGRES")
        .env_remove("INGRAIN_TEST_REQUIRE")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(tests.stdout.take().unwrap()).lines();
    let said = output.map(Result::unwrap).find_map(|line| {
        let (_, server) = line.split_once("server: ")?;
        Some(server.to_owned())
    });
    let Some(server) = said else {
        // It had no server programs and has said so.
        assert!(tests.wait().unwrap().success());
        return;
    };
    let (port, data) = server.split_once(' ').unwrap();
    let directory = Path::new(data).parent().unwrap();
    let port: u16 = port.parse().unwrap();
    let remains = || TcpStream::connect(("127.0.0.1", port)).is_ok() || directory.exists();
    assert!(remains(), "{server}");

    tests.kill().unwrap();
    tests.wait().unwrap();
    let killed = Instant::now();
    while remains() {
        assert!(
            killed.elapsed() < Duration::from_secs(30),
            "{server} remains"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
#[ignore = "only a_killed_process_leaves_no_server_and_no_directory runs it"]
async fn waits_to_be_killed() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    let client = database.connect().await;
    let setting = |name: &'static str| {
        let client = &client;
        async move {
            client
                .query_one("SELECT current_setting($1)", &[&name])
                .await
                .unwrap()
                .get::<_, String>(0)
        }
    };
    println!(
        "server: {} {}",
        setting("port").await,
        setting("data_directory").await
    );
    thread::sleep(Duration::from_secs(60));
}
