//! The process id that the server told this connection when it began.
//!
//! `tokio_postgres::Client` keeps it to itself, for the requests that cancel a statement. So such a
//! request is made, and goes nowhere: the id is read from its bytes.

use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Client;
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};

/// The process id, unless the client makes another request than the protocol's.
///
/// "Message Formats" in the Postgres manual has `CancelRequest`: its length, its code, the process id and
/// a secret, four bytes each.
pub(super) async fn process_id(client: &Client) -> Option<i32> {
    const BEGINNING: [u8; 8] = [0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e];
    let mut written = Vec::new();
    let request = client.cancel_token();
    let stream = Nowhere(&mut written);
    request.cancel_query_raw(stream, Plain).await.ok()?;
    let (_, request) = written.split_last_chunk::<16>()?;
    let (beginning, rest) = request.split_first_chunk()?;
    let id = rest.first_chunk().filter(|_| *beginning == BEGINNING)?;
    Some(i32::from_be_bytes(*id))
}

/// Keeps what is written, and says yes to whoever asks whether the server speaks TLS.
struct Nowhere<'w>(&'w mut Vec<u8>);

impl AsyncRead for Nowhere<'_> {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        answer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if answer.remaining() > 0 {
            answer.put_slice(b"S");
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Nowhere<'_> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl TlsStream for Nowhere<'_> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

/// Encrypts nothing: nothing leaves the process.
struct Plain;

impl<'w> TlsConnect<Nowhere<'w>> for Plain {
    type Stream = Nowhere<'w>;
    type Error = io::Error;
    type Future = Ready<io::Result<Nowhere<'w>>>;

    fn connect(self, stream: Nowhere<'w>) -> Self::Future {
        ready(Ok(stream))
    }
}
