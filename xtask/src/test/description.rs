//! schemathesis on every operation of `worker/openapi.json`: nothing fails, every answer is a documented one, and nothing is
//! taken that the description forbids. In `cargo xtask test --all` alone: it sends ten thousand requests.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};
use regulars_kit::{Runtime, Settings};

use super::tally::Tally;
use crate::{context::Context, tools};

const FOLDER: &str = "tests/schemathesis";
const PLATFORM_KEY: &str = "the platform key of schemathesis, of forty or more characters";

/// Starts a service with nothing in it and runs schemathesis on it.
///
/// # Errors
/// When the service or schemathesis cannot be started.
pub fn run(cx: &Context) -> Result<Tally> {
    let folder = cx.root.join(FOLDER);
    let schemathesis = tools::schemathesis(&folder.join("requirements.txt"))?;
    let state = cx.target.join("xtask/description");
    if state.exists() {
        fs::remove_dir_all(&state).with_context(|| format!("removing {}", state.display()))?;
    }
    let runtime = Runtime::start(&Settings {
        state: state.join("state"),
        port: None,
        https_port: None,
        open_files: None,
        platform_key: PLATFORM_KEY.to_owned(),
        platform_secret: PLATFORM_KEY.chars().rev().collect(),
    })?;
    let report = state.join("report.xml");
    let mut command = Command::new(schemathesis);
    command
        .args(["--config-file", "schemathesis.toml", "run"])
        .arg(cx.root.join("worker/openapi.json"))
        .args(["--url", runtime.url(), "--continue-on-failure", "--no-color", "--report", "junit"])
        .arg("--report-junit-path")
        .arg(&report)
        .env("REGULARS_URL", runtime.url())
        .env("REGULARS_PLATFORM_KEY", PLATFORM_KEY)
        .current_dir(&folder)
        .stdin(Stdio::null());
    let success = command.status().context("starting schemathesis")?.success();
    runtime.stop()?;
    let report = fs::read_to_string(&report).context("schemathesis wrote no report")?;
    Ok(Tally::of_junit(&report).and_success(success))
}
