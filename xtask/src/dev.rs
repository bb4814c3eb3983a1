//! `cargo xtask dev`: the whole of Regulars on this machine, until Ctrl-C.

use std::{
    fs,
    sync::mpsc::{self, RecvTimeoutError},
    time::Duration,
};

use anyhow::{Context as _, Result};

use crate::{build, context::Context, ports::Ports, stack::Stack};

/// How often to look whether something has ended by itself.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// Builds, starts and fills everything, then waits for Ctrl-C.
///
/// # Errors
/// When a step fails, a port is taken or a part ends by itself.
pub fn dev(cx: &Context, port: u16, fresh: bool) -> Result<()> {
    let ports = Ports::reserve(port)?;
    build::build_to_try(cx)?;
    if fresh && cx.dev.exists() {
        fs::remove_dir_all(&cx.dev).with_context(|| format!("removing {}", cx.dev.display()))?;
    }
    let mut stack = Stack::start(cx, &cx.dev, ports)?;
    println!("\n{}\n{}\nReady. Ctrl-C ends it.", cx.times.table(), stack.addresses(cx));
    wait_for_interrupt(&mut stack)?;
    eprintln!("\nStopping");
    stack.stop()
}

fn wait_for_interrupt(stack: &mut Stack) -> Result<()> {
    let (send, interrupted) = mpsc::channel();
    // Only from here on: until everything is up, the signal may simply end this process and its children with it.
    ctrlc::set_handler(move || {
        // The other end is gone only when the program is about to end anyway.
        send.send(()).ok();
    })?;
    while let Err(RecvTimeoutError::Timeout) = interrupted.recv_timeout(WATCH_INTERVAL) {
        stack.check()?;
    }
    Ok(())
}
