//! The sizes of what was built, beside their limits in `tests/budgets.json`.
//!
//! A size is the sum of its files, each compressed with brotli at quality 11, as they travel. gzip stands beside it
//! because Cloudflare counts the size of a worker that way.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;

/// Where the limits are, from the root of the repository.
pub const FILE: &str = "tests/budgets.json";

/// Something that has a limit, and its size.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What it is.
    pub name: String,
    /// How large it may be with brotli. A kilobyte is 1,024 bytes.
    pub limit_bytes: usize,
    /// Why the limit is what it is, where that needs saying.
    pub why: Option<String>,
    /// How large it is.
    pub size: Size,
}

impl Measured {
    /// Whether it is within its limit.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.size.brotli <= self.limit_bytes
    }

    /// Percent of the limit that are used.
    #[must_use]
    pub fn used_percent(&self) -> usize {
        self.size.brotli * 100 / self.limit_bytes.max(1)
    }
}

/// Bytes of one or several files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    /// With brotli at quality 11.
    pub brotli: usize,
    /// With gzip at level 9.
    pub gzip: usize,
    /// As they are.
    pub plain: usize,
}

/// Measures everything that has a limit.
///
/// # Errors
/// When a budget names files that were not built.
pub fn measure(root: &Path) -> Result<Vec<Measured>> {
    let path = root.join(FILE);
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let budgets: Vec<Budget> = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let measured = budgets.into_iter().map(|budget| {
        let size = budget.measure(root).with_context(|| format!("budget \"{}\"", budget.name))?;
        Ok(Measured { name: budget.name, limit_bytes: budget.limit_bytes, why: budget.why, size })
    });
    measured.collect()
}

/// One line of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    limit_bytes: usize,
    /// Why it is more than the design gives it.
    why: Option<String>,
    /// Patterns from the root of the repository; each has to match something.
    files: Vec<String>,
    /// Patterns of which only the largest file counts, such as one language of several.
    #[serde(default)]
    largest_of: Vec<String>,
}

impl Budget {
    fn measure(&self, root: &Path) -> Result<Size> {
        let mut total = Size::default();
        for pattern in &self.files {
            for file in matching(root, pattern)? {
                total = total.plus(size_of(&file)?);
            }
        }
        for pattern in &self.largest_of {
            let sizes: Vec<Size> = matching(root, pattern)?.iter().map(|file| size_of(file)).collect::<Result<_>>()?;
            total = total.plus(sizes.into_iter().max().unwrap_or_default());
        }
        Ok(total)
    }
}

impl Size {
    /// The size of some content.
    ///
    /// # Errors
    /// When it cannot be compressed.
    pub fn of(content: &[u8]) -> Result<Self> {
        let mut brotli = Vec::new();
        // 22 is the window's size that servers use.
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &*content, &mut brotli, &parameters)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        Ok(Self { brotli: brotli.len(), gzip: gzip.finish()?.len(), plain: content.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { brotli: self.brotli + other.brotli, gzip: self.gzip + other.gzip, plain: self.plain + other.plain }
    }
}

fn size_of(file: &Path) -> Result<Size> {
    Size::of(&fs::read(file).with_context(|| format!("reading {}", file.display()))?)
}

/// The files a pattern names. None at all means that the pattern or the build is wrong, and nothing would be guarded.
fn matching(root: &Path, pattern: &str) -> Result<Vec<PathBuf>> {
    let files = glob::glob(&root.join(pattern).to_string_lossy())?.collect::<Result<Vec<_>, _>>()?;
    if files.is_empty() {
        bail!("nothing matches {pattern}");
    }
    Ok(files)
}
