//! What the programs have in common that are measured: the chain, the commands they take, the heap they
//! count. It depends on nothing, so that it changes no contender's build.
//!
//! A contender is a process that holds the chain in memory as its macro would have left it in the binary,
//! and measures itself: neither its start nor reading the chain is in any time.

mod heap;
mod script;
mod serve;

pub use crate::heap::Counting;
pub use crate::script::{Layout, Script, scripts, write};
pub use crate::serve::{Contender, serve};
