//! Tools from crates.io, one directory per version.

use std::{
    fs,
    io::{IsTerminal as _, stderr},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::cache;
use crate::run::run;

/// One pinned tool.
#[derive(Clone, Copy, Debug)]
pub struct CargoTool {
    /// Its name on crates.io.
    pub package: &'static str,
    /// Exactly this version.
    pub version: &'static str,
    /// The program it installs.
    pub binary: &'static str,
}

impl CargoTool {
    /// The program, installed first if it is missing.
    ///
    /// # Errors
    /// When it cannot be compiled or there is nowhere to keep it.
    pub fn path(&self) -> Result<PathBuf> {
        let home = cache::directory()?.join(format!("{}-{}", self.package, self.version));
        let program = home.join(self.binary);
        if !program.exists() {
            self.install(&home, &program).with_context(|| format!("installing {}", self.package))?;
        }
        Ok(program)
    }

    /// Compiles beside the final place and moves there at the end. What an interrupted installation has compiled is used by
    /// the next one.
    fn install(&self, home: &Path, program: &Path) -> Result<()> {
        eprintln!("Installing {} {} (once; a few minutes)", self.package, self.version);
        let building = home.with_extension("building");
        fs::create_dir_all(&building).with_context(|| format!("making {}", building.display()))?;

        let mut command = Command::new("cargo");
        command.arg("install").arg(format!("{}@{}", self.package, self.version));
        // Not optimised: it compiles in half the time, and works for a second or two.
        command.args(["--locked", "--debug", "--no-track", "--root"]).arg(&building);
        // A person sees it move; a log is spared its hundreds of lines.
        if !stderr().is_terminal() {
            command.arg("--quiet");
        }
        // The directory is the cache's, so that no configuration of the repository applies to a tool.
        command.current_dir(&building).env("CARGO_TARGET_DIR", building.join("target")).env_remove("RUSTFLAGS");
        run(command.env("CARGO_PROFILE_DEV_DEBUG", "false"))?;
        cache::move_in(&building.join("bin").join(self.binary), program)?;
        fs::remove_dir_all(&building).ok();
        Ok(())
    }
}
