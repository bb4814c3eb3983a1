//! Cuts the compiled module into chunks, adds the JavaScript around them, and makes all of it small.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    build::optimise::optimise,
    context::Context,
    run::{run, run_quietly},
    tools,
};

/// What the splitter calls the chunk of `widget/src/panel/chunk.rs`, and what it is served as.
const CHUNK: (&str, &str) = ("split_panel.wasm", "panel.wasm");

/// Writes `main.wasm`, `main.js` and `panel.wasm`.
///
/// # Errors
/// When a tool fails, or the module was cut into other chunks than the panel's.
pub fn link(cx: &Context, module: &Path, to: &Path) -> Result<()> {
    let work = cx.dist.join("widget-parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    split(cx, module, &work)?;
    optimise(cx, &work.join("main_bg.wasm"), &to.join("main.wasm"))?;
    optimise(cx, &work.join(CHUNK.0), &to.join(CHUNK.1))?;
    bundle(cx, &work, &to.join("main.js"))?;
    fs::remove_dir_all(&work).with_context(|| format!("removing {}", work.display()))
}

/// Cuts, and writes the bindings of the main chunk.
fn split(cx: &Context, module: &Path, work: &Path) -> Result<()> {
    let mut command = Command::new(tools::wasm_split()?);
    run_quietly(command.args(["--target", "web", "--out-name", "main"]).arg(module).arg(work))?;
    ensure!(work.join(CHUNK.0).exists(), "the panel is no chunk of its own any more");
    let others = chunks(work)?;
    ensure!(others == [work.join("main.wasm"), work.join(CHUNK.0)], "unexpected chunks: {others:?}");
    let mut command = Command::new(tools::wasm_bindgen(cx)?);
    // The chunks find each other through what the linker exports.
    command.args(["--keep-lld-exports", "--target", "web", "--no-typescript", "--out-dir"]).arg(work);
    run_quietly(command.arg(work.join("main.wasm")))?;
    // Its name is in the JavaScript the splitter wrote.
    let linking = work.join("__wasm_split.js");
    let text = fs::read_to_string(&linking)?.replace(CHUNK.0, CHUNK.1);
    fs::write(&linking, text).with_context(|| format!("writing {}", linking.display()))
}

fn chunks(work: &Path) -> Result<Vec<PathBuf>> {
    let paths = fs::read_dir(work)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let mut chunks: Vec<PathBuf> =
        paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == "wasm")).collect();
    chunks.sort();
    Ok(chunks)
}

/// One script instead of two: the bindings and the chunks' linking refer to each other.
fn bundle(cx: &Context, work: &Path, to: &Path) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::esbuild(cx))?;
    command.arg(work.join("main.js")).args(["--bundle", "--format=esm", "--minify", "--log-level=warning"]);
    run(command.arg(format!("--outfile={}", to.display())))
}
