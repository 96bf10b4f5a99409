//! The commands that a contender takes, a line each on standard input, with a line each for an answer.
//!
//! | command | does | answer |
//! |---|---|---|
//! | `open PLACE` | connects; what was open before is closed | `ok` |
//! | `start` | what an application does at its start, on the open connection | `ok NANOSECONDS` |
//! | `fresh PLACE` | the same, with connecting to the place | `ok NANOSECONDS` |
//! | `heap` | `start`, and counts | `ok BYTES`, how many more were in use at the most |
//!
//! A place is the path of a SQLite file or the URL of a Postgres database. What goes wrong is answered by
//! `error` and the text.

use std::io;
use std::time::Instant;

use crate::heap::most_during;
use crate::{Script, scripts};

/// A tool that migrates.
pub trait Contender {
    /// An open connection.
    type Connection;

    /// The chain as the tool's macro leaves it in a binary.
    fn new(scripts: Vec<Script>) -> Self;

    /// Connects to the path of a SQLite file or the URL of a Postgres database.
    ///
    /// # Errors
    ///
    /// The tool's text.
    fn open(&self, place: &str) -> Result<Self::Connection, String>;

    /// What an application does at its start.
    ///
    /// # Errors
    ///
    /// The tool's text.
    fn start(&self, connection: &mut Self::Connection) -> Result<(), String>;
}

/// Serves commands until there are no more. The first argument is the number of migrations.
pub fn serve<C: Contender>() {
    let n = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let contender = C::new(scripts(n.expect("the number of migrations")));
    let mut connection = None;
    println!("ready");
    for line in io::stdin().lines().map_while(Result::ok) {
        match answer(&contender, &mut connection, &line) {
            Ok(answer) => println!("ok {answer}"),
            Err(error) => println!("error {}", error.replace('\n', " / ")),
        }
    }
}

fn answer<C: Contender>(
    contender: &C,
    connection: &mut Option<C::Connection>,
    line: &str,
) -> Result<u128, String> {
    let (command, place) = line.split_once(' ').unwrap_or((line, ""));
    match command {
        "open" => {
            *connection = None;
            *connection = Some(contender.open(place)?);
            Ok(0)
        }
        "fresh" => {
            *connection = None;
            let begun = Instant::now();
            let opened = connection.insert(contender.open(place)?);
            contender.start(opened)?;
            Ok(begun.elapsed().as_nanos())
        }
        "start" | "heap" => {
            let connection = connection.as_mut().ok_or("nothing is open")?;
            let begun = Instant::now();
            let (started, bytes) = most_during(|| contender.start(connection));
            let time = begun.elapsed().as_nanos();
            started?;
            Ok(if command == "heap" {
                bytes as u128
            } else {
                time
            })
        }
        _ => Err(format!("what is {line:?}?")),
    }
}
