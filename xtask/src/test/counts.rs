//! How much the tests have played, beside how many they are: histories, conditions, simulated experiments.
//!
//! Tests append to a file (`regulars_kit::counts`). So a run tells when a suite plays less than the one before.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::context::Context;

/// The file of this clone.
#[must_use]
pub fn file(cx: &Context) -> PathBuf {
    cx.target.join("xtask/counts")
}

/// Forgets what an earlier run has counted.
///
/// # Errors
/// When the file cannot be written.
pub fn clear(cx: &Context) -> Result<()> {
    let file = file(cx);
    fs::create_dir_all(cx.target.join("xtask"))?;
    fs::write(&file, "").with_context(|| format!("writing {}", file.display()))
}

/// One line for each thing that was counted.
#[must_use]
pub fn table(cx: &Context) -> String {
    sums(&fs::read_to_string(file(cx)).unwrap_or_default())
}

fn sums(text: &str) -> String {
    let mut sums = BTreeMap::<&str, u64>::new();
    for (number, what) in text.lines().filter_map(|line| line.split_once(' ')) {
        *sums.entry(what).or_default() += number.parse::<u64>().unwrap_or_default();
    }
    sums.into_iter().map(|(what, number)| format!("{number:>17}  {what}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::sums;

    #[test]
    fn numbers_of_the_same_thing_are_added_up() {
        let counted = sums("30 histories\n4 conditions\n5000 histories\n\nnothing\n");
        let lines: Vec<&str> = counted.lines().map(str::trim).collect();
        assert_eq!(lines, ["4  conditions", "5030  histories"]);
    }
}
