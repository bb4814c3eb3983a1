//! `cargo xtask`: builds, runs and tests the project.

mod bench;
mod build;
mod context;
mod deploy;
mod dev;
mod ports;
mod run;
mod stack;
mod stamp;
mod test;
mod times;
mod tools;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};

use context::Context;
use test::Level;

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
        /// Where the API listens; the demo shop takes the next port, https the one after.
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// Forget the state of earlier starts.
        #[arg(long)]
        fresh: bool,
    },
    /// Build everything that is deployed into `dist/`, and check it against the size budgets.
    Build,
    /// Run every check and every suite, as CI does.
    Test {
        /// Also what takes long: more histories, imports, each journey on each device.
        #[arg(long)]
        all: bool,
        /// Run one part alone.
        #[arg(long, value_enum)]
        only: Option<test::Step>,
    },
    /// Check what the changes can reach, without a build: in about two minutes.
    Check {
        /// What the changes are compared with.
        #[arg(long, default_value = "HEAD")]
        since: String,
    },
    /// Measure latency, throughput, sizes, and the longest task of the tag on a page.
    Bench {
        /// What the benchmark itself takes.
        #[arg(trailing_var_arg = true)]
        arguments: Vec<OsString>,
    },
    /// Put the build on your Cloudflare account.
    Deploy {
        /// A file with `PLATFORM_KEY=…` and `PLATFORM_SECRET=…`, for the first time.
        #[arg(long)]
        secrets_file: Option<PathBuf>,
    },
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let cx = Context::new();
    match arguments.command {
        Task::Dev { port, fresh } => dev::dev(&cx, port, fresh)?,
        Task::Build => build::build(&cx)?,
        Task::Test { all, only } => {
            return test::test(&cx, only, if all { Level::All } else { Level::Main });
        }
        Task::Check { since } => return test::check(&cx, &since),
        Task::Bench { arguments } => bench::bench(&cx, &arguments)?,
        Task::Deploy { secrets_file } => deploy::deploy(&cx, secrets_file.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}
