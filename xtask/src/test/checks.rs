//! Checks that run no tests: form, lints, dependencies.

use std::process::{Command, Stdio};

use anyhow::Result;

use super::tally::Tally;
use crate::{
    context::Context,
    run::run,
    tools::{self, WASM_TARGET},
};

/// The crates that run as WebAssembly and nowhere else: they are linted for that target alone.
const WASM_PACKAGES: [&str; 2] = ["regulars-widget", "regulars-worker"];

/// The form of the source.
///
/// # Errors
/// When a file has another one.
pub fn format(cx: &Context) -> Result<Tally> {
    tools::install_component("rustfmt")?;
    run(Command::new("cargo").args(["fmt", "--all", "--check"]).current_dir(&cx.root))?;
    Ok(Tally::default())
}

/// Warnings of the compiler and of clippy are errors here, not while one is writing.
///
/// # Errors
/// When there is one.
pub fn lint(cx: &Context) -> Result<Tally> {
    tools::install_component("clippy")?;
    tools::install_wasm_target()?;
    let clippy = |target: &str, arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.arg("clippy").args(arguments).args(["--all-targets", "--", "-D", "warnings"]).current_dir(&cx.root);
        cx.times.step(&format!("lint: {target}"), || run(&mut command))
    };
    let excluded: Vec<&str> = WASM_PACKAGES.iter().flat_map(|package| ["--exclude", package]).collect();
    clippy("this machine", &[&["--workspace"], &excluded[..]].concat())?;
    let packages: Vec<&str> = WASM_PACKAGES.iter().flat_map(|package| ["--package", package]).collect();
    clippy("WebAssembly", &[&packages[..], &["--target", WASM_TARGET]].concat())?;
    Ok(Tally::default())
}

/// Licences, sources and duplicates always; known vulnerabilities when their database can be reached.
///
/// # Errors
/// When `deny.toml` forbids something we depend on.
pub fn dependencies(cx: &Context) -> Result<Tally> {
    let deny = tools::cargo_deny()?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&deny);
        command.args(["--log-level", "error", "check", "--hide-inclusion-graph"]).args(what).current_dir(&cx.root);
        command
    };
    run(&mut check(&["bans", "licenses", "sources"]))?;
    // The database is a git repository elsewhere. A network without it must not stop the rest.
    let mut fetch = Command::new(&deny);
    fetch.args(["--log-level", "off", "fetch", "db"]).current_dir(&cx.root);
    if fetch.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success() {
        run(&mut check(&["advisories"]))?;
    } else {
        println!("advisories: not checked, their database cannot be reached");
    }
    Ok(Tally::default())
}
