//! What the suites share. The runtime's launcher and the CDNOW purchases live in `regulars-kit`, where `cargo xtask`
//! finds them as well.

pub use regulars_kit::{Runtime, Settings, cdnow, runtime};
