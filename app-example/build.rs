//! Makes cargo notice every change in the demo chain.
fn main() {
    ingrain_build::watch("../migrations");
}
