//! `regulars-wasm`, the program of `xtask/wasm`, compiled once per version into the user's cache.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};

use super::cache;
use crate::{
    context::Context,
    run::run,
    stamp::{Stamp, locked_version},
};

const PACKAGE: &str = "regulars-wasm";
/// The libraries in it whose versions name it.
const LIBRARIES: [&str; 2] = ["wasm-bindgen-cli-support", "wasm_split_cli_support"];

/// The program, compiled first if it is missing.
///
/// It is not optimised: that would add 70 s to its compilation and save 3 s of a build.
///
/// # Errors
/// When it cannot be compiled or there is nowhere to keep it.
pub fn program(cx: &Context) -> Result<PathBuf> {
    let sources = Stamp::of(PathBuf::new(), &[cx.root.join("xtask/wasm/Cargo.toml"), cx.root.join("xtask/wasm/src")])?;
    let versions =
        LIBRARIES.map(|library| locked_version(&cx.root, library)).into_iter().collect::<Result<Vec<_>>>()?;
    let home = cache::directory()?.join(format!("{PACKAGE}-{}-{}", versions.join("-"), sources.short()));
    let program = home.join(PACKAGE);
    if program.exists() {
        return Ok(program);
    }
    eprintln!("Compiling the tool that splits and binds WebAssembly (once; about a minute)");
    // What an interrupted compilation has made is used by the next one.
    let building = home.with_extension("building");
    let mut command = Command::new("cargo");
    command.args(["build", "--locked", "--package", PACKAGE, "--target-dir"]).arg(&building).current_dir(&cx.root);
    command.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_TERM_PROGRESS_WHEN", "never").env_remove("RUSTFLAGS");
    run(&mut command).with_context(|| format!("compiling {PACKAGE}"))?;
    cache::move_in(&building.join("debug").join(PACKAGE), &program)?;
    fs::remove_dir_all(&building).ok();
    Ok(program)
}
