//! The service in the real runtime against the model: what holds natively holds through HTTP, objects and storage.

mod histories;
mod replay;

use regulars_tests::{client::Client, service};

/// A client for the service all these tests share.
fn client() -> Client {
    service::shared(concat!(env!("CARGO_TARGET_TMPDIR"), "/model"))
}
