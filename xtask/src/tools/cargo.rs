//! Tools from crates.io, one directory per version.

use std::{
    env, fs,
    io::{IsTerminal as _, stderr},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use crate::run::run;

/// One pinned tool.
#[derive(Clone, Copy, Debug)]
pub struct CargoTool<'a> {
    /// Its name on crates.io.
    pub package: &'a str,
    /// Exactly this version.
    pub version: &'a str,
    /// The program it installs.
    pub binary: &'a str,
    /// Whether to take the dependencies of its own lock file.
    pub locked: bool,
    /// Features to turn on, separated by commas.
    pub features: &'a str,
}

impl CargoTool<'_> {
    /// The program, installed first if it is missing.
    ///
    /// # Errors
    /// When it cannot be compiled or there is nowhere to keep it.
    pub fn path(&self) -> Result<PathBuf> {
        let home = directory()?.join(format!("{}-{}", self.package, self.version));
        let program = home.join("bin").join(self.binary);
        if !program.exists() {
            self.install(&home).with_context(|| format!("installing {}", self.package))?;
        }
        Ok(program)
    }

    /// Compiles beside the final place and moves there at the end: what is there is whole. What an interrupted
    /// installation has compiled is used by the next one.
    fn install(&self, home: &Path) -> Result<()> {
        eprintln!("Installing {} {} (once; a few minutes)", self.package, self.version);
        let building = directory()?.join(format!("{}-{}.building", self.package, self.version));
        fs::create_dir_all(&building).with_context(|| format!("making {}", building.display()))?;

        let mut command = Command::new("cargo");
        command.arg("install").arg(format!("{}@{}", self.package, self.version));
        command.arg("--root").arg(&building).arg("--no-track");
        // A person sees it move; a log is spared its hundreds of lines.
        if !stderr().is_terminal() {
            command.arg("--quiet");
        }
        if self.locked {
            command.arg("--locked");
        }
        if !self.features.is_empty() {
            command.args(["--features", self.features]);
        }
        // The directory is the cache's, so that no configuration of the repository applies to a tool.
        command.current_dir(&building).env("CARGO_TARGET_DIR", building.join("target")).env_remove("RUSTFLAGS");
        run(&mut command)?;

        fs::remove_dir_all(building.join("target")).ok();
        if let Err(error) = fs::rename(&building, home) {
            fs::remove_dir_all(&building).ok();
            // Somebody else at the same time was quicker, or there is no place.
            if !home.exists() {
                return Err(error).with_context(|| format!("moving to {}", home.display()));
            }
        }
        Ok(())
    }
}

/// Where tools are kept: the platform's place for what can be made again.
fn directory() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => {
            let home = PathBuf::from(env::var_os("HOME").context("HOME is not set")?);
            home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" })
        }
    };
    Ok(cache.join("regulars"))
}
