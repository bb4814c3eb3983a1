//! Why something is shown, or is not.

use serde::Serialize;

use crate::{CandidateId, Instant};

/// Why a candidate is shown or not: the first that applies, in this order. `until` is when that reason ends.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing is shown over a checkout.
    Checkout,
    /// It is on display already.
    OnDisplay,
    /// Something else is on display where it would be.
    AnotherOnDisplay,
    /// It was taken up, and is not repeatable.
    Converted {
        /// When it happened.
        at: Instant,
    },
    /// It was answered, and is not repeatable.
    Answered {
        /// When it happened.
        at: Instant,
    },
    /// It was shown as often as it may be.
    LimitTotal {
        /// How often.
        shown: u32,
        /// How often it may be.
        limit: u32,
    },
    /// It was dismissed.
    Dismissed {
        /// When it may be shown again.
        until: Instant,
    },
    /// The time between two showings is not over.
    TooSoon {
        /// When it is.
        until: Instant,
    },
    /// It was shown as often as it may be in a day.
    LimitPerDay {
        /// How often.
        shown: u32,
        /// How often it may be.
        limit: u32,
        /// When it may be shown again.
        until: Instant,
    },
    /// It is a survey, and one was answered.
    SurveyAnswered {
        /// When the next may be shown.
        until: Instant,
    },
    /// It would cover a phone's screen on arrival.
    OverlayOnArrival {
        /// How long the page must have been open, in seconds; none if it asks at once, which is never enough.
        after_s: Option<u32>,
    },
    /// This page was interrupted often enough.
    CapPerPage {
        /// How much.
        shown: u32,
        /// How much may be.
        cap: u32,
    },
    /// This session was interrupted often enough.
    CapPerSession {
        /// How much.
        shown: u32,
        /// How much may be.
        cap: u32,
    },
    /// Seven days had interruptions enough.
    CapPerWeek {
        /// How much.
        shown: u32,
        /// How much may be.
        cap: u32,
        /// When there may be more; none if the cap is 0.
        until: Option<Instant>,
    },
    /// Something was dismissed a short while ago.
    RestAfterDismissal {
        /// When the rest ends.
        until: Instant,
    },
    /// Something was taken up a short while ago.
    RestAfterConversion {
        /// When the rest ends.
        until: Instant,
    },
    /// Something interrupted a short while ago.
    Pause {
        /// When the pause ends.
        until: Instant,
    },
    /// Something else that could be shown comes first.
    AnotherFirst {
        /// The candidate that is over the page now.
        shown: CandidateId,
    },
    /// It is shown.
    Shown,
}
