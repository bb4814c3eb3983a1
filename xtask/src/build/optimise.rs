//! Makes the worker's WebAssembly small.

use std::path::Path;

use anyhow::Result;

use crate::{context::Context, run::run_quietly, tools};

/// What the compiler and the bindings use of WebAssembly. One by one: all there is would let the optimiser use what the
/// runtime does not have.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-exception-handling",
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
