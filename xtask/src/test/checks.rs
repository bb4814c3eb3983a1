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

/// Warnings of the compiler and of clippy are errors here, not while one is writing. Of `packages` alone, or of all.
///
/// # Errors
/// When there is one.
pub fn lint(cx: &Context, packages: Option<&[String]>) -> Result<Tally> {
    tools::install_component("clippy")?;
    tools::install_wasm_target()?;
    let clippy = |target: &str, arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.arg("clippy").args(arguments).args(["--all-targets", "--", "-D", "warnings"]).current_dir(&cx.root);
        cx.times.step(&format!("lint: {target}"), || run(&mut command))
    };
    let is_wanted = |package: &str| packages.is_none_or(|some| some.iter().any(|name| name == package));
    let named =
        |flag: &'static str, names: &[&'static str]| names.iter().flat_map(|name| [flag, *name]).collect::<Vec<_>>();
    match packages {
        None => clippy("this machine", &[&["--workspace"], &named("--exclude", &WASM_PACKAGES)[..]].concat())?,
        Some(some) => {
            let native = some.iter().filter(|name| !WASM_PACKAGES.contains(&name.as_str()));
            let native: Vec<&str> = native.flat_map(|name| ["--package", name]).collect();
            if !native.is_empty() {
                clippy("this machine", &native)?;
            }
        }
    }
    let wasm: Vec<&'static str> = WASM_PACKAGES.into_iter().filter(|package| is_wanted(package)).collect();
    if !wasm.is_empty() {
        clippy("WebAssembly", &[&named("--package", &wasm)[..], &["--target", WASM_TARGET]].concat())?;
    }
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
