//! Tools from crates.io, one directory per version.

use std::{
    env, fs,
    io::{IsTerminal as _, stderr},
    path::PathBuf,
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
            self.install(&home)?;
        }
        Ok(program)
    }

    /// Compiles beside the final place and moves there at the end, so that an interrupted or a second installation at
    /// the same time never leaves half a tool behind.
    fn install(&self, home: &PathBuf) -> Result<()> {
        eprintln!("Installing {} {} (once; a few minutes)", self.package, self.version);
        let building = home.with_extension(format!("{}.building", std::process::id()));
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
        let installed = run(&mut command).with_context(|| format!("installing {}", self.package));

        if installed.is_ok() {
            fs::remove_dir_all(building.join("target")).ok();
            if fs::rename(&building, home).is_ok() {
                return Ok(());
            }
        }
        fs::remove_dir_all(&building).ok();
        installed
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
