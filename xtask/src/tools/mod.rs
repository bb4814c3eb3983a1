//! The pinned tools a build needs: found if they are there, installed if not.
//!
//! Tools written in Rust are compiled once per version into a directory of the user's, outside `target/`, so that a
//! clean checkout finds them. Tools from npm live in `node_modules`, pinned by `package-lock.json`.

mod cargo;
mod npm;
mod rustup;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::context::Context;
use cargo::CargoTool;

pub use npm::{command as node_command, install as install_npm_packages};
pub use rustup::{WASM_TARGET, install_component, install_sources, install_wasm_target};

const WORKER_BUILD: CargoTool =
    CargoTool { package: "worker-build", version: "0.8.7", binary: "worker-build", locked: true, features: "" };

const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    binary: "wasm-split-cli",
    locked: false,
    features: "build-binary",
};

const CARGO_DENY: CargoTool =
    CargoTool { package: "cargo-deny", version: "0.20.2", binary: "cargo-deny", locked: true, features: "" };

/// Installs everything a build needs that is missing.
///
/// # Errors
/// When an installation fails.
pub fn install(cx: &Context) -> Result<()> {
    install_wasm_target()?;
    install_sources()?;
    install_npm_packages(cx)?;
    wasm_bindgen(cx)?;
    wasm_split()?;
    worker_build()?;
    Ok(())
}

/// `wasm-bindgen`, of exactly the version the library in `Cargo.lock` has: the two speak a private format.
///
/// # Errors
/// When it has to be installed and that fails.
pub fn wasm_bindgen(cx: &Context) -> Result<PathBuf> {
    let version = locked_version(cx, "wasm-bindgen")?;
    // Not `--locked`: its own lock file names a withdrawn version of `ureq`.
    CargoTool { package: "wasm-bindgen-cli", version: &version, binary: "wasm-bindgen", locked: false, features: "" }
        .path()
}

/// `worker-build`: compiles the worker and writes the JavaScript around it.
///
/// # Errors
/// When it has to be installed and that fails.
pub fn worker_build() -> Result<PathBuf> {
    WORKER_BUILD.path()
}

/// `wasm-split-cli`: cuts the widget's WebAssembly at its lazy functions.
///
/// # Errors
/// When it has to be installed and that fails.
pub fn wasm_split() -> Result<PathBuf> {
    WASM_SPLIT.path()
}

/// `cargo-deny`: licences, bans and advisories of dependencies.
///
/// # Errors
/// When it has to be installed and that fails.
pub fn cargo_deny() -> Result<PathBuf> {
    CARGO_DENY.path()
}

/// `wasm-opt`, from the npm package `binaryen`. Start it through [`node_command`].
#[must_use]
pub fn wasm_opt(cx: &Context) -> PathBuf {
    npm::binary(cx, "wasm-opt")
}

/// `wasm-merge`, beside it. Started the same way.
#[must_use]
pub fn wasm_merge(cx: &Context) -> PathBuf {
    npm::binary(cx, "wasm-merge")
}

/// `esbuild`.
#[must_use]
pub fn esbuild(cx: &Context) -> PathBuf {
    npm::binary(cx, "esbuild")
}

/// The project's own Node.
#[must_use]
pub fn node(cx: &Context) -> PathBuf {
    npm::binary(cx, "node")
}

/// `wrangler`. Start it through [`node_command`].
#[must_use]
pub fn wrangler(cx: &Context) -> PathBuf {
    npm::binary(cx, "wrangler")
}

/// The version of a package in the workspace's `Cargo.lock`.
fn locked_version(cx: &Context, package: &str) -> Result<String> {
    let path = cx.root.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let name = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != name)
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("{package} is not in {}", path.display()))
}
