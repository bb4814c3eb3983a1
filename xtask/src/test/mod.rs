//! `cargo xtask test`: every check there is.
//!
//! Two lanes run side by side, because a linker, an optimiser or a test leaves one of two cores idle; what starts the
//! runtime comes after them, alone, because it waits for things that happen in time.

pub mod browser;
mod checks;
mod chromium;
mod counts;
mod description;
mod reach;
mod suites;
mod tally;

use std::{panic::resume_unwind, process::ExitCode, thread};

use anyhow::{Result, ensure};
use clap::ValueEnum;
use regulars_kit::counts::ALL_VARIABLE;

use crate::{build, context::Context};
use tally::Tally;

/// One part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// `cargo fmt --check`.
    Format,
    /// `cargo clippy` without warnings, for this machine and for WebAssembly.
    Lint,
    /// Licences, sources and advisories of what we depend on.
    Dependencies,
    /// Everything that is deployed, within its size budgets.
    Build,
    /// Tests that need nothing but a processor.
    Native,
    /// Tests of the JavaScript that needs no browser.
    Node,
    /// Tests over HTTP against the real runtime.
    Runtime,
    /// Requests made from the API's description by schemathesis; with `--all` alone.
    Description,
    /// Tests in Chromium, on the demo shop.
    Browser,
}

/// How much of each step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Every rule and every journey once.
    Main,
    /// Also what takes long: more histories, imports, each journey on each device.
    All,
}

impl Level {
    /// What programs of tests are given: they play more with [`ALL_VARIABLE`].
    #[must_use]
    pub fn environment(self) -> Option<(&'static str, &'static str)> {
        (self == Self::All).then_some((ALL_VARIABLE, "1"))
    }
}

/// What runs side by side, each lane in this order.
const LANES: [&[Step]; 2] = [&[Step::Format, Step::Lint, Step::Native, Step::Node], &[Step::Dependencies, Step::Build]];
/// What runs after that, one by one.
const ALONE: &[Step] = &[Step::Runtime, Step::Description, Step::Browser];

impl Step {
    fn run(self, cx: &Context, level: Level) -> Result<Tally> {
        match self {
            Self::Format => checks::format(cx),
            Self::Lint => checks::lint(cx, None),
            Self::Dependencies => checks::dependencies(cx),
            Self::Build => build::build(cx).map(|()| Tally::default()),
            Self::Native => suites::native(cx, level, None),
            Self::Node => suites::node(cx),
            Self::Runtime => suites::runtime(cx, level),
            Self::Description => description::run(cx),
            Self::Browser => browser::run(cx, level),
        }
    }

    /// Whether this step runs what [`Self::Build`] makes.
    fn needs_build(self) -> bool {
        matches!(self, Self::Runtime | Self::Description | Self::Browser)
    }

    /// Whether this step is left out of a run that is not of everything.
    fn is_long(self) -> bool {
        self == Self::Description
    }

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Runs all steps, or `only` one with the build it needs. A failing step does not keep the others from running, unless they
/// need what it should have built. The last line is `N passed, N failed`.
///
/// # Errors
/// When nothing can be written down. A failed test is in the exit code, so that the count stays the last line.
pub fn test(cx: &Context, only: Option<Step>, level: Level) -> Result<ExitCode> {
    counts::clear(cx)?;
    let wanted = |step: Step| match only {
        None => level == Level::All || !step.is_long(),
        Some(only) => only == step || (step == Step::Build && only.needs_build()),
    };
    let run = |steps: &[Step], is_built: bool| -> Vec<(Step, Tally)> {
        let steps = steps.iter().copied().filter(|step| wanted(*step));
        steps.map(|step| (step, run_step(cx, step, level, is_built))).collect()
    };
    let mut outcomes: Vec<(Step, Tally)> = thread::scope(|scope| {
        let lanes = LANES.map(|steps| scope.spawn(move || run(steps, true)));
        lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let is_built = !outcomes.iter().any(|(step, tally)| *step == Step::Build && tally.failed > 0);
    outcomes.extend(run(ALONE, is_built));
    Ok(report(cx, &outcomes))
}

/// `cargo xtask check`: the form, and of what the changes since `revision` can reach the lints and the tests that need no
/// build. For while one is writing: what it leaves out is said.
///
/// # Errors
/// When git or cargo cannot tell what has changed.
pub fn check(cx: &Context, revision: &str) -> Result<ExitCode> {
    counts::clear(cx)?;
    let reach = reach::since(cx, revision)?;
    println!("{reach}");
    let mut outcomes = vec![(Step::Format, measured(cx, Step::Format, || checks::format(cx)))];
    if !reach.packages.is_empty() {
        let packages = Some(&reach.packages[..]);
        outcomes.push((Step::Lint, measured(cx, Step::Lint, || checks::lint(cx, packages))));
        outcomes.push((Step::Native, measured(cx, Step::Native, || suites::native(cx, Level::Main, packages))));
    }
    if reach.has_scripts {
        outcomes.push((Step::Node, measured(cx, Step::Node, || suites::node(cx))));
    }
    Ok(report(cx, &outcomes))
}

fn run_step(cx: &Context, step: Step, level: Level, is_built: bool) -> Tally {
    measured(cx, step, || {
        ensure!(is_built || !step.needs_build(), "not run: there is no build to run it on");
        step.run(cx, level)
    })
}

/// Does a step's work under its heading, and says what it came to.
fn measured(cx: &Context, step: Step, work: impl FnOnce() -> Result<Tally>) -> Tally {
    let name = step.name();
    println!("\n== {name}");
    let tally = cx.times.step(&name, work).unwrap_or_else(|error| {
        eprintln!("error: {name}: {error:#}");
        // A step that could not even count is one failure.
        Tally { passed: 0, failed: 1 }
    });
    println!("-- {name}: {}, {tally}", if tally.failed > 0 { "FAILED" } else { "ok" });
    tally
}

/// Says what each step came to, how long it took, and how much was played.
fn report(cx: &Context, outcomes: &[(Step, Tally)]) -> ExitCode {
    println!("\n{}", cx.times.table());
    let mut total = Tally::default();
    for (step, tally) in outcomes {
        total += *tally;
        if tally.passed + tally.failed > 0 {
            println!("{:>17}  {} tests{}", tally.passed, step.name(), failures(*tally));
        }
    }
    print!("{}", counts::table(cx));
    let failed: Vec<String> =
        outcomes.iter().filter(|(_, tally)| tally.failed > 0).map(|(step, _)| step.name()).collect();
    if !failed.is_empty() {
        println!("\nfailed: {}", failed.join(", "));
    }
    println!("\n{total}");
    if total.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn failures(tally: Tally) -> String {
    if tally.failed > 0 { format!(", and {} failed", tally.failed) } else { String::new() }
}
