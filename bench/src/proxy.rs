//! A proxy that delays what goes through it, as a network does: bytes arrive later, not slower.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// Listens, and hands on to the server at this port of the loopback; a round trip takes `delay` longer.
/// It ends with the process.
pub fn start(server: u16, delay: Duration) -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            // Without a server the client is let go of, and says so.
            let _ = connect(client, server, delay / 2);
        }
    });
    Ok(port)
}

fn connect(client: TcpStream, server: u16, delay: Duration) -> io::Result<()> {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    hand_on(client.try_clone()?, server.try_clone()?, delay);
    hand_on(server, client, delay);
    Ok(())
}

/// Hands on from one to the other until either closes.
fn hand_on(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let (sender, receiver) = channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (arrives, bytes) in receiver {
            thread::sleep(arrives.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut bytes) {
            if sender
                .send((Instant::now() + delay, bytes[..length].to_vec()))
                .is_err()
            {
                break;
            }
        }
    });
}
