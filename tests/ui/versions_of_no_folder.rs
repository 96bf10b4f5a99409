//! `versions!` says it too, lest its constants be missing without a reason.

mod version {
    ingrain::versions!("chains/nowhere");
}

fn main() {}
