//! `dist/www/regulars.js` and `dist/www/widget`: what a shop's page loads.
//!
//! ```text
//! widget/src ── cargo ─→ one module ─┬─ split ─→ main ── bind, wasm-opt ─→ main.wasm, main.js
//!                                    └────────→ the other chunks ── wasm-opt ───→ panel.wasm, offers.wasm, …, shared*.wasm
//! widget/strings ── build script ─→ strings/<language>.json, strings/<chunk>/<language>.json
//! widget/src/**/*.css ── esbuild ─→ main.css, panel.css, offers.css, …
//! widget/loader ── esbuild, given the folder's name ─→ regulars.js
//! ```
//!
//! The folder is named by a hash of everything in it, so its files can be cached for ever and always fit together.

mod link;
mod merge;
mod trim;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use super::{
    cargo::{self, Compiled},
    stamp,
};
use crate::{
    context::Context,
    run::run,
    stamp::{Stamp, short_hash},
    tools,
};

/// What this step puts into `dist/www`, beside the pages.
pub const OUTPUTS: [&str; 2] = ["regulars.js", "widget"];

const INPUTS: [&str; 7] = [
    "widget/Cargo.toml",
    "widget/build",
    "widget/loader",
    "widget/src",
    "widget/strings",
    "loyalty/Cargo.toml",
    "loyalty/src",
];

/// The compiler's flags: `emit-relocs` leaves in what the splitter needs to move functions; `erase_components` keeps views
/// from becoming one type each, which would be a copy of the renderer each. It has no log that values would be written to
/// for developers.
const FLAGS: [&str; 3] = ["-Clink-args=--emit-relocs", "--cfg=erase_components", "-Zfmt-debug=none"];
const PACKAGE: &str = "regulars-widget";

/// Tells whether the widget has to be built.
///
/// # Errors
/// When an input cannot be read.
pub fn stale(cx: &Context) -> Result<Option<Stamp>> {
    let stamp = stamp(cx, "widget", &INPUTS)?;
    let is_built = OUTPUTS.iter().all(|output| cx.www().join(output).exists());
    Ok((!stamp.is_current() || !is_built).then_some(stamp))
}

/// Compiles the module and the strings.
///
/// # Errors
/// When it does not compile, a string missing in a language included.
pub fn compile(cx: &Context) -> Result<Compiled> {
    cargo::compile(cx, PACKAGE, "widget", &FLAGS)
}

/// Makes the chunks, strings, styles and the loader of what was compiled.
///
/// # Errors
/// When a part does not build.
pub fn assemble(cx: &Context, compiled: &Compiled) -> Result<()> {
    let files = cx.dist.join("widget");
    // Emptied first: what is in it is what is shipped.
    if files.exists() {
        fs::remove_dir_all(&files)?;
    }
    fs::create_dir_all(&files)?;
    link::link(cx, &compiled.module, &files)?;
    let out = compiled.out.as_deref().context("the widget's build script did not run")?;
    let languages = copy_strings(&out.join("strings"), &files.join("strings"))?;
    for chunk in ["main"].into_iter().chain(link::CHUNKS) {
        bundle_styles(cx, chunk, &files)?;
    }
    let folder = format!("widget/{}", hash(&files)?);
    publish(&files, &cx.www().join("widget"), &cx.www().join(&folder))?;
    bundle_loader(cx, &folder, &languages)
}

/// Copies the compiled strings and returns the languages there are, in their order.
fn copy_strings(from: &Path, to: &Path) -> Result<Vec<String>> {
    let mut languages = Vec::new();
    for path in files_in(from)? {
        let target = to.join(path.strip_prefix(from)?);
        let folder = target.parent().context("a file without a folder")?;
        fs::create_dir_all(folder)?;
        fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
        // The folders in it have the same ones.
        if folder == to {
            languages.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    Ok(languages)
}

fn bundle_styles(cx: &Context, chunk: &str, to: &Path) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::esbuild(cx))?;
    command.arg(cx.root.join(format!("widget/src/{chunk}.css"))).args(["--bundle", "--minify", "--log-level=warning"]);
    run(command.arg(format!("--outfile={}", to.join(format!("{chunk}.css")).display())))
}

/// Tells the loader which folder is its own and which languages are in it.
fn bundle_loader(cx: &Context, folder: &str, languages: &[String]) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::esbuild(cx))?;
    // Lists that are filled in become variables: they must not be the page's globals.
    command.arg(cx.root.join("widget/loader/regulars.js")).args(["--minify", "--format=iife", "--target=es2022"]);
    command.arg("--log-level=warning");
    command.arg(format!("--define:__WIDGET__={}", serde_json::to_string(folder)?));
    command.arg(format!("--define:__LANGUAGES__={}", serde_json::to_string(languages)?));
    run(command.arg(format!("--outfile={}", cx.www().join("regulars.js").display())))
}

/// Puts the files where they are served, in place of an earlier build's.
fn publish(files: &Path, all: &Path, folder: &Path) -> Result<()> {
    if all.exists() {
        fs::remove_dir_all(all).with_context(|| format!("removing {}", all.display()))?;
    }
    fs::create_dir_all(all)?;
    fs::rename(files, folder).with_context(|| format!("moving to {}", folder.display()))
}

/// A short hash of the names and contents of all files in a folder.
fn hash(folder: &Path) -> Result<String> {
    let mut digests = Vec::new();
    for path in files_in(folder)? {
        digests.extend(path.strip_prefix(folder)?.to_string_lossy().as_bytes());
        digests.extend(Sha256::digest(fs::read(&path)?));
    }
    Ok(short_hash(&digests))
}

/// All files in a folder and those in it, in the order of their names.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() { files.extend(files_in(&path)?) } else { files.push(path) }
    }
    Ok(files)
}
