//! What is said around the shop's own questions. Its messages are files of their own: `strings/survey/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/survey/en.json`, written by the build script.
    use crate::text::{Message, Plural};

    include!(concat!(env!("OUT_DIR"), "/survey_keys.rs"));
}
