//! The suites that run without a browser.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::{Level, counts, tally::Tally};
use crate::{context::Context, run::read, tools};

/// The program with what crosses rooms, and the part of it that needs no runtime.
const SUITE: &str = "suite";
const NATIVE: &str = "native::";

/// How many tests over HTTP run at a time. Most of each is waiting: for an alarm, a queue, a second to pass.
const RUNTIME_THREADS: &str = "6";

/// Every test that needs nothing but a processor.
///
/// # Errors
/// When cargo cannot be started or something does not compile.
pub fn native(cx: &Context, level: Level) -> Result<Tally> {
    let mut tally = Tally::default();
    for program in compile(cx)? {
        let arguments: &[&str] = if program.name == SUITE { &[NATIVE] } else { &[] };
        tally += cx.times.step(&format!("native: {}", program.title()), || program.run(cx, level, arguments))?;
    }
    Ok(tally)
}

/// Every test that starts the runtime.
///
/// # Errors
/// When cargo cannot be started or something does not compile.
pub fn runtime(cx: &Context, level: Level) -> Result<Tally> {
    let suite = compile(cx)?.into_iter().find(|program| program.name == SUITE).context("there is no suite")?;
    suite.run(cx, level, &["--skip", NATIVE, "--test-threads", RUNTIME_THREADS])
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

/// A compiled test program.
#[derive(Debug)]
struct Program {
    /// The target's name: a library's, or that of a file or folder in `tests`.
    name: String,
    /// The package's folder, where its tests run.
    folder: PathBuf,
    executable: PathBuf,
}

impl Program {
    fn title(&self) -> String {
        let folder = self.folder.file_name().unwrap_or_default().to_string_lossy();
        format!("{folder}, {}", self.name)
    }

    fn run(&self, cx: &Context, level: Level, arguments: &[&str]) -> Result<Tally> {
        println!("\n{}", self.title());
        let mut command = Command::new(&self.executable);
        command.args(arguments).current_dir(&self.folder).env(counts::VARIABLE, counts::file(cx));
        command.envs(level.environment());
        let (success, output) = run_and_read(&mut command, |line| println!("{line}"))?;
        Ok(Tally::of_cargo(&output).and_success(success))
    }
}

/// A message of `cargo test --message-format=json`.
#[derive(Deserialize)]
struct Message {
    manifest_path: Option<PathBuf>,
    executable: Option<PathBuf>,
    target: Option<Target>,
    profile: Option<Profile>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// Compiles all test programs of the workspace at once: asked for one by one, cargo would compile what they share with the
/// features of each. Nothing here is an example in documentation, for which cargo would compile each library once more.
fn compile(cx: &Context) -> Result<Vec<Program>> {
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--exclude", "regulars-wasm", "--lib", "--bins", "--tests", "--no-run"]);
    command.arg("--message-format=json-render-diagnostics");
    let output = cx.times.step("tests: compile", || read(command.current_dir(&cx.root)))?;
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let programs = messages.filter_map(|message| {
        let folder = message.manifest_path?.parent()?.to_path_buf();
        let program = Program { name: message.target?.name, folder, executable: message.executable? };
        message.profile?.test.then_some(program)
    });
    let mut programs: Vec<Program> = programs.collect();
    programs.sort_by_key(Program::title);
    ensure!(!programs.is_empty(), "cargo compiled no tests");
    Ok(programs)
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
