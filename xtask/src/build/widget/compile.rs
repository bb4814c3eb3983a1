//! Compiles the widget with cargo.

use std::{path::PathBuf, process::Command};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::super::small;
use crate::{context::Context, run::read};

const PACKAGE: &str = "regulars-widget";
const TARGET: &str = "wasm32-unknown-unknown";
/// `emit-relocs` leaves in what the splitter needs to move functions; `erase_components` keeps views from becoming one
/// type each, which would be a copy of the renderer each. It has no log that values would be written to for developers.
const FLAGS: [&str; 3] = ["-Clink-args=--emit-relocs", "--cfg=erase_components", "-Zfmt-debug=none"];

/// What cargo made.
#[derive(Debug)]
pub struct Compiled {
    /// The module, not yet cut.
    pub module: PathBuf,
    /// What the build script has written: the compiled strings.
    pub out: PathBuf,
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
    command.arg("--message-format=json-render-diagnostics").current_dir(&cx.root);
    command.envs(small::environment(cx, &FLAGS)?);
    let output = read(&mut command)?;
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let (mut module, mut out) = (None, None);
    for message in messages
        .filter(|message| message.package_id.as_ref().is_some_and(|id| id.contains(PACKAGE) || id.contains("/widget#")))
    {
        module = message.filenames.into_iter().find(|file| file.extension().is_some_and(|it| it == "wasm")).or(module);
        out = message.out_dir.or(out);
    }
    Ok(Compiled {
        module: module.context("cargo built no module")?,
        out: out.context("the widget's build script did not run")?,
    })
}
