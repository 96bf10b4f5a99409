//! A proxy between a client and the server that writes down what the client sends: counts of its
//! messages are exact, and need no setting on the server.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::message::Message;

/// What clients have sent, startup and farewell aside.
type Sent = Arc<Mutex<Vec<String>>>;

/// A listening proxy. Its threads end when the connections through it do.
pub struct Proxy {
    url: String,
    sent: Sent,
}

impl Proxy {
    /// Listens for clients of the database at `url`.
    pub(super) fn start(url: &str) -> Result<Self, String> {
        let server: Config = url.parse().map_err(|error| format!("{url}: {error}"))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.map_err(|error| error.to_string())?;
        let port = listener
            .local_addr()
            .map_err(|error| error.to_string())?
            .port();
        let password = server.get_password().map(String::from_utf8_lossy);
        let url = format!(
            "postgres://{}:{}@127.0.0.1:{port}/{}",
            server.get_user().unwrap_or_default(),
            password.unwrap_or_default(),
            server.get_dbname().unwrap_or_default(),
        );
        let sent = Sent::default();
        let writes = Arc::clone(&sent);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // Without a server the client is let go of, and says so.
                let _ = connect(&server, client, &writes);
            }
        });
        Ok(Self { url, sent })
    }

    /// The URL of the database, through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every message that clients have sent since the last call, in order: the SQL of a simple
    /// query, of others the letter of their kind.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *locked(&self.sent))
    }
}

fn locked(sent: &Sent) -> MutexGuard<'_, Vec<String>> {
    sent.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn connect(server: &Config, client: TcpStream, sent: &Sent) -> io::Result<()> {
    let port = server.get_ports().first().copied().unwrap_or(5432);
    match server.get_hosts().first() {
        Some(Host::Tcp(host)) => {
            let server = TcpStream::connect((host.as_str(), port))?;
            server.set_nodelay(true)?;
            join(client, server.try_clone()?, server, sent)
        }
        Some(Host::Unix(directory)) => {
            let server = UnixStream::connect(directory.join(format!(".s.PGSQL.{port}")))?;
            join(client, server.try_clone()?, server, sent)
        }
        None => Err(io::ErrorKind::NotFound.into()),
    }
}

fn join(
    client: TcpStream,
    mut from_server: impl Read + Send + 'static,
    to_server: impl Write + Send + 'static,
    sent: &Sent,
) -> io::Result<()> {
    client.set_nodelay(true)?;
    let mut to_client = client.try_clone()?;
    let sent = Arc::clone(sent);
    thread::spawn(move || {
        // Ends when the server hangs up, which it does when the client has said farewell.
        let _ = io::copy(&mut from_server, &mut to_client);
        let _ = to_client.shutdown(Shutdown::Both);
    });
    thread::spawn(move || forward(client, to_server, &sent));
    Ok(())
}

/// Hands on whole messages.
fn forward(mut client: impl Read, mut server: impl Write, sent: &Sent) -> io::Result<()> {
    server.write_all(&Message::first(&mut client)?.bytes)?;
    loop {
        let message = Message::read(&mut client)?;
        match (message.sql(), message.kind) {
            (Some(sql), _) => locked(sent).push(sql),
            // A password or a farewell.
            (None, b'p' | b'X') => {}
            (None, other) => locked(sent).push(char::from(other).to_string()),
        }
        server.write_all(&message.bytes)?;
    }
}
