//! The suites that run without a browser.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use super::tally::Tally;
use crate::{context::Context, tools};

/// Every test that needs nothing but a processor.
///
/// # Errors
/// When cargo cannot be started.
pub fn native(cx: &Context) -> Result<Tally> {
    let mut tally = cargo_test(cx, &["--workspace", "--exclude", "regulars-tests"])?;
    let programs = programs(cx, |name| name.ends_with("_native"))?;
    tally += cargo_test(cx, &[&["--package", "regulars-tests", "--lib"][..], &arguments(&programs)].concat())?;
    Ok(tally)
}

/// Every test that starts the runtime: what is in `tests/tests` and not called native.
///
/// # Errors
/// When cargo cannot be started.
pub fn runtime(cx: &Context) -> Result<Tally> {
    let programs = programs(cx, |name| !name.ends_with("_native"))?;
    cargo_test(cx, &[&["--package", "regulars-tests"][..], &arguments(&programs)].concat())
}

/// Node's own runner on `*.test.mjs` beside the code.
///
/// # Errors
/// When Node cannot be started.
pub fn node(cx: &Context) -> Result<Tally> {
    tools::install_npm_packages(cx)?;
    let mut command = tools::node_command(cx, &tools::node(cx))?;
    command
        // One report to read here and one for people.
        .args(["--test", "--test-reporter=tap", "--test-reporter-destination=stdout"])
        .args(["--test-reporter=spec", "--test-reporter-destination=stderr"])
        // What a failed test leaves running would keep the program alive.
        .args(["--test-timeout=60000", "--test-force-exit"])
        .args(["www/**/*.test.mjs", "widget/**/*.test.mjs", "worker/**/*.test.mjs"])
        .current_dir(&cx.root);
    let (success, output) = run_and_read(&mut command, |_line| {})?;
    Ok(Tally::of_tap(&output).and_success(success))
}

fn cargo_test(cx: &Context, arguments: &[&str]) -> Result<Tally> {
    let mut command = Command::new("cargo");
    command.args(["test", "--no-fail-fast"]).args(arguments).current_dir(&cx.root);
    let (success, output) = run_and_read(&mut command, |line| println!("{line}"))?;
    Ok(Tally::of_cargo(&output).and_success(success))
}

/// The names of the test programs in `tests/tests` that match: single files, and folders with a `main.rs`.
fn programs(cx: &Context, matches: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let directory = cx.root.join("tests/tests");
    let mut names = Vec::new();
    for entry in fs::read_dir(&directory).with_context(|| format!("reading {}", directory.display()))? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "rs") || file.join("main.rs").exists() {
            names.extend(stem(&file).filter(|name| matches(name)));
        }
    }
    names.sort();
    Ok(names)
}

fn stem(file: &Path) -> Option<String> {
    Some(file.file_stem()?.to_str()?.to_owned())
}

fn arguments(programs: &[String]) -> Vec<&str> {
    programs.iter().flat_map(|program| ["--test", program]).collect()
}

/// Hands on each line of standard output as it comes; returns all of them, and whether the program succeeded.
fn run_and_read(command: &mut Command, show: impl Fn(&str)) -> Result<(bool, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("starting {program}"))?;
    let mut text = String::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            // A test may print bytes that are not text; its line is then not one that is counted.
            let Ok(line) = line else { continue };
            show(&line);
            text.push_str(&line);
            text.push('\n');
        }
    }
    Ok((child.wait()?.success(), text))
}
