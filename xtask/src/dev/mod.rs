//! `cargo xtask dev`: the whole of Regulars on this machine, with a demo shop full of real purchases.

mod api;
mod demo;
mod import;
mod ports;
mod secrets;

use std::{
    fs::{self, File},
    sync::mpsc::{self, RecvTimeoutError},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use regulars_kit::{Runtime, Settings, group::Group};

use crate::{build, context::Context, tools};
use demo::Demo;
use ports::Ports;
use secrets::Secrets;

/// How often to look whether something has ended by itself.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);
/// How long the demo shop's backend may take to answer for the first time.
const SHOP_TIMEOUT: Duration = Duration::from_secs(30);

/// Builds, starts and fills everything, then waits for Ctrl-C.
///
/// # Errors
/// When a step fails, a port is taken or a part ends by itself.
pub fn dev(cx: &Context, port: u16, fresh: bool) -> Result<()> {
    let started = Instant::now();
    let ports = Ports::reserve(port)?;
    build::build(cx)?;
    if fresh && cx.dev.exists() {
        fs::remove_dir_all(&cx.dev).with_context(|| format!("removing {}", cx.dev.display()))?;
    }

    let secrets = Secrets::load_or_make(&cx.dev.join("secrets.json"))?;
    ports.release();
    eprintln!("Starting the runtime");
    let mut runtime = Runtime::start(&Settings {
        state: cx.dev.join("state"),
        port: Some(port),
        platform_key: secrets.platform_key.clone(),
        platform_secret: secrets.platform_secret,
    })?;

    let shop_url = format!("http://127.0.0.1:{}", Ports::shop(port));
    let demo = Demo::open_or_create(cx, runtime.url(), &shop_url, &secrets.platform_key)?;
    let mut shop = start_shop(cx, &demo, Ports::shop(port))?;
    println!("\n{}\nReady after {:.1} s. Ctrl-C ends it.", demo.addresses(cx), started.elapsed().as_secs_f32());

    watch(cx, &mut runtime, &mut shop)?;
    eprintln!("\nStopping");
    shop.stop()?;
    runtime.stop()
}

/// Starts the demo shop's own backend: a shop like any other, outside the product.
fn start_shop(cx: &Context, demo: &Demo, port: u16) -> Result<Group> {
    let log = File::create(cx.dev.join("shop.log"))?;
    let mut command = Group::command(tools::node(cx));
    command
        .arg(cx.root.join("www/demo-shop/server.mjs"))
        .env("REGULARS_URL", &demo.url)
        .env("DEMO_JSON", Demo::path(cx))
        .env("PORT", port.to_string())
        .current_dir(&cx.root)
        .stdout(log.try_clone()?)
        .stderr(log);
    let mut shop = Group::spawn(command).context("starting the demo shop")?;
    let deadline = Instant::now() + SHOP_TIMEOUT;
    while !api::answers(&demo.shop_url) {
        if !shop.is_running()? || Instant::now() > deadline {
            bail!("the demo shop did not start: see {}", cx.relative(&cx.dev.join("shop.log")).display());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(shop)
}

/// Returns at Ctrl-C.
fn watch(cx: &Context, runtime: &mut Runtime, shop: &mut Group) -> Result<()> {
    let (send, interrupted) = mpsc::channel();
    // Only from here on: until everything is up, the signal may simply end this process and its children with it.
    ctrlc::set_handler(move || {
        // The other end is gone only when the program is about to end anyway.
        send.send(()).ok();
    })?;
    loop {
        match interrupted.recv_timeout(WATCH_INTERVAL) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if !runtime.is_running()? {
            bail!("the runtime ended by itself: see {}", cx.relative(runtime.log()).display());
        }
        if !shop.is_running()? {
            bail!("the demo shop ended by itself: see {}", cx.relative(&cx.dev.join("shop.log")).display());
        }
    }
}
