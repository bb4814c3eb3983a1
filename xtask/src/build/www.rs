//! `dist/www`: what is served beside the API. The widget's files are added by its own step.
//!
//! `www/public` is served at the root, every other folder of `www` under its own name, except the demo shop, which
//! is a program of its own and no part of the product, and `www/lib`, which it shares with the scripts of the reference. The API's description is written beside the worker and served as a file;
//! `/reference/` is made from it by the scripts in `www/reference/render`, which are not served.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use super::{stamp, widget};
use crate::{context::Context, run::run_quietly, tools};

const AT_THE_ROOT: &str = "public";
const NOT_SERVED: [&str; 2] = ["demo-shop", SHARED];
/// What the demo shop and the scripts of the reference share.
const SHARED: &str = "lib";
const API: &str = "worker/openapi.json";
/// What makes the reference of the API, and the page it makes.
const RENDERER: &str = "www/reference/render";
const REFERENCE: &str = "reference/index.html";

/// Copies the pages, if any of them has changed, and removes those that are gone.
///
/// # Errors
/// When a file cannot be copied.
pub fn build(cx: &Context) -> Result<()> {
    let folders: Vec<String> =
        names(&cx.root.join("www"))?.into_iter().filter(|name| !NOT_SERVED.contains(&name.as_str())).collect();
    let pages = folders.iter().map(|name| format!("www/{name}"));
    let inputs: Vec<String> = pages.chain([API.to_owned(), format!("www/{SHARED}")]).collect();
    let stamp = stamp(cx, "www", &inputs)?;
    if stamp.is_current() && cx.www().exists() {
        return Ok(());
    }
    remove_all_but_the_widget(&cx.www())?;
    for name in folders {
        let target = if name == AT_THE_ROOT { cx.www() } else { cx.www().join(&name) };
        copy(&cx.root.join("www").join(&name), &target)?;
    }
    copy(&cx.root.join(API), &cx.www().join("openapi.json"))?;
    write_reference(cx)?;
    stamp.save()
}

/// Writes the page, so that a browser without scripts can read it.
fn write_reference(cx: &Context) -> Result<()> {
    let mut node = tools::node_command(cx, &tools::node(cx))?;
    node.arg(cx.root.join(RENDERER).join("index.mjs")).arg(cx.root.join(API)).arg(cx.www().join(REFERENCE));
    run_quietly(&mut node)?;
    let scripts = cx.www().join("reference/render");
    fs::remove_dir_all(&scripts).with_context(|| format!("removing {}", scripts.display()))
}

fn remove_all_but_the_widget(www: &Path) -> Result<()> {
    fs::create_dir_all(www).with_context(|| format!("making {}", www.display()))?;
    for name in names(www)?.into_iter().filter(|name| !widget::OUTPUTS.contains(&name.as_str())) {
        let path = www.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
        return names(from)?.iter().try_for_each(|name| copy(&from.join(name), &to.join(name)));
    }
    fs::copy(from, to).map(drop).with_context(|| format!("copying {}", from.display()))
}

/// What is in a directory, in the order of its names.
fn names(directory: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(directory).with_context(|| format!("reading {}", directory.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    let mut names: Vec<String> = paths.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}
