//! Panics of the application's, in a hook or a function: the session is put back before they go on.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;
use std::thread;

/// What came of `future`, or the panic that ended it.
pub(super) async fn caught<T>(future: impl Future<Output = T>) -> thread::Result<T> {
    let mut future = pin!(future);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
            Err(panic) => Poll::Ready(Err(panic)),
        },
    )
    .await
}

/// Lets the panic go on, if there was one.
pub(super) fn resumed<T>(outcome: thread::Result<T>) -> T {
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}
