//! The suite in Chromium, on a demo shop of its own: fresh state, free ports, real purchases.

use std::fs;

use anyhow::{Context as _, Result, ensure};

use super::{Level, chromium, tally::Tally};
use crate::{context::Context, ports::Ports, stack::Stack, tools};

/// The suite.
const SUITE: &str = "tests/browser/playwright.config.mjs";
/// How long the tag's work is at a stretch: a figure, for the benchmark.
const TASKS: &str = "tests/browser/tasks.config.mjs";

/// Runs the suite.
///
/// # Errors
/// When Chromium, the stack or Playwright cannot be started.
pub fn run(cx: &Context, level: Level) -> Result<Tally> {
    play(cx, SUITE, level)
}

/// Measures the tag's longest tasks on a page, and prints them.
///
/// # Errors
/// When it cannot be measured, or one is longer than the budget.
pub fn measure_tasks(cx: &Context) -> Result<()> {
    let tally = play(cx, TASKS, Level::All)?;
    ensure!(tally.failed == 0, "a task is longer than its budget");
    Ok(())
}

/// Starts a stack, runs tests of `tests/browser` with Playwright, and ends the stack.
///
/// The suite finds in its environment: `DEMO_JSON`, the file with addresses and keys; `CHROMIUM`, the program to start.
///
/// # Errors
/// When Chromium, the stack or Playwright cannot be started.
fn play(cx: &Context, config: &str, level: Level) -> Result<Tally> {
    tools::install_npm_packages(cx)?;
    let chromium = chromium::find_or_install(cx)?;
    let home = cx.target.join("xtask/browser");
    if home.exists() {
        fs::remove_dir_all(&home).with_context(|| format!("removing {}", home.display()))?;
    }
    let stack = cx.times.step("browser: start", || Stack::start(cx, &home, Ports::any()?))?;
    let report = home.join("report.json");

    let mut command = tools::node_command(cx, &cx.root.join("node_modules/.bin/playwright"))?;
    command
        .args(["test", "--config", config, "--reporter", "list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("DEMO_JSON", stack.demo_json())
        .env("CHROMIUM", chromium)
        .envs(level.environment())
        .current_dir(&cx.root);
    let success = command.status().context("starting Playwright")?.success();
    stack.stop()?;

    let report = fs::read_to_string(&report).context("Playwright wrote no report")?;
    Ok(Tally::of_playwright(&report)?.and_success(success))
}
