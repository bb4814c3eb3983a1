//! Tells whether a step's inputs are the ones it last ran with.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// A fingerprint of files and directories, and the file that remembers it.
#[derive(Debug)]
pub struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// Takes the fingerprint of `inputs` (directories with all that is in them) to compare with what `file` remembers.
    ///
    /// # Errors
    /// When an input cannot be read.
    pub fn of(file: PathBuf, inputs: &[impl AsRef<Path>]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for input in inputs {
            add(&mut hasher, input.as_ref())?;
        }
        Ok(Self { file, fingerprint: hex(&hasher.finalize()) })
    }

    /// The first digits of the fingerprint, for a name.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.fingerprint[..10]
    }

    /// Whether the step has already run with these inputs.
    #[must_use]
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|saved| saved == self.fingerprint)
    }

    /// Remembers that the step has run with these inputs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self) -> Result<()> {
        if let Some(directory) = self.file.parent() {
            fs::create_dir_all(directory)?;
        }
        let mut file = fs::File::create(&self.file).with_context(|| format!("writing {}", self.file.display()))?;
        Ok(file.write_all(self.fingerprint.as_bytes())?)
    }
}

/// The version of a package in the workspace's `Cargo.lock`.
///
/// # Errors
/// When there is none.
pub fn locked_version(root: &Path, package: &str) -> Result<String> {
    let path = root.join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1);
    let version = version.and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"')).map(str::to_owned);
    version.with_context(|| format!("{package} is not in {}", path.display()))
}

/// The first digits of a file's fingerprint, for a name under which it can be cached for ever.
#[must_use]
pub fn short_hash(content: &[u8]) -> String {
    // 40 bits: a clash between two versions of one file has odds of one in 10^12.
    hex(&Sha256::digest(content)[..5])
}

/// By its own name alone: the same files are the same in every clone.
fn add(hasher: &mut Sha256, path: &Path) -> Result<()> {
    let naming = || format!("reading {}", path.display());
    hasher.update(path.file_name().unwrap_or_default().to_string_lossy().as_bytes());
    if path.is_dir() {
        let mut entries = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>())
            .with_context(naming)?;
        entries.sort();
        for entry in entries {
            add(hasher, &entry)?;
        }
    } else {
        let content = fs::read(path).with_context(naming)?;
        // The length keeps two files apart from one with both contents.
        hasher.update(content.len().to_le_bytes());
        hasher.update(content);
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_current_until_an_input_changes() {
        let directory = std::env::temp_dir().join(format!("regulars-stamp-{}", std::process::id()));
        let input = directory.join("input/deep");
        fs::create_dir_all(&input).unwrap();
        fs::write(input.join("file"), "one").unwrap();
        let stamp = || Stamp::of(directory.join("stamp"), &[directory.join("input")]).unwrap();

        assert!(!stamp().is_current());
        stamp().save().unwrap();
        assert!(stamp().is_current());
        fs::write(input.join("file"), "two").unwrap();
        assert!(!stamp().is_current());
        stamp().save().unwrap();
        fs::rename(input.join("file"), input.join("renamed")).unwrap();
        assert!(!stamp().is_current());

        fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn a_short_hash_is_ten_digits_of_sha_256() {
        assert_eq!(short_hash(b""), "e3b0c44298");
    }
}
