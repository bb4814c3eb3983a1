//! What is said around what the two sides write. Its messages are files of their own: `strings/cases/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/cases/en.json`, written by the build script, and those of every
    //! page that are said here too.
    pub use crate::text::keys::{RETRY, SENDING};
    use crate::text::{Message, Plural};

    include!(concat!(env!("OUT_DIR"), "/cases_keys.rs"));
}
