//! `dist/worker`: the worker's WebAssembly and the JavaScript that loads it.

use std::{fs, process::Command};

use anyhow::{Context as _, Result};

use crate::{context::Context, run::run, tools};

/// Compiles the worker and optimises it for size.
///
/// # Errors
/// When it does not compile.
pub fn build(cx: &Context) -> Result<()> {
    let mut command = Command::new(tools::worker_build(cx)?);
    command
        .args(["--release", "--out-dir", "../dist/worker"])
        .current_dir(cx.root.join("worker"))
        // Named, they are not downloaded.
        .env("WASM_BINDGEN_BIN", tools::wasm_bindgen(cx)?)
        .env("WASM_OPT_BIN", resolve(&tools::wasm_opt(cx))?)
        .env("ESBUILD_BIN", resolve(&tools::esbuild(cx))?);
    run(&mut command)
}

/// npm's links are relative to where they lie; a tool started by another tool is named by what they point to.
fn resolve(link: &std::path::Path) -> Result<std::path::PathBuf> {
    fs::canonicalize(link).with_context(|| format!("{} is missing", link.display()))
}
