//! The pinned tools a build needs: found if they are there, installed if not.
//!
//! Tools written in Rust are compiled once per version into a directory of the user's, outside `target/`, so that a
//! clean checkout finds them. Tools from npm live in `node_modules`, pinned by `package-lock.json`. Tools from PyPI have an
//! environment of their own in the same directory of the user's.

mod cache;
mod cargo;
mod npm;
mod python;
mod rustup;
mod wasm;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::context::Context;
use cargo::CargoTool;

pub use npm::{command as node_command, install as install_npm_packages};
pub use rustup::{WASM_TARGET, install_component, install_sources, install_wasm_target};
pub use wasm::program as regulars_wasm;

const CARGO_DENY: CargoTool = CargoTool { package: "cargo-deny", version: "0.20.2", binary: "cargo-deny" };

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

/// `schemathesis`, of the packages that a file lists.
///
/// # Errors
/// When it has to be installed and that fails.
pub fn schemathesis(requirements: &Path) -> Result<PathBuf> {
    python::program(requirements, "schemathesis")
}
