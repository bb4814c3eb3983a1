//! Parts of the Rust toolchain that not every installation has.

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
    rustup("target", WASM_TARGET)
}

/// Installs `rustfmt` or `clippy`, as rustup calls them, if cargo does not have it.
///
/// # Errors
/// When it is missing and there is no rustup to ask.
pub fn install_component(component: &str) -> Result<()> {
    let program = if component == "rustfmt" { "cargo-fmt" } else { "cargo-clippy" };
    if exists(program) { Ok(()) } else { rustup("component", component) }
}

fn rustup(kind: &str, name: &str) -> Result<()> {
    if !exists("rustup") {
        bail!("the Rust {kind} {name} is missing: install it as you installed Rust, or install rustup");
    }
    eprintln!("Installing the Rust {kind} {name}");
    run(Command::new("rustup").args([kind, "add", name]))
}
