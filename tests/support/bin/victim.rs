//! A small application that migrates itself at its start, and is hurt while it does: it prints what it did,
//! or the error, and exits with 1 then.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "whoever started it reads what became of it"
)]

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use ingrain_end_to_end::testbed::{Session, runtime};
use ingrain_end_to_end::victim::{HELD, Order};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use tokio_postgres::NoTls;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((place, order)) = arguments.split_first() else {
        eprintln!("where is the database?");
        return ExitCode::from(2);
    };
    let Some(order) = Order::parse(order) else {
        eprintln!("what is {order:?}?");
        return ExitCode::from(2);
    };
    match migrate(place, &order) {
        Ok(done) => {
            println!("{done}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn migrate(place: &str, order: &Order) -> Result<String, String> {
    let mut session = match place.starts_with("postgres") {
        true => connect(place)?,
        false => Session::Sqlite(open(place, order).map_err(|error| error.to_string())?),
    };
    let report = order.carry_out(&mut session, place);
    report
        .map(|report| report.to_string())
        .map_err(|error| error.to_string())
}

fn connect(place: &str) -> Result<Session, String> {
    let runtime = runtime();
    let connected = runtime.block_on(tokio_postgres::connect(place, NoTls));
    let (client, connection) = connected.map_err(|error| format!("cannot connect: {error:?}"))?;
    runtime.spawn(connection);
    Ok(Session::Postgres(runtime, client))
}

fn open(place: &str, order: &Order) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(place)?;
    connection.busy_timeout(Duration::from_millis(20))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A file that may not be written to stays in the mode that it is in.
    if order.journal == "wal" {
        let _ = connection.pragma_update(None, "journal_mode", order.journal);
    }
    if let Some(hold) = order.hold {
        let mut begun = 0;
        let stop = move |_: TraceEvent<'_>| {
            begun += 1;
            if begun == hold {
                println!("{HELD}");
                loop {
                    thread::park();
                }
            }
        };
        connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(stop))?;
    }
    Ok(connection)
}
