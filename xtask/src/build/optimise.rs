//! Makes WebAssembly small.

use std::path::Path;

use anyhow::Result;

use crate::{context::Context, run::run_quietly, tools};

/// What the compiler may use of WebAssembly. One by one: all there is would let the optimiser use what no browser has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Writes a module again with the same behaviour, as small as the optimiser can make it, and without names.
///
/// # Errors
/// When the optimiser fails.
pub fn optimise(cx: &Context, from: &Path, to: &Path) -> Result<()> {
    let mut command = tools::node_command(cx, &tools::wasm_opt(cx))?;
    command.arg("-Oz").args(FEATURES).args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    run_quietly(command.arg(from).arg("-o").arg(to))
}
