//! How much the suites play, and how much they have played.

use std::{env, fs::OpenOptions, io::Write as _};

/// Set where what takes long is wanted, too.
pub const ALL_VARIABLE: &str = "REGULARS_ALL";
/// Names the file to which a test appends a line `NUMBER WHAT`.
pub const FILE_VARIABLE: &str = "REGULARS_COUNTS";

/// Whether what takes long is wanted, too: `cargo xtask test --all`.
#[must_use]
pub fn plays_all() -> bool {
    env::var_os(ALL_VARIABLE).is_some()
}

/// Writes down that so many of something were played, for the table at the end of `cargo xtask test`.
///
/// # Panics
/// When the file that [`FILE_VARIABLE`] names cannot be written: a count that is missing would pass for a smaller one.
pub fn add(count: usize, what: &str) {
    let Some(file) = env::var_os(FILE_VARIABLE) else { return };
    let written = OpenOptions::new().append(true).create(true).open(&file);
    let written = written.and_then(|mut file| writeln!(file, "{count} {what}"));
    written.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
