//! `cargo xtask`: builds, runs and tests the project.

mod build;
mod context;
mod run;
mod stamp;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};

use context::Context;

/// Builds, runs and tests Regulars.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything that is deployed into `dist/`, and check it against the size budgets.
    Build,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let cx = Context::new();
    match arguments.command {
        Task::Build => build::build(&cx),
    }
}
