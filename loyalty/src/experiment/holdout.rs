//! The program-wide holdout: people who see no offer at all, so that the program as a whole can be measured.

use super::{Share, hash::bucket};

/// Whether a person is among the `share` of a shop's people to whom nothing is offered.
///
/// The seed is the shop's alone, so a person's place here says nothing of the place in any experiment; and a growing
/// share only adds people. Nobody without an id is held out.
pub fn in_program_holdout(shop: &str, share: Share, id: &str) -> bool {
    // An experiment may be named as the shop is, and its seed is its name.
    const PREFIX: &str = "program-holdout/";
    !id.is_empty() && bucket(&[PREFIX, shop].concat(), id) < u32::from(share.0)
}
