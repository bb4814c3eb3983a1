//! Compares the sizes of what was built with `tests/budgets.json`.

use anyhow::{Result, bail};
use regulars_kit::budgets;

use crate::{context::Context, stamp::Stamp};

/// Prints a table of all sizes and fails if one is over its budget; silent if nothing has changed since it last passed.
///
/// # Errors
/// When a budget is exceeded or names files that were not built.
pub fn check(cx: &Context) -> Result<()> {
    let stamp = Stamp::of(cx.target.join("xtask/budgets"), &[&cx.root.join(budgets::FILE), &cx.dist])?;
    if stamp.is_current() {
        return Ok(());
    }
    println!("{:26} {:>9} {:>9} {:>6} {:>9} {:>9}", "bytes", "brotli 11", "budget", "used", "gzip 9", "plain");
    let mut exceeded = Vec::new();
    for measured in budgets::measure(&cx.root)? {
        let (size, used) = (measured.size, measured.used_percent());
        println!(
            "{:26} {:>9} {:>9} {used:>5}% {:>9} {:>9}",
            measured.name, size.brotli, measured.limit_bytes, size.gzip, size.plain
        );
        if !measured.fits() {
            exceeded.push(measured.name);
        }
    }
    if !exceeded.is_empty() {
        bail!("over budget: {}", exceeded.join(", "));
    }
    stamp.save()
}
