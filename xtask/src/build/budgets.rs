//! Compares the sizes of what was built with `tests/budgets.json`.
//!
//! A size is the sum of its files, each compressed with brotli at quality 11, as they travel. gzip stands beside it
//! because Cloudflare counts the size of a worker that way.

use std::{fs, io::Write as _, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;

use crate::{context::Context, stamp::Stamp};

/// One line of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    /// Brotli. A kilobyte is 1,024 bytes.
    limit_bytes: usize,
    /// Patterns from the root of the repository; each has to match something.
    files: Vec<String>,
    /// Patterns of which only the largest file counts, such as one language of several.
    #[serde(default)]
    largest_of: Vec<String>,
}

/// Bytes of one or several files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Size {
    brotli: usize,
    gzip: usize,
    plain: usize,
}

/// Prints a table of all sizes and fails if one is over its budget; silent if nothing has changed since it last passed.
///
/// # Errors
/// When a budget is exceeded or names files that were not built.
pub fn check(cx: &Context) -> Result<()> {
    let path = cx.root.join("tests/budgets.json");
    let stamp = Stamp::of(cx.target.join("xtask/budgets"), &[&path, &cx.dist])?;
    if stamp.is_current() {
        return Ok(());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let budgets: Vec<Budget> = serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;

    println!("{:26} {:>9} {:>9} {:>6} {:>9} {:>9}", "bytes", "brotli 11", "budget", "used", "gzip 9", "plain");
    let mut exceeded = Vec::new();
    for budget in budgets {
        let size = budget.measure(cx).with_context(|| format!("budget \"{}\"", budget.name))?;
        let used = size.brotli * 100 / budget.limit_bytes.max(1);
        println!(
            "{:26} {:>9} {:>9} {used:>5}% {:>9} {:>9}",
            budget.name, size.brotli, budget.limit_bytes, size.gzip, size.plain
        );
        if size.brotli > budget.limit_bytes {
            exceeded.push(budget.name);
        }
    }
    if !exceeded.is_empty() {
        bail!("over budget: {}", exceeded.join(", "));
    }
    stamp.save()
}

impl Budget {
    fn measure(&self, cx: &Context) -> Result<Size> {
        let mut total = Size::default();
        for pattern in &self.files {
            for file in matching(cx, pattern)? {
                total = total.plus(Size::of(&file)?);
            }
        }
        for pattern in &self.largest_of {
            let sizes: Vec<Size> = matching(cx, pattern)?.iter().map(Size::of).collect::<Result<_>>()?;
            total = total.plus(sizes.into_iter().max().unwrap_or_default());
        }
        Ok(total)
    }
}

impl Size {
    fn of(file: &PathBuf) -> Result<Self> {
        let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let mut brotli = Vec::new();
        // 22 is the window's size that servers use.
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut content.as_slice(), &mut brotli, &parameters)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&content)?;
        Ok(Self { brotli: brotli.len(), gzip: gzip.finish()?.len(), plain: content.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { brotli: self.brotli + other.brotli, gzip: self.gzip + other.gzip, plain: self.plain + other.plain }
    }
}

/// The files a pattern names. None at all means that the pattern or the build is wrong, and nothing would be guarded.
fn matching(cx: &Context, pattern: &str) -> Result<Vec<PathBuf>> {
    let files = glob::glob(&cx.root.join(pattern).to_string_lossy())?.collect::<Result<Vec<_>, _>>()?;
    if files.is_empty() {
        bail!("nothing matches {pattern}");
    }
    Ok(files)
}
