//! Starts the tests' Postgres server, says where it is, and waits to be killed.

#![expect(
    clippy::print_stdout,
    reason = "the test that kills this process reads where the server is"
)]

use std::thread;
use std::time::Duration;

use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::Session;

fn main() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    let session = Session::open(&database.url());
    let setting = |name: &str| session.rows(&format!("SHOW {name}")).concat();
    println!("{} {}", setting("port"), setting("data_directory"));
    thread::sleep(Duration::from_secs(60));
}
