//! What the suites and `cargo xtask` share: the real runtime as a child process, the budgets, and the CDNOW purchases.
//!
//! Few dependencies on purpose: `cargo xtask` is compiled before anything else on a fresh clone.

use std::path::{Path, PathBuf};

pub mod budgets;
pub mod cdnow;
pub mod counts;
pub mod group;
pub mod port;
pub mod runtime;

pub use runtime::{Runtime, Settings};

/// The root of the repository.
#[must_use]
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
