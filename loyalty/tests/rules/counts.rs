//! How much was played, for the table at the end of `cargo xtask test`.

use std::{env, fs::OpenOptions, io::Write as _};

/// Writes down that so many of something were played, where the file that `REGULARS_COUNTS` names wants it.
pub fn add(count: usize, what: &str) {
    let Some(file) = env::var_os("REGULARS_COUNTS") else { return };
    let mut file = OpenOptions::new().append(true).create(true).open(file).unwrap();
    writeln!(file, "{count} {what}").unwrap();
}
