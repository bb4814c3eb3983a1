//! What a form says. Its messages are files of their own: `strings/form/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/form/en.json`, written by the build script.
    use crate::text::Message;

    include!(concat!(env!("OUT_DIR"), "/form_keys.rs"));
}
