//! Holds what was built to `tests/budgets.json`.

use anyhow::{Result, bail};
use regulars_kit::budgets::{self, Measured};

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
    let measured = budgets::measure(&cx.root)?;
    println!("\n{:26} {:>9} {:>9} {:>6} {:>9} {:>9}", "bytes", "brotli 11", "budget", "used", "gzip 9", "plain");
    for item in &measured {
        let Measured { name, limit_bytes, size, .. } = item;
        let used = item.used_percent();
        println!("{name:26} {:>9} {limit_bytes:>9} {used:>5}% {:>9} {:>9}", size.brotli, size.gzip, size.plain);
    }
    for item in &measured {
        if let Some(why) = &item.why {
            println!("{}: {why}", item.name);
        }
    }
    let exceeded: Vec<&str> = measured.iter().filter(|item| !item.fits()).map(|item| item.name.as_str()).collect();
    if !exceeded.is_empty() {
        bail!("over budget: {}", exceeded.join(", "));
    }
    stamp.save()
}
