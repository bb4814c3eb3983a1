//! Builds what is deployed: `dist/worker` runs at the edge, `dist/www` is served beside it.

mod budgets;
mod cargo;
mod optimise;
mod widget;
mod worker;
mod www;

use std::{
    fs::{self, File, TryLockError},
    panic::resume_unwind,
    path::PathBuf,
    thread::{self, ScopedJoinHandle},
};

use anyhow::{Context as _, Result};

use crate::{context::Context, stamp::Stamp, tools};

/// Installs missing tools, builds everything that has changed and checks its size.
///
/// # Errors
/// When a tool cannot be installed, a step fails or something is over its budget.
pub fn build(cx: &Context) -> Result<()> {
    build_parts(cx)?;
    check_budgets(cx)
}

/// The same, but something over its budget is only said: one may try what one cannot yet deliver.
///
/// # Errors
/// When a tool cannot be installed or a step fails.
pub fn build_to_try(cx: &Context) -> Result<()> {
    build_parts(cx)?;
    if let Err(error) = check_budgets(cx) {
        eprintln!("warning: {error:#}");
    }
    Ok(())
}

fn check_budgets(cx: &Context) -> Result<()> {
    cx.times.step("sizes", || budgets::check(cx))
}

/// Everything that needs nothing else is done at the same time: two cores are idle in none of it.
fn build_parts(cx: &Context) -> Result<()> {
    let _lock = lock(cx)?;
    let (stale_widget, stale_worker) = (widget::stale(cx)?, worker::stale(cx)?);
    let is_stale = stale_widget.is_some() || stale_worker.is_some();
    if is_stale {
        tools::install_wasm_target()?;
        tools::install_sources()?;
    }
    let step = |name: &str, work: &dyn Fn() -> Result<()>| cx.times.step(name, work);
    let (widget, worker) = thread::scope(|scope| -> Result<_> {
        let npm = scope.spawn(|| step("npm packages", &|| tools::install_npm_packages(cx)));
        let binder = scope.spawn(|| {
            let install = || tools::regulars_wasm(cx).map(drop);
            if is_stale { step("regulars-wasm", &install) } else { Ok(()) }
        });
        let widget = stale_widget.is_some().then(|| {
            eprintln!("Compiling the widget");
            scope.spawn(|| cx.times.step("widget: compile", || widget::compile(cx)))
        });
        let worker = stale_worker.is_some().then(|| {
            eprintln!("Compiling the worker");
            scope.spawn(|| cx.times.step("worker: compile", || worker::compile(cx)))
        });
        let compiled = (widget.map(join).transpose()?, worker.map(join).transpose()?);
        join(npm)?;
        join(binder)?;
        Ok(compiled)
    })?;
    step("pages", &|| www::build(cx))?;
    thread::scope(|scope| {
        let worker = worker.map(|module| {
            scope.spawn(move || cx.times.step("worker: bind, optimise", || worker::assemble(cx, &module)))
        });
        if let Some(compiled) = widget {
            cx.times.step("widget: split, bind, optimise", || widget::assemble(cx, &compiled))?;
        }
        worker.map(join).transpose()
    })?;
    // Only what is whole is remembered as built.
    stale_widget.iter().chain(&stale_worker).try_for_each(Stamp::save)
}

/// What a thread gave; its panic goes on here.
fn join<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
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
