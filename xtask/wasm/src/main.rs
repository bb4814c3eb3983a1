//! Splits a compiled module into chunks, or writes a module's JavaScript bindings.
//!
//! `wasm-bindgen-cli` and `wasm-split-cli` as one program: they share most of their dependencies, and their libraries need
//! a third of what the programs compile. `xtask` compiles it once per version into the user's cache.
//!
//! ```text
//! regulars-wasm split MODULE FOLDER       FOLDER/main.wasm, the chunks, and __wasm_split.js, which loads them
//! regulars-wasm bind web MODULE FOLDER    FOLDER/main_bg.wasm and main.js, for a split module in a page
//! regulars-wasm bind worker MODULE FOLDER FOLDER/index_bg.wasm and index.js, for Cloudflare
//! ```

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

const USAGE: &str = "usage: regulars-wasm split|bind web|bind worker MODULE FOLDER";

fn main() -> Result<()> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (paths, words) = arguments.split_last_chunk::<2>().map(|(words, paths)| (paths, words)).context(USAGE)?;
    let [module, folder] = paths.each_ref().map(PathBuf::from);
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    match words[..] {
        ["split"] => split(&module, &folder),
        ["bind", "web"] => bind_web(&module, &folder),
        ["bind", "worker"] => bind_worker(&module, &folder),
        _ => bail!(USAGE),
    }
}

/// Cuts a module at its lazy functions.
fn split(module: &Path, folder: &Path) -> Result<()> {
    let linked = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&linked);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.target.web();
    transform(options).map(drop).map_err(|error| anyhow!("splitting {}: {error:#}", module.display()))
}

/// Bindings for a page. The chunks find each other through the linker's exports, which are kept.
fn bind_web(module: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).web(true)?.typescript(false).keep_lld_exports(true);
    bindgen.generate(folder).with_context(|| format!("binding {}", module.display()))
}

/// Bindings for the runtime at the edge, which hands in compiled modules. A trap is caught by the entry script, which then
/// resets the module.
fn bind_worker(module: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).module(true)?.out_name("index").typescript(false);
    bindgen.reset_state_function(true).force_enable_abort_handler(true);
    bindgen.generate(folder).with_context(|| format!("binding {}", module.display()))
}
