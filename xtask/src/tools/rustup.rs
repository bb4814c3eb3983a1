//! Parts of the Rust toolchain that not every installation has.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::run::{exists, read, run};

/// The target that widget and worker are compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Installs the target if the compiler does not have it.
///
/// # Errors
/// When it is missing and there is no rustup to ask.
pub fn install_wasm_target() -> Result<()> {
    if rustlib()?.join(WASM_TARGET).exists() { Ok(()) } else { rustup("target", WASM_TARGET) }
}

/// Installs the sources of the standard library, which the widget compiles for itself, if they are not there.
///
/// # Errors
/// When they are missing and there is no rustup to ask.
pub fn install_sources() -> Result<()> {
    if rustlib()?.join("src/rust/library/std").exists() { Ok(()) } else { rustup("component", "rust-src") }
}

/// Installs `rustfmt` or `clippy`, as rustup calls them, if cargo does not have it.
///
/// # Errors
/// When it is missing and there is no rustup to ask.
pub fn install_component(component: &str) -> Result<()> {
    let program = if component == "rustfmt" { "cargo-fmt" } else { "cargo-clippy" };
    if exists(program) { Ok(()) } else { rustup("component", component) }
}

/// Where the compiler keeps what it compiles against.
fn rustlib() -> Result<PathBuf> {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib"))
}

fn rustup(kind: &str, name: &str) -> Result<()> {
    if !exists("rustup") {
        bail!("the Rust {kind} {name} is missing: install it as you installed Rust, or install rustup");
    }
    eprintln!("Installing the Rust {kind} {name}");
    run(Command::new("rustup").args([kind, "add", name]))
}
