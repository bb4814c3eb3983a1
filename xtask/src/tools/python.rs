//! Tools from PyPI, in an environment of their own in the user's cache: one for each list of pinned packages.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::cache;
use crate::{
    run::{exists, run},
    stamp::Stamp,
};

const PYTHON: &str = "python3";

/// A program of the packages that a file lists, installed first if it is missing.
///
/// # Errors
/// When there is no Python, or the packages cannot be installed.
pub fn program(requirements: &Path, name: &str) -> Result<PathBuf> {
    let listed = Stamp::of(PathBuf::new(), &[requirements])?;
    let home = cache::directory()?.join(format!("{name}-{}", listed.short()));
    // Scripts of such an environment name its place, so it is made where it stays, and is whole once this is there.
    let installed = home.join("installed");
    if !installed.exists() {
        install(requirements, &home).with_context(|| format!("installing {name}"))?;
        fs::write(&installed, "").with_context(|| format!("writing {}", installed.display()))?;
    }
    Ok(home.join("bin").join(name))
}

fn install(requirements: &Path, home: &Path) -> Result<()> {
    if !exists(PYTHON) {
        bail!("{PYTHON} is missing: install Python 3.10 or newer with its module venv");
    }
    eprintln!("Installing Python packages (once; half a minute)");
    run(Command::new(PYTHON).args(["-m", "venv", "--clear"]).arg(home))?;
    let mut pip = Command::new(home.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]);
    run(pip.arg(requirements))
}
