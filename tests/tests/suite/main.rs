//! What crosses rooms, as one program: `native` needs nothing but a processor; all the rest drives the built worker in the
//! real runtime. `cargo xtask test` runs the two apart.

mod crash;
mod http;
mod import;
mod model;
mod native;
