//! `cargo xtask`: builds, runs and tests the project.

mod build;
mod context;
mod dev;
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
    /// Build and start everything on this machine, with a demo shop full of real purchases.
    Dev {
        /// Where the API listens; the demo shop takes the next one.
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// Forget the state of earlier starts.
        #[arg(long)]
        fresh: bool,
    },
    /// Build everything that is deployed into `dist/`, and check it against the size budgets.
    Build,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let cx = Context::new();
    match arguments.command {
        Task::Dev { port, fresh } => dev::dev(&cx, port, fresh),
        Task::Build => build::build(&cx),
    }
}
