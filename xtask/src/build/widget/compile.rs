//! Compiles the widget with cargo.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{context::Context, run::read};

const PACKAGE: &str = "regulars-widget";
const TARGET: &str = "wasm32-unknown-unknown";
/// The standard library is compiled with the widget: for size, and without composing what a panic would say, since all
/// that comes of one here is a trap. Worth 3 KB of the main chunk and a tenth of its code.
///
/// Cargo calls both unstable; the compiler is pinned in `rust-toolchain.toml`, so they do not change under us.
const STANDARD_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const ABORT: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// `emit-relocs` leaves in what the splitter needs to move functions; `erase_components` keeps views from becoming one
/// type each, which would be a copy of the renderer each. Paths of the machine that builds are nobody's business.
fn rustflags(cx: &Context) -> Result<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo"))).context("HOME is not set")?;
    let remap = |path: &Path, to: &str| format!("--remap-path-prefix={}={to}", path.display());
    // The separator of `CARGO_ENCODED_RUSTFLAGS`: a path may have a space in it.
    let flags = ["-Clink-args=--emit-relocs", "--cfg=erase_components", &remap(&home, "cargo"), &remap(&cx.root, "")];
    Ok([&ABORT[..], &flags[..]].concat().join("\x1f"))
}

/// What cargo made.
#[derive(Debug)]
pub struct Compiled {
    /// The module, not yet cut.
    pub module: PathBuf,
    /// The folder of the compiled strings.
    pub strings: PathBuf,
}

/// A message of `cargo build --message-format=json`, as far as it is about the widget.
#[derive(Deserialize)]
struct Message {
    package_id: Option<String>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
}

/// Compiles the widget and its strings.
///
/// # Errors
/// When it does not compile, a string missing in a language included.
pub fn compile(cx: &Context) -> Result<Compiled> {
    let mut command = Command::new("cargo");
    command.args(["build", "--package", PACKAGE, "--target", TARGET, "--profile", "widget"]);
    command.args(STANDARD_LIBRARY).arg("--message-format=json-render-diagnostics").current_dir(&cx.root);
    command.env("CARGO_ENCODED_RUSTFLAGS", rustflags(cx)?).env("RUSTC_BOOTSTRAP", "1");
    let output = read(&mut command)?;
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let (mut module, mut strings) = (None, None);
    for message in messages
        .filter(|message| message.package_id.as_ref().is_some_and(|id| id.contains(PACKAGE) || id.contains("/widget#")))
    {
        module = message.filenames.into_iter().find(|file| file.extension().is_some_and(|it| it == "wasm")).or(module);
        strings = message.out_dir.map(|directory| directory.join("strings")).or(strings);
    }
    Ok(Compiled {
        module: module.context("cargo built no module")?,
        strings: strings.context("the widget's build script did not run")?,
    })
}
