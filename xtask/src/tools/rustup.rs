//! The compiler's target for WebAssembly.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::run::{exists, read, run};

/// The target that widget and worker are compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the target if the compiler does not have it.
///
/// # Errors
/// When it is missing and there is no rustup to ask.
pub fn install_wasm_target() -> Result<()> {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).exists() {
        return Ok(());
    }
    if !exists("rustup") {
        bail!("the Rust target {WASM_TARGET} is missing: install it as you installed Rust, or install rustup");
    }
    eprintln!("Installing the Rust target {WASM_TARGET}");
    run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}
