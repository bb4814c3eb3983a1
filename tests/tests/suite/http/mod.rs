//! The HTTP API of the built worker in the real runtime: each test in a shop of its own, every exchange held against
//! `openapi.json`.

mod bodies;
mod boot;
mod captures;
mod cases;
mod claims;
mod concurrency;
mod conditions;
mod desk;
mod document;
mod events;
mod faults;
mod feedback;
mod fuzz;
mod gestures;
mod guests;
mod idempotency;
mod isolation;
mod joins;
mod keys;
mod lenient;
mod limits;
mod long_wallets;
mod offers;
mod order_detail;
mod orders;
mod origins;
mod paths;
mod previews;
mod profile;
mod program;
mod redemptions;
mod results;
mod runs;
mod sandbox;
mod segments;
mod survey_previews;
mod surveys;
mod testimonials;
mod tokens;
mod warnings;

use std::{
    sync::Barrier,
    thread::{self, ScopedJoinHandle},
};

use regulars_tests::{client::Client, service, shop::Shop};

/// A client for the service all these tests share.
fn client() -> Client {
    service::shared(concat!(env!("CARGO_TARGET_TMPDIR"), "/http"))
}

/// A new shop with the usual program.
#[track_caller]
fn shop() -> Shop {
    Shop::open(&client())
}

/// Does the same thing `times` times at once and gives what came of each.
fn all_at_once<T: Send>(times: usize, task: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(times);
    let run = &|number| {
        start.wait();
        task(number)
    };
    thread::scope(|scope| {
        let handles: Vec<_> = (0..times).map(|number| scope.spawn(move || run(number))).collect();
        handles.into_iter().map(join).collect()
    })
}

/// What a thread gave; its panic goes on here.
fn join<T>(handle: ScopedJoinHandle<'_, T>) -> T {
    handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
