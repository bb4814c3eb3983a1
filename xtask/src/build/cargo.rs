//! Compiles the widget and the worker with cargo: both small, and both at the same time.
//!
//! The standard library is compiled with the program: for size, and without composing what a panic would say. All that
//! comes of a panic is a trap, in the browser as at the edge, where the runtime logs it and begins anew. Worth 3 KB of the
//! widget's main chunk and 50 KB of the worker.
//!
//! Cargo calls both unstable; the compiler is pinned in `rust-toolchain.toml`, so they do not change under us.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{context::Context, run::read, tools::WASM_TARGET};

/// What cargo made.
#[derive(Debug)]
pub struct Compiled {
    /// The module as the linker has left it.
    pub module: PathBuf,
    /// What the package's build script has written, if it has one.
    pub out: Option<PathBuf>,
}

/// A message of `cargo build --message-format=json`.
#[derive(Deserialize)]
struct Message {
    manifest_path: Option<PathBuf>,
    package_id: Option<String>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
}

/// Compiles a package for WebAssembly. `flags` are the compiler's, beside those of both packages.
///
/// Each has a profile, so a directory, of its own: cargo lets two of them compile at the same time.
///
/// # Errors
/// When it does not compile.
pub fn compile(cx: &Context, package: &str, profile: &str, flags: &[&str]) -> Result<Compiled> {
    let mut command = Command::new("cargo");
    command.args(["build", "--package", package, "--target", WASM_TARGET, "--profile", profile]);
    command.arg("--message-format=json-render-diagnostics").current_dir(&cx.root).envs(environment(cx, flags)?);
    let output = read(&mut command)?;
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let (mut module, mut out) = (None, None);
    let folder = cx.root.join(package.trim_start_matches("regulars-"));
    for message in messages.filter(|message| is_about(message, &folder)) {
        module = message.filenames.into_iter().find(|file| file.extension().is_some_and(|it| it == "wasm")).or(module);
        out = message.out_dir.or(out);
    }
    Ok(Compiled { module: module.context("cargo built no module")?, out })
}

/// Whether a message is about the package in a folder: an artifact has its manifest's path, a build script's outcome only
/// the package's id, `path+file:///…/widget#regulars-widget@0.1.0`.
fn is_about(message: &Message, folder: &Path) -> bool {
    let by_id = || {
        let id = message.package_id.as_deref().and_then(|id| id.strip_prefix("path+file://")?.split('#').next());
        id.is_some_and(|path| Path::new(path) == folder)
    };
    message.manifest_path.as_deref().map_or_else(by_id, |path| path.parent() == Some(folder))
}

/// What cargo is given.
fn environment(cx: &Context, flags: &[&str]) -> Result<[(&'static str, String); 5]> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo"))).context("HOME is not set")?;
    // Paths of the machine that builds are nobody's business.
    let remap = |path: &Path, to: &str| format!("--remap-path-prefix={}={to}", path.display());
    // Where a panic would have been is not said either.
    let all = [
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Zlocation-detail=none",
        &remap(&home, "cargo"),
        &remap(&cx.root, ""),
    ];
    // The separator of `CARGO_ENCODED_RUSTFLAGS`: a path may have a space in it.
    let flags = [&all[..], flags].concat().join("\x1f");
    Ok([
        ("RUSTC_BOOTSTRAP", "1".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".to_owned()),
        ("CARGO_ENCODED_RUSTFLAGS", flags),
        // Several are compiled at a time, and each would draw its bar over the others'.
        ("CARGO_TERM_PROGRESS_WHEN", "never".to_owned()),
    ])
}
