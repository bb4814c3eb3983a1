//! What is said of offers. Its messages are files of their own: `strings/offers/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/offers/en.json`, written by the build script, and those of every page that
    //! offers say too.
    pub use crate::text::keys::{
        ALREADY_MEMBER, CLOSE, COPIED, COPY, COPY_LABEL, JOIN, REFUSED_OTHER, RETRY, SENDING, SIGN_IN,
    };
    use crate::text::{Message, Plural};

    include!(concat!(env!("OUT_DIR"), "/offers_keys.rs"));
}
