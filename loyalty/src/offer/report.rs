//! What pages report of offers, and what of it is counted.

use serde::{Deserialize, Serialize};

use crate::{
    CandidateId, Checked, Days, Fault, Instant, OrderId, attention,
    check::Faults,
    experiment::{Arm, Run},
};

/// Most events in one report. A page shows two of its twelve offers at most, each of which can be seen, clicked, dismissed
/// and taken up; the holdouts of all twelve are reported as seen. The rest is room for what could not be sent before.
pub const EVENTS_MAX: usize = 50;

/// Most orders in one report. A checkout places one, or one for each of a few parcels.
pub const ORDERS_MAX: usize = 10;

/// What a page has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The visitor id that is kept on the device, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<String>,
    /// What has happened. Nothing, if all there is to say is whose device it is.
    pub events: Vec<ReportedEvent>,
    /// Orders that were placed on this device, by the shop's ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderId>,
}

/// What has happened to one offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedEvent {
    /// Whether it was seen, closed, clicked or taken up.
    pub event: OfferEventKind,
    /// To which.
    pub offer: CandidateId,
    /// In which arm the page was told the person is.
    pub arm: Arm,
    /// In which run of the offer's experiment the page was told so.
    #[serde(default)]
    pub run: Run,
    /// When, in milliseconds, by the shop's clock as the page knows it.
    pub at: i64,
    /// Whether what was seen interrupted nothing, and so uses up nothing of the attention budget.
    #[serde(default, skip_serializing_if = "is_not")]
    pub quiet: bool,
}

/// What a person did with an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEventKind {
    /// It came on display; in the holdout, it would have.
    Seen,
    /// Its button was pressed.
    Clicked,
    /// It was closed.
    Dismissed,
    /// It was taken up.
    Converted,
}

/// An event that is counted: once for each offer, run, person and kind, however often it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedEvent {
    /// The offer.
    pub offer: CandidateId,
    /// The run of its experiment.
    pub run: Run,
    /// What the person is counted under.
    pub arm: Arm,
    /// What the person did.
    pub kind: OfferEventKind,
    /// When it was first done, as far as a page is believed.
    pub at: Instant,
}

impl CountedEvent {
    /// Whether it is the same thing, done at another time perhaps.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (&self.offer, self.kind, &self.arm, self.run) == (&other.offer, other.kind, &other.arm, other.run)
    }
}

impl Report {
    /// Proves the report sound, or tells what is wrong with it.
    pub fn check(self) -> Result<Checked<Self>, Vec<Fault>> {
        let mut faults = Faults::default();
        let is_something = !(self.events.is_empty() && self.orders.is_empty()) || self.visitor.is_some();
        let some = is_something && self.events.len() <= EVENTS_MAX;
        faults.require(some, || "events".to_owned(), "must have 1 to 50 events, or none beside a visitor or orders");
        faults.require(self.orders.len() <= ORDERS_MAX, || "orders".to_owned(), "has more than 10 orders");
        faults.finish(self)
    }
}

impl ReportedEvent {
    /// What an attention memory makes of it, if anything.
    pub fn for_attention(&self) -> Option<attention::Event> {
        match self.event.for_attention() {
            Some(attention::Event::Seen) if self.quiet => Some(attention::Event::SeenQuietly),
            event => event,
        }
    }

    /// What is counted of it.
    pub(super) fn counted(&self, run: Run, now: Instant) -> CountedEvent {
        CountedEvent { offer: self.offer.clone(), run, arm: self.arm.clone(), kind: self.event, at: self.at(now) }
    }

    /// When it happened, as far as a page is believed.
    pub fn at(&self, now: Instant) -> Instant {
        clamp_reported_time(self.at, now)
    }
}

/// When something happened of which a page says when, in milliseconds: not later than `now`, and at most a day before. What
/// could not be told for longer has happened a day ago.
pub fn clamp_reported_time(at_ms: i64, now: Instant) -> Instant {
    Instant::from_ms(at_ms).max(now - Days(1)).min(now)
}

impl OfferEventKind {
    /// What an attention memory makes of it, if anything: a click is followed by what matters.
    fn for_attention(self) -> Option<attention::Event> {
        match self {
            Self::Seen => Some(attention::Event::Seen),
            Self::Clicked => None,
            Self::Dismissed => Some(attention::Event::Dismissed),
            Self::Converted => Some(attention::Event::Converted),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not(value: &bool) -> bool {
    !value
}
