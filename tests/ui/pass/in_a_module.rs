//! In a module that sees nothing of the crate around it, with names that the expansion could stumble over.

#![deny(warnings)]

mod database {
    #![no_implicit_prelude]
    #![allow(dead_code, non_camel_case_types)]

    pub mod core {}
    pub mod ingrain {}
    pub struct u8;
    pub const CHAINS: () = ();

    pub static MIGRATIONS: ::ingrain::Migrations = ::ingrain::embed!("chains/valid", unwatched);
}

fn main() {
    assert_eq!(database::MIGRATIONS.dialects().count(), 2);
}
