//! How much the suites play, and how much they have played.

use std::{env, fs::OpenOptions, io::Write as _};

/// Whether what takes long is wanted, too: `cargo xtask test --all`.
#[must_use]
pub fn plays_all() -> bool {
    env::var_os("REGULARS_ALL").is_some()
}

/// Writes down that so many of something were played, for the table at the end of `cargo xtask test`.
///
/// # Panics
/// When the file that `REGULARS_COUNTS` names cannot be written: a count that is missing would pass for a smaller one.
pub fn add(count: usize, what: &str) {
    let Some(file) = env::var_os("REGULARS_COUNTS") else { return };
    let written = OpenOptions::new().append(true).create(true).open(&file);
    let written = written.and_then(|mut file| writeln!(file, "{count} {what}"));
    written.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
