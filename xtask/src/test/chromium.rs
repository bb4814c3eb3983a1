//! Finds Chromium, or installs it, or says how to.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    context::Context,
    run::{exists, read, run},
    tools,
};

/// Where it is named, before anything else is looked at.
const VARIABLE: &str = "CHROMIUM";
const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MACOS_APPLICATIONS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const ADVICE: &str = "Chromium is missing and could not be installed. Install it (Debian: apt-get install chromium; \
    elsewhere: npx playwright install chromium, or Google Chrome), or name it: CHROMIUM=/path/to/chromium";

/// The program to start.
///
/// # Errors
/// When there is none and none can be installed; with what to do.
pub fn find_or_install(cx: &Context) -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        if !named.exists() {
            bail!("{VARIABLE} names {}, which is not there", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = installed(cx) {
        return Ok(found);
    }
    if let Err(error) = install(cx) {
        bail!("{ADVICE}\n({error:#})");
    }
    match installed(cx) {
        Some(found) => Ok(found),
        None => bail!(ADVICE),
    }
}

fn installed(cx: &Context) -> Option<PathBuf> {
    on_path()
        .or_else(|| MACOS_APPLICATIONS.iter().map(PathBuf::from).find(|program| program.exists()))
        .or_else(|| playwrights_own(cx))
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let directories: Vec<PathBuf> = env::split_paths(&path).collect();
    PROGRAMS
        .iter()
        .flat_map(|program| directories.iter().map(move |directory| directory.join(program)))
        // Not every file of that name starts: Ubuntu has one that only says where to find the real one.
        .find(|program| program.exists() && exists(&program.to_string_lossy()))
}

/// The one that Playwright has downloaded for its own version.
fn playwrights_own(cx: &Context) -> Option<PathBuf> {
    let script = "console.log(require('playwright-core').chromium.executablePath())";
    let mut command = tools::node_command(cx, &tools::node(cx)).ok()?;
    let answer = read(command.args(["-e", script]).current_dir(&cx.root)).ok()?;
    Some(PathBuf::from(answer.trim())).filter(|program| program.exists())
}

fn install(cx: &Context) -> Result<()> {
    eprintln!("Installing Chromium");
    if is_debian() && is_root() {
        let apt = |arguments: &[&str]| {
            run(Command::new("apt-get").arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
        };
        apt(&["update"])?;
        // Without fonts, text has no width and nothing about the layout can be tested.
        return apt(&["install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"]);
    }
    let mut command = tools::node_command(cx, &cx.root.join("node_modules/.bin/playwright"))?;
    run(command.args(["install", "chromium"]).current_dir(&cx.root))
}

fn is_debian() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=debian") && Path::new("/usr/bin/apt-get").exists()
}

fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
