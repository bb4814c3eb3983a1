//! Where an offer is shown.

use serde::{Deserialize, Serialize};

use crate::{attention, check::Faults, tagged::tagged};

/// Longest name of a place or an element that the shop marked, in characters.
pub const MARK_LEN_MAX: usize = 64;

/// Where an offer is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Display {
    /// A line along an edge of the window.
    Bar {
        /// At the top or at the bottom of the window.
        edge: Edge,
    },
    /// Over the page, which waits behind it.
    Modal {},
    /// A card in a corner.
    SlideIn {},
    /// A block of the page, where the shop placed an element for it.
    Inline {
        /// The name the shop gave that element.
        place: String,
    },
    /// A mark on the launcher.
    Badge {},
}

/// An edge of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// The upper one.
    Top,
    /// The lower one.
    Bottom,
}

tagged! {
    Display { edge: Edge, place: String }
    Bar = "bar" { edge }
    Modal = "modal" {}
    SlideIn = "slide_in" {}
    Inline = "inline" { place }
    Badge = "badge" {}
}

impl Display {
    /// What it asks of somebody's attention.
    pub fn for_attention(&self) -> attention::Display {
        match self {
            Self::Bar { .. } => attention::Display::Bar,
            Self::Modal {} => attention::Display::Modal,
            Self::SlideIn {} => attention::Display::SlideIn,
            Self::Inline { .. } => attention::Display::Inline,
            Self::Badge {} => attention::Display::Badge,
        }
    }

    pub(super) fn check(&self, faults: &mut Faults) {
        if let Self::Inline { place } = self {
            faults.require(is_mark(place), || "display.place".to_owned(), MARK_FAULT);
        }
    }
}

/// What is said of a text that [`is_mark`] does not take.
pub(crate) const MARK_FAULT: &str = "must have 1 to 64 letters, digits, dashes, underscores or dots";

/// Whether a text is a name for a place, an element or an event of the page. It never needs quoting.
pub(crate) fn is_mark(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=MARK_LEN_MAX).contains(&text.len()) && text.bytes().all(is_plain)
}
