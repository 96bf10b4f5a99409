//! What a start costs, counted: bytes on the heap, statements, messages. Never time.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops there with the reason as its message; figures are printed"
)]

mod heap;
mod messages;
