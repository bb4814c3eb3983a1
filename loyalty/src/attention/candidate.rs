//! What asks for attention: an offer, a nudge or a survey whose condition holds and whose trigger has fired.

use serde::{Deserialize, Serialize};

use super::{Memory, clocks::SHOWINGS_MAX};
use crate::{CandidateId, Checked, Days, Fault, Instant, check::Faults, instant::Minutes};

/// Highest limit: as many showings of a candidate are remembered.
pub const LIMIT_MAX: u32 = SHOWINGS_MAX;
/// Longest time between two showings: a year, which is less than a memory lasts.
const BETWEEN_DAYS_MAX: Days = Days(366);
/// How long what was begun goes on from page to page: as long as a visit usually lasts.
const CONTINUED_MINUTES: Minutes = Minutes(30);

/// Something that asks for attention. No two of them have the same id.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its name, the same in every memory.
    pub id: CandidateId,
    /// What it is.
    pub kind: CandidateKind,
    /// How it is shown.
    pub display: Display,
    /// What has made it ask.
    pub trigger: Trigger,
    /// The highest is shown first; of equals the first by id.
    pub priority: i32,
    /// How often it may be shown.
    #[serde(default)]
    pub limits: Limits,
    /// Whether it may be shown again once it was taken up or answered.
    #[serde(default)]
    pub repeatable: bool,
    /// Whether the person is in the midst of it, as in an answer half given.
    #[serde(default)]
    pub is_begun: bool,
}

/// What asks.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CandidateKind {
    /// Something the shopper can have.
    Offer,
    /// Something the shopper may want to know or do.
    Nudge,
    /// A question.
    Survey,
    /// A question about how something ended that the person has begun. No answer to another holds it back.
    FollowUp,
}

/// How it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Display {
    /// A line along an edge.
    Bar,
    /// Over the page, which waits behind it.
    Modal,
    /// A card in a corner.
    SlideIn,
    /// A block of the page.
    Inline,
    /// A mark on the launcher.
    Badge,
}

/// What has made it ask.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Nothing but the page being opened.
    AtOnce,
    /// What the visit has come to: time, scroll depth, exit intent, inactivity, cart value, an event of the page.
    Signal,
    /// The shopper's click on what leads to it.
    Click,
}

/// How often one candidate may be shown. What is absent does not limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Most times altogether.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Most times in any 24 hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// Least time between two showings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_between: Option<Days>,
}

impl Candidate {
    /// Whether it interrupts, and so uses up the budget: it comes over the page by itself. A bar, a block of the page and a
    /// mark on the launcher leave the page as it is, and what a shopper asks for by a click interrupts nothing.
    pub fn interrupts(&self) -> bool {
        self.display.is_over_page() && self.trigger != Trigger::Click
    }

    /// Whether it goes on with what was begun a short while ago: that asks for no more attention than it has had.
    pub fn continues(&self, memory: &Memory, now: Instant) -> bool {
        self.is_begun && memory.seen.of(&self.id).last().is_some_and(|last| now < *last + CONTINUED_MINUTES)
    }
}

impl Display {
    /// Whether it stands over what somebody reads.
    pub fn is_over_page(self) -> bool {
        matches!(self, Self::Modal | Self::SlideIn)
    }

    /// Whether there is no room for both at once: what stands over the page stands there alone, and of everything else there
    /// is one.
    pub fn excludes(self, other: Self) -> bool {
        self == other || self.is_over_page() && other.is_over_page()
    }

    /// Whether it covers the page.
    pub fn is_overlay(self) -> bool {
        self == Self::Modal
    }
}

impl Limits {
    /// How many of the newest showings they ask for; the last one, at least.
    pub fn showings(&self) -> u32 {
        self.total.max(self.per_day).unwrap_or_default().max(1)
    }

    /// Proves the limits sound, or tells everything that is wrong with them.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        for (field, limit) in [("total", self.total), ("per_day", self.per_day)] {
            let sound = limit.is_none_or(|limit| (1..=LIMIT_MAX).contains(&limit));
            faults.require(sound, || field.to_owned(), "must be from 1 to 50");
        }
        let between = self.days_between.is_none_or(|days| days <= BETWEEN_DAYS_MAX);
        faults.require(between, || "days_between".to_owned(), "must be from 0 to 366");
        faults.finish(self)
    }
}
