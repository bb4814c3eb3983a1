//! The suites that run without a browser.

use std::{
    io::{BufRead as _, BufReader},
    panic::resume_unwind,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result, ensure};
use regulars_kit::counts::FILE_VARIABLE;
use serde::Deserialize;

use super::{Level, counts, tally::Tally};
use crate::{context::Context, run::read, tools};

/// The program with what crosses rooms, the part of it that needs no runtime, and the largest of those that do.
const SUITE: &str = "suite";
const NATIVE: &str = "native::";
const HTTP: &str = "http::";

/// The package that has no tests but a build of its own, and the most dependencies of all.
const TESTLESS: &str = "regulars-wasm";

/// How many tests of each part run at a time. Most of each is waiting: for an alarm, a queue, a second to pass.
const RUNTIME_THREADS: &str = "4";

/// Every test that needs nothing but a processor, of `packages` alone or of all.
///
/// # Errors
/// When cargo cannot be started or something does not compile.
pub fn native(cx: &Context, level: Level, packages: Option<&[String]>) -> Result<Tally> {
    let mut tally = Tally::default();
    for program in compile(cx, packages)? {
        let arguments: &[&str] = if program.name == SUITE { &[NATIVE] } else { &[] };
        tally += cx.times.step(&format!("native: {}", program.title()), || program.run(cx, level, arguments))?;
    }
    Ok(tally)
}

/// Every test that starts the runtime: in two programs side by side, each with a runtime of its own.
///
/// # Errors
/// When cargo cannot be started or something does not compile.
pub fn runtime(cx: &Context, level: Level) -> Result<Tally> {
    let suite = compile(cx, None)?.into_iter().find(|program| program.name == SUITE).context("there is no suite")?;
    let parts: [(&str, &[&str]); 2] = [("http", &[HTTP]), ("the others", &["--skip", NATIVE, "--skip", HTTP])];
    let run = |(name, filter): (&str, &[&str])| {
        let arguments = [filter, &["--test-threads", RUNTIME_THREADS]].concat();
        cx.times.step(&format!("runtime: {name}"), || suite.run(cx, level, &arguments))
    };
    let tallies = thread::scope(|scope| {
        let parts = parts.map(|part| scope.spawn(move || run(part)));
        parts.map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let mut total = Tally::default();
    for tally in tallies {
        total += tally?;
    }
    Ok(total)
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
        command.args(arguments).current_dir(&self.folder).env(FILE_VARIABLE, counts::file(cx));
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
fn compile(cx: &Context, packages: Option<&[String]>) -> Result<Vec<Program>> {
    let mut command = Command::new("cargo");
    command.args(["test", "--lib", "--bins", "--tests", "--no-run", "--message-format=json-render-diagnostics"]);
    match packages {
        None => command.args(["--workspace", "--exclude", TESTLESS]),
        Some(some) => command.args(some.iter().filter(|name| *name != TESTLESS).flat_map(|name| ["--package", name])),
    };
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
