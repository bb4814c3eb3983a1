//! What makes an offer ask for attention.

use serde::Serialize;

use super::display::{MARK_FAULT, is_mark};
use crate::{Money, attention, check::Faults, tagged::tagged};

/// Most triggers of an offer.
pub const TRIGGERS_MAX: usize = 5;
/// Longest time a trigger waits, in seconds: an hour. Nobody is on a site for longer.
pub const WAIT_S_MAX: u32 = 3_600;

/// What makes an offer ask for attention. Each of an offer's triggers is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Trigger {
    /// The page being opened.
    AtOnce {},
    /// This much time on the page.
    TimeOnPage {
        /// Seconds.
        seconds: u32,
    },
    /// This much time on the site in one visit.
    TimeOnSite {
        /// Seconds.
        seconds: u32,
    },
    /// The page scrolled this far.
    ScrollDepth {
        /// Of the page's height, 1 to 100.
        percent: u8,
    },
    /// The pointer on its way out of the window.
    ExitIntent {},
    /// Nothing done for this long.
    Inactivity {
        /// Seconds.
        seconds: u32,
    },
    /// A cart of this value or more.
    CartValue {
        /// In the program's currency.
        minimum: Money,
    },
    /// A click on an element that the shop marked.
    Click {
        /// The name the shop gave that element.
        mark: String,
    },
    /// Something the shop's page tells of.
    Event {
        /// What the page calls it.
        name: String,
    },
}

tagged! {
    Trigger { seconds: u32, percent: u8, minimum: Money, mark: String, name: String }
    AtOnce = "at_once" {}
    TimeOnPage = "time_on_page" { seconds }
    TimeOnSite = "time_on_site" { seconds }
    ScrollDepth = "scroll_depth" { percent }
    ExitIntent = "exit_intent" {}
    Inactivity = "inactivity" { seconds }
    CartValue = "cart_value" { minimum }
    Click = "click" { mark }
    Event = "event" { name }
}

impl Trigger {
    /// What it means for the attention it asks for.
    pub fn for_attention(&self) -> attention::Trigger {
        match self {
            Self::AtOnce {} => attention::Trigger::AtOnce,
            Self::Click { .. } => attention::Trigger::Click,
            _ => attention::Trigger::Signal,
        }
    }

    pub(super) fn check(&self, path: &str, faults: &mut Faults) {
        let (field, sound, message) = match self {
            Self::AtOnce {} | Self::ExitIntent {} => return,
            Self::TimeOnPage { seconds } | Self::TimeOnSite { seconds } | Self::Inactivity { seconds } => {
                ("seconds", (1..=WAIT_S_MAX).contains(seconds), "must be from 1 to 3,600")
            }
            Self::ScrollDepth { percent } => ("percent", (1..=100).contains(percent), "must be from 1 to 100"),
            Self::CartValue { minimum } => {
                ("minimum", (Money(1)..=Money::MAX).contains(minimum), "must be from 1 to 10,000,000,000,000")
            }
            Self::Click { mark } => ("mark", is_mark(mark), MARK_FAULT),
            Self::Event { name } => ("name", is_mark(name), MARK_FAULT),
        };
        faults.require(sound, || format!("{path}.{field}"), message);
    }
}
