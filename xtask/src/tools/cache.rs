//! Where tools are kept that were compiled once for all clones: a directory of the user's, named by version.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

/// The platform's place for what can be made again.
///
/// # Errors
/// When there is no home directory.
pub fn directory() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => {
            let home = PathBuf::from(env::var_os("HOME").context("HOME is not set")?);
            home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" })
        }
    };
    Ok(cache.join("regulars"))
}

/// Puts a compiled program in its final place. Another process that does the same at the same time is no fault: both have
/// made the same, and what is there is always whole.
///
/// # Errors
/// When there is nowhere to put it.
pub fn move_in(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a program without a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    match fs::rename(from, to) {
        Err(error) if !to.exists() => Err(error).with_context(|| format!("moving to {}", to.display())),
        _ => Ok(()),
    }
}
