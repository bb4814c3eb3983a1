//! `dist/www`: what is served beside the API. The widget's files are added by its own step.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

use crate::context::Context;

/// Copies `www/public`, headers included.
///
/// # Errors
/// When a file cannot be copied.
pub fn build(cx: &Context) -> Result<()> {
    copy(&cx.root.join("www/public"), &cx.www())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}
