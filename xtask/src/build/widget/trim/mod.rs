//! Takes out what no page needs but no compiler can know. Worth a fifth of the main chunk.
//!
//! - **What a panic says.** The profile aborts on panic, so all that comes of one is a trap; composing its message is a
//!   tenth of the code. The functions that begin to panic become the trap itself.
//! - **Streams.** `leptos` always brings `server_fn`, whose `wasm-streams` exports classes that nothing here uses.
//! - **Long names.** Bindings are named with their function and a hash, once in the module and once in the script. A
//!   hash does not compress.
//!
//! The first two are done to the linked module: what only they led to is then left out by the splitter, which follows
//! the linker's relocations. The last is done to the main chunk and its script, once they have their bindings.

mod names;
mod panics;
mod streams;

pub use names::shorten;
pub use panics::silence;
pub use streams::{drop_classes, drop_exports};
