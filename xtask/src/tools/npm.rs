//! Tools from npm, in `node_modules`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    context::Context,
    run::{exists, run},
    stamp::Stamp,
};

/// Installs the packages of `package-lock.json`, unless exactly these are installed.
///
/// # Errors
/// When there is no npm or it fails.
pub fn install(cx: &Context) -> Result<()> {
    let lock = cx.root.join("package-lock.json");
    let stamp = Stamp::of(cx.root.join("node_modules/.installed"), &[&lock])?;
    if stamp.is_current() {
        return Ok(());
    }
    if !exists("npm") {
        bail!("npm is missing: install Node.js (https://nodejs.org), then try again");
    }
    eprintln!("Installing npm packages");
    let mut command = Command::new("npm");
    // Errors only: npm warns that some packages want a newer Node than the machine's, which is why one is among them.
    run(command.args(["ci", "--loglevel", "error"]).current_dir(&cx.root))?;
    stamp.save()
}

/// A program of an npm package.
#[must_use]
pub fn binary(cx: &Context, name: &str) -> PathBuf {
    cx.root.join("node_modules/.bin").join(name)
}

/// A command that finds the project's own Node before the machine's.
///
/// # Errors
/// When the environment's `PATH` cannot be extended.
pub fn command(cx: &Context, program: &Path) -> Result<Command> {
    let mut command = Command::new(fs::canonicalize(program).unwrap_or_else(|_| program.to_path_buf()));
    command.env("PATH", regulars_kit::runtime::path_with_node(&cx.root)?).env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}
