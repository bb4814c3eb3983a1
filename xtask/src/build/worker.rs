//! `dist/worker`: the worker's WebAssembly and the JavaScript that loads it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::{optimise::optimise, small, stamp};
use crate::{context::Context, run::run, tools};

const INPUTS: [&str; 4] = ["worker/src", "worker/Cargo.toml", "loyalty/src", "loyalty/Cargo.toml"];

/// Compiles the worker and optimises it for size, if anything of it has changed.
///
/// # Errors
/// When it does not compile.
pub fn build(cx: &Context) -> Result<()> {
    let stamp = stamp(cx, "worker", &INPUTS)?;
    if stamp.is_current() && cx.dist.join("worker/index.js").exists() {
        return Ok(());
    }
    eprintln!("Building the worker");
    let mut command = Command::new(tools::worker_build()?);
    command
        .args(["--release", "--out-dir", "../dist/worker"])
        .current_dir(cx.root.join("worker"))
        .envs(small::environment(cx, &[])?)
        // It takes the programs that are named and would download the others.
        .env("WASM_BINDGEN_BIN", tools::wasm_bindgen(cx)?)
        .env("ESBUILD_BIN", resolve(&tools::esbuild(cx))?);
    run(&mut command)?;
    // By our own hand (`wasm-opt = false` in the worker's Cargo.toml): its run keeps the names of functions, 60 KB of them.
    let module = cx.dist.join("worker/index_bg.wasm");
    optimise(cx, &module, &module)?;
    stamp.save()
}

/// npm's links are relative to where they lie; a tool started by another tool is named by what they point to.
fn resolve(link: &Path) -> Result<PathBuf> {
    fs::canonicalize(link).with_context(|| format!("{} is missing", link.display()))
}
