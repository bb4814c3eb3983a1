//! What is said beside testimonials. Its messages are files of their own: `strings/testimonials/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/testimonials/en.json`, written by the build script.
    use crate::text::Message;

    include!(concat!(env!("OUT_DIR"), "/testimonials_keys.rs"));
}
