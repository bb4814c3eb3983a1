//! What crosses rooms, as one program: `native` needs nothing but a processor; all the rest drives the built worker in the
//! real runtime. `cargo xtask test` runs the two apart.

mod crash;
mod http;
mod import;
mod model;
mod native;

use regulars_tests::{client::Client, service};

/// A client for the service that all tests share; each makes a shop of its own.
fn client() -> Client {
    service::shared(concat!(env!("CARGO_TARGET_TMPDIR"), "/service"))
}
