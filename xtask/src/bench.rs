//! `cargo xtask bench`: builds and measures. Numbers for people, not a test.

use std::{ffi::OsString, process::Command};

use anyhow::Result;

use crate::{build, context::Context, run::run, test::browser};

/// Runs `tests/bench` on a fresh build, and the tag in Chromium; `arguments` are those of `tests/bench`.
///
/// # Errors
/// When the build or the benchmark fails.
pub fn bench(cx: &Context, arguments: &[OsString]) -> Result<()> {
    build::build(cx)?;
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--profile", "bench", "--package", "regulars-bench", "--"]).args(arguments);
    run(command.current_dir(&cx.root))?;
    browser::measure_tasks(cx)
}
