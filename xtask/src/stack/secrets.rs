//! The platform's key and secret of a developer's machine: made at the first start, kept with the state.

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// What the worker reads as `PLATFORM_KEY` and `PLATFORM_SECRET`.
#[derive(Debug, Deserialize, Serialize)]
pub struct Secrets {
    /// Opens the platform's routes.
    pub platform_key: String,
    /// Seals what shops keep secret; without it the state cannot be read any more.
    pub platform_secret: String,
}

impl Secrets {
    /// Reads the file, or makes one with new secrets.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn load_or_make(path: &Path) -> Result<Self> {
        let naming = || format!("{} (cargo xtask dev --fresh makes a new one)", path.display());
        if path.exists() {
            return serde_json::from_str(&fs::read_to_string(path).with_context(naming)?).with_context(naming);
        }
        let secrets = Self { platform_key: random()?, platform_secret: random()? };
        write_private(path, &secrets)?;
        Ok(secrets)
    }
}

/// Writes JSON that only its owner can read.
///
/// # Errors
/// When the file cannot be written.
pub fn write_private(path: &Path, content: &impl Serialize) -> Result<()> {
    let naming = || format!("writing {}", path.display());
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).with_context(naming)?;
    }
    let mut file =
        File::options().write(true).create(true).truncate(true).mode(0o600).open(path).with_context(naming)?;
    serde_json::to_writer_pretty(&mut file, content).with_context(naming)?;
    writeln!(file).with_context(naming)
}

/// 256 bits in hexadecimal digits.
fn random() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("asking the system for randomness")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
