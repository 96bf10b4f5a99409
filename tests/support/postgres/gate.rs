//! A proxy between clients and the server that counts the statements which the first of them sends, and at one
//! of them lets nothing more through, so that a test can hurt one side in the meantime.

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::message::Message;

/// What still gets through at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// The statements before, which are done then, and their answers are not.
    Before,
    /// The whole message that holds the statement, which is done then; of what the server answers to it,
    /// so many messages.
    Done(usize),
    /// The whole message, which is being worked on then.
    Underway,
}

/// What a client asks for before anything else who would like TLS or GSSAPI: `SSLRequest` and `GSSENCRequest`
/// in "Message Formats" in the Postgres manual.
const ENCRYPTIONS: [[u8; 4]; 2] = [80_877_103_u32.to_be_bytes(), 80_877_104_u32.to_be_bytes()];

/// A listening gate. What goes through it is cut when it goes.
pub struct Gate {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    at: u64,
    passage: Passage,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    counted: u64,
    phase: Phase,
    sockets: Vec<TcpStream>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The server is at what was let through for this connection.
    Working(usize),
    Reached,
}

impl Gate {
    pub(super) fn start(url: &str, at: u64, passage: Passage) -> Result<Gate, String> {
        let server: Config = url.parse().map_err(|error| format!("{url}: {error}"))?;
        let Some(Host::Tcp(host)) = server.get_hosts().first() else {
            return Err(format!("{url} is not reached over TCP"));
        };
        let port = server.get_ports().first().copied().unwrap_or(5432);
        let address = (host.clone(), port);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.map_err(|error| error.to_string())?;
        let own = listener.local_addr().map_err(|error| error.to_string())?;
        let shared = Arc::new(Shared {
            at,
            passage,
            state: Mutex::new(State {
                counted: 0,
                phase: Phase::Open,
                sockets: Vec::new(),
            }),
            changed: Condvar::new(),
        });
        let url = format!(
            "postgres://{}@127.0.0.1:{}/{}",
            server.get_user().unwrap_or("postgres"),
            own.port(),
            server.get_dbname().unwrap_or_default(),
        );
        let accepts = Arc::clone(&shared);
        thread::spawn(move || {
            for (number, client) in listener.incoming().map_while(Result::ok).enumerate() {
                // Without a server the client is let go of, and says so.
                let _ = connect(&address, client, number, &accepts);
            }
        });
        Ok(Gate { url, shared })
    }

    /// The URL of the database, through the gate.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether a client has been stopped.
    pub fn is_reached(&self) -> bool {
        self.shared.state().phase == Phase::Reached
    }

    /// Cuts all connections.
    pub fn cut(&self) {
        for socket in &self.shared.state().sockets {
            // It fails when the other end is gone already.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.cut();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn enter(&self, phase: Phase) {
        self.state().phase = phase;
        self.changed.notify_all();
    }

    /// What of this message is let through; nothing else if the gate is here.
    fn let_through(&self, sql: &str, connection: usize) -> Option<Message> {
        let mut state = self.state();
        // Others are of programs that the client has started.
        if state.phase != Phase::Open || connection != 0 {
            return None;
        }
        // The driver ends each statement with this, and no statement of the victim's holds it.
        let statements: Vec<&str> = sql.split_inclusive(";\n").collect();
        let before = state.counted;
        state.counted += statements.len() as u64;
        if state.counted < self.at {
            return None;
        }
        let part = match self.passage {
            Passage::Before => {
                let part = usize::try_from(self.at - 1 - before).unwrap_or(0);
                statements[..part.min(statements.len())].concat()
            }
            Passage::Done(_) | Passage::Underway => sql.to_owned(),
        };
        state.phase = match (self.passage, part.is_empty()) {
            (Passage::Underway, _) | (_, true) => Phase::Reached,
            _ => Phase::Working(connection),
        };
        Some(Message::query(&part))
    }

    fn wait_for_work(&self) {
        let mut state = self.state();
        while matches!(state.phase, Phase::Working(_)) {
            let woken = self.changed.wait(state);
            state = woken.unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }
}

fn connect(
    server: &(String, u16),
    client: TcpStream,
    number: usize,
    shared: &Arc<Shared>,
) -> io::Result<()> {
    let server = TcpStream::connect((server.0.as_str(), server.1))?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
        shared.state().sockets.push(socket.try_clone()?);
    }
    let (to_client, from_server) = (client.try_clone()?, server.try_clone()?);
    let answers = Arc::clone(shared);
    thread::spawn(move || {
        // Ends when the server hangs up.
        let _ = backward(&from_server, &to_client, number, &answers);
        if answers.state().phase == Phase::Working(number) {
            answers.enter(Phase::Reached);
        }
        let _ = to_client.shutdown(Shutdown::Both);
    });
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        // Ends when the client does, and then nobody is left to talk to the server.
        let _ = forward(&client, &server, number, &shared);
        let _ = server.shutdown(Shutdown::Write);
    });
    Ok(())
}

fn forward(
    mut client: &TcpStream,
    mut server: &TcpStream,
    number: usize,
    shared: &Shared,
) -> io::Result<()> {
    let mut first = Message::first(&mut client)?;
    while ENCRYPTIONS
        .iter()
        .any(|code| first.bytes[4..].starts_with(code))
    {
        client.write_all(b"N")?;
        first = Message::first(&mut client)?;
    }
    server.write_all(&first.bytes)?;
    loop {
        let message = Message::read(&mut client)?;
        let Some(part) = message
            .sql()
            .and_then(|sql| shared.let_through(&sql, number))
        else {
            server.write_all(&message.bytes)?;
            continue;
        };
        // An empty query would end a transaction as little as no query, but it would be one.
        if part.sql().is_some_and(|sql| !sql.is_empty()) {
            server.write_all(&part.bytes)?;
        }
        shared.wait_for_work();
    }
}

/// Hands on answers, but none to what was let through at the gate.
fn backward(
    mut server: &TcpStream,
    mut client: &TcpStream,
    number: usize,
    shared: &Shared,
) -> io::Result<()> {
    let mut answered = 0;
    loop {
        let message = Message::read(&mut server)?;
        if shared.state().phase != Phase::Working(number) {
            client.write_all(&message.bytes)?;
            continue;
        }
        if matches!(shared.passage, Passage::Done(most) if answered < most) {
            client.write_all(&message.bytes)?;
            answered += 1;
        }
        if message.kind == b'Z' {
            shared.enter(Phase::Reached);
        }
    }
}
