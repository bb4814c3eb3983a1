//! How Rust is compiled to small WebAssembly, the widget's and the worker's alike.
//!
//! The standard library is compiled with the program: for size, and without composing what a panic would say. All that
//! comes of a panic is a trap, in the browser as at the edge, where the runtime logs it and begins anew. Worth 3 KB of the
//! widget's main chunk and 50 KB of the worker.
//!
//! Cargo calls both unstable; the compiler is pinned in `rust-toolchain.toml`, so they do not change under us.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::context::Context;

/// What cargo, and whatever calls cargo, is given: `flags` are the compiler's, beside those of everybody.
///
/// # Errors
/// When there is no home directory to leave out of the paths that are compiled in.
pub fn environment(cx: &Context, flags: &[&str]) -> Result<[(&'static str, String); 4]> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo"))).context("HOME is not set")?;
    // Paths of the machine that builds are nobody's business.
    let remap = |path: &Path, to: &str| format!("--remap-path-prefix={}={to}", path.display());
    // Where a panic would have been is not said either.
    let all = [
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
        &remap(&home, "cargo"),
        &remap(&cx.root, ""),
    ];
    // The separator of `CARGO_ENCODED_RUSTFLAGS`: a path may have a space in it.
    let flags = [&all[..], flags].concat().join("\x1f");
    Ok([
        ("RUSTC_BOOTSTRAP", "1".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".to_owned()),
        ("CARGO_ENCODED_RUSTFLAGS", flags),
    ])
}
