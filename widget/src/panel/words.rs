//! What the panel says. Its messages are files of their own: `strings/panel/<language>.json`.

#[rustfmt::skip]
pub mod keys {
    //! One constant for each message of `strings/panel/en.json`, written by the build script, and those of every page that
    //! the panel says too.
    pub use crate::text::keys::{
        ALREADY_MEMBER, CLOSE, JOIN, POINTS, REFUSED_OTHER, RETRY, SENDING, SIGN_IN, UNREAD,
    };
    use crate::text::{Message, Plural};

    include!(concat!(env!("OUT_DIR"), "/panel_keys.rs"));
}
