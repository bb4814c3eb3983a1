//! `cargo xtask test`: every check there is, in an order that tells the cheap news first.

pub mod browser;
mod checks;
mod chromium;
mod suites;
mod tally;

use std::{process::ExitCode, time::Instant};

use anyhow::{Result, anyhow};
use clap::ValueEnum;

use crate::{build, context::Context};
use tally::Tally;

/// One part of the whole, in the order they run.
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
    /// Tests of the JavaScript that is not the product: the demo shop's own parts.
    Node,
    /// Tests over HTTP against the real runtime.
    Runtime,
    /// Tests in Chromium, on the demo shop.
    Browser,
}

impl Step {
    fn run(self, cx: &Context) -> Result<Tally> {
        match self {
            Self::Format => checks::format(cx),
            Self::Lint => checks::lint(cx),
            Self::Dependencies => checks::dependencies(cx),
            Self::Build => build::build(cx).map(|()| Tally::default()),
            Self::Native => suites::native(cx),
            Self::Node => suites::node(cx),
            Self::Runtime => suites::runtime(cx),
            Self::Browser => browser::run(cx),
        }
    }

    /// Whether this step runs what [`Self::Build`] makes.
    fn needs_build(self) -> bool {
        matches!(self, Self::Runtime | Self::Browser)
    }
}

/// Runs all steps, or `only` one with the build it needs. A failing step does not keep the later ones from running,
/// unless they need what it should have built. The last line is `N passed, N failed`.
///
/// # Errors
/// Never for a failed test: that is in the exit code, so that the count stays the last line.
pub fn test(cx: &Context, only: Option<Step>) -> Result<ExitCode> {
    let wanted = |step: Step| only.is_none_or(|only| only == step || (step == Step::Build && only.needs_build()));
    let mut total = Tally::default();
    let mut failed_steps = Vec::new();
    for &step in Step::value_variants().iter().filter(|step| wanted(**step)) {
        let name = format!("{step:?}").to_lowercase();
        let started = Instant::now();
        println!("\n== {name}");
        let outcome = if step.needs_build() && failed_steps.contains(&Step::Build) {
            Err(anyhow!("not run: there is no build to run it on"))
        } else {
            step.run(cx)
        };
        let tally = outcome.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            // A step that could not even count is one failure.
            Tally { passed: 0, failed: 1 }
        });
        if tally.failed > 0 {
            failed_steps.push(step);
        }
        let verdict = if tally.failed > 0 { "FAILED" } else { "ok" };
        println!("-- {name}: {verdict}, {tally}, {:.1} s", started.elapsed().as_secs_f32());
        total += tally;
    }
    if !failed_steps.is_empty() {
        println!("\nfailed: {failed_steps:?}");
    }
    println!("\n{total}");
    Ok(if total.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
