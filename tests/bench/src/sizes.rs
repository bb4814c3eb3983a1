//! The sizes of what was built, in Markdown.

use std::fmt::Write as _;

use anyhow::Result;
use regulars_kit::{budgets, repository};

/// Every budget with what is used of it.
///
/// # Errors
/// When something was not built.
pub fn table() -> Result<String> {
    let mut table = String::from("| size | brotli 11 | budget | used | gzip 9 |\n|---|--:|--:|--:|--:|\n");
    for measured in budgets::measure(&repository())? {
        let used = measured.used_percent();
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} B | {} B | {used} % | {} B |",
            measured.name, measured.size.brotli, measured.limit_bytes, measured.size.gzip
        );
    }
    Ok(table)
}
