//! Offers and segments: what is a fault in them, and what a person's page is sent of them.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

mod segments;

use loyalty::{
    Fault,
    condition::{Context, Groups, Native},
};

/// Does something with an engine and no groups.
fn with<T>(task: impl FnOnce(Context<'_>) -> T) -> T {
    task(Context { engine: &Native::default(), groups: &Groups::new() })
}

/// Each fault as its path and what it says.
fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.path, fault.message)).collect()
}
