//! Takes out what no page needs but no compiler can know.
//!
//! - **Streams.** `leptos` always brings `server_fn`, whose `wasm-streams` exports classes that nothing here uses. They
//!   leave the linked module: what only they led to is then left out by the splitter, which follows relocations.
//! - **Long names.** Bindings are named with their function and a hash, once in the module and once in the script. A
//!   hash does not compress. They are shortened in the main chunk and its script, once they have their bindings.

mod names;
mod streams;

pub use names::shorten;
pub use streams::{drop_classes, drop_exports};
