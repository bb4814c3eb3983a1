//! `dist/worker`: the worker's WebAssembly and the JavaScript that loads it.
//!
//! ```text
//! worker/src ── cargo ─→ module ── regulars-wasm bind ─┬─→ index_bg.wasm ── wasm-opt ─→ index_bg.wasm
//! worker/entry ────────────────────────────────────────┴─→ bindings ── esbuild ───────→ index.js
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::{cargo, optimise::optimise, stamp};
use crate::{
    context::Context,
    run::{run, run_quietly},
    stamp::Stamp,
    tools,
};

const INPUTS: [&str; 5] = ["worker/entry", "worker/src", "worker/Cargo.toml", "loyalty/src", "loyalty/Cargo.toml"];
const PACKAGE: &str = "regulars-worker";

/// Tells whether the worker has to be built.
///
/// # Errors
/// When an input cannot be read.
pub fn stale(cx: &Context) -> Result<Option<Stamp>> {
    let stamp = stamp(cx, "worker", &INPUTS)?;
    Ok((!stamp.is_current() || !cx.dist.join("worker/index.js").exists()).then_some(stamp))
}

/// Compiles the module.
///
/// # Errors
/// When it does not compile.
pub fn compile(cx: &Context) -> Result<PathBuf> {
    Ok(cargo::compile(cx, PACKAGE, "release", &[])?.module)
}

/// Writes the bindings, puts the entry around them, and makes the module small.
///
/// # Errors
/// When a tool fails.
pub fn assemble(cx: &Context, module: &Path) -> Result<()> {
    let (parts, done) = (cx.dist.join("worker-parts"), cx.dist.join("worker"));
    for folder in [&parts, &done] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let mut bind = Command::new(tools::regulars_wasm(cx)?);
    run_quietly(bind.args(["bind", "worker"]).arg(module).arg(&parts))?;
    bundle(cx, &parts, &done.join("index.js"))?;
    optimise(cx, &parts.join("index_bg.wasm"), &done.join("index_bg.wasm"))?;
    fs::remove_dir_all(&parts).with_context(|| format!("removing {}", parts.display()))
}

/// One script of the entry and the bindings.
fn bundle(cx: &Context, parts: &Path, to: &Path) -> Result<()> {
    // The bindings import the module in its source phase, which neither the bundler nor the runtime needs to know: a
    // `.wasm` file is imported as a compiled module there in any case.
    let bindings = parts.join("index.js");
    let script = fs::read_to_string(&bindings).with_context(|| format!("reading {}", bindings.display()))?;
    fs::write(&bindings, script.replace("import source ", "import "))?;
    let mut command = tools::node_command(cx, &tools::esbuild(cx))?;
    command.arg(cx.root.join("worker/entry/index.mjs"));
    command.args(["--bundle", "--format=esm", "--minify", "--external:*.wasm", "--log-level=warning"]);
    command.arg(format!("--alias:bindings={}", bindings.display())).arg(format!("--outfile={}", to.display()));
    run(&mut command)
}
