//! What a preview says. Its messages are files of their own: `strings/preview/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/preview/en.json`, written by the build script.
    use crate::text::Message;

    include!(concat!(env!("OUT_DIR"), "/preview_keys.rs"));
}
