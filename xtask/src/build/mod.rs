//! Builds what is deployed: `dist/worker` runs at the edge, `dist/www` is served beside it.

mod budgets;
mod optimise;
mod small;
mod widget;
mod worker;
mod www;

use std::{
    fs::{self, File, TryLockError},
    path::PathBuf,
};

use anyhow::{Context as _, Result};

use crate::{context::Context, stamp::Stamp, tools};

/// Installs missing tools, builds everything that has changed and checks its size.
///
/// # Errors
/// When a tool cannot be installed, a step fails or something is over its budget.
pub fn build(cx: &Context) -> Result<()> {
    build_parts(cx)?;
    budgets::check(cx)
}

/// The same, but something over its budget is only said: one may try what one cannot yet deliver.
///
/// # Errors
/// When a tool cannot be installed or a step fails.
pub fn build_to_try(cx: &Context) -> Result<()> {
    build_parts(cx)?;
    if let Err(error) = budgets::check(cx) {
        eprintln!("warning: {error:#}");
    }
    Ok(())
}

fn build_parts(cx: &Context) -> Result<()> {
    let _lock = lock(cx)?;
    tools::install(cx)?;
    www::build(cx)?;
    widget::build(cx)?;
    worker::build(cx)
}

/// Two builds into one `dist` at a time would each take away what the other has just made. Held until dropped.
fn lock(cx: &Context) -> Result<File> {
    fs::create_dir_all(&cx.dist).with_context(|| format!("making {}", cx.dist.display()))?;
    let file = File::create(cx.dist.join(".lock"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!("Waiting for another build");
            file.lock().context("locking dist")?;
        }
        Err(TryLockError::Error(error)) => return Err(error).context("locking dist"),
    }
    Ok(file)
}

/// Tells whether a step's inputs are those of the last build: its own, named from the root of the repository, and what
/// every step depends on.
///
/// # Errors
/// When an input cannot be read.
fn stamp(cx: &Context, step: &str, inputs: &[impl AsRef<str>]) -> Result<Stamp> {
    let shared = ["Cargo.lock", "Cargo.toml", "package-lock.json", "xtask/src/build"];
    let inputs: Vec<PathBuf> =
        inputs.iter().map(AsRef::as_ref).chain(shared).map(|input| cx.root.join(input)).collect();
    Stamp::of(cx.dist.join(format!(".{step}")), &inputs)
}
