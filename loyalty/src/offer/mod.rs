//! Offers: what a shop offers, to whom, when and how often, in documents of its own.
//!
//! | file | what it says |
//! |---|---|
//! | `check` | what an offer must satisfy before it can be published |
//! | `display`, `trigger` | where it is shown, and what makes it ask for attention |
//! | `content`, `markup`, `address` | what it shows |
//! | `grant`, `supply` | what of value it gives, and whether something is left of that |
//! | `published`, `published_offer`, `for_person`, `size` | what of all offers one person's page is sent |
//! | `decision` | whether one offer is sent to one person, and the first reason why not |
//! | `division` | how people are divided for experiments |
//! | `report` | what pages report of offers |
//! | `capture` | what their forms ask for |
//! | `history` | what a member has had to do with offers |
//! | `settings` | what holds for all offers |
//! | `why` | why an offer is or is not sent to somebody |

mod address;
mod capture;
mod check;
mod content;
mod decision;
mod display;
mod division;
mod for_person;
mod grant;
mod history;
mod markup;
mod published;
mod published_offer;
mod report;
mod settings;
mod size;
mod supply;
mod trigger;
mod why;

use serde::{Deserialize, Serialize};

pub use address::ADDRESS_LEN_MAX;
pub use capture::{Captured, InvalidCapture};
pub use check::{NAME_LEN_MAX, OfferCheckContext, ROOTS_IN_PAGE};
pub use content::{Button, Capture, CaptureKind, Content, HEADLINE_LEN_MAX, LABEL_LEN_MAX, Picture};
pub use display::{Display, Edge, MARK_LEN_MAX};
pub(crate) use display::{MARK_FAULT, is_mark};
pub use division::{Division, Divisions, PROGRAM, PROGRAM_HOLDOUT};
pub use for_person::{ForPerson, Shown, ShownButton, ShownCapture, ShownPicture};
pub use grant::{BUDGET_MAX, COUPON_DAYS_DEFAULT, COUPON_DAYS_MAX, OfferValue, REASON_LEN_MAX, ValueKind};
pub use history::{ARMS_MAX, Arms, Claim, ClaimedValue, OfferHistory, RememberedArm, VISITORS_MAX};
pub use markup::{InvalidMarkup, Markup, Span};
pub use published::{
    Availability, CANDIDATES_BYTES_MAX, CANDIDATES_MAX, OFFERS_MAX, Offers, PAGE_LIFE_MINUTES, Person,
};
pub use report::{CountedEvent, EVENTS_MAX, ORDERS_MAX, OfferEventKind, Report, ReportedEvent, clamp_reported_time};
pub use settings::{ATTRIBUTION_DAYS_MAX, GROUP_VALUES_MAX, GROUPS_MAX, OfferSettings, PICTURE_ORIGINS_MAX};
pub use supply::Supply;
pub use trigger::{TRIGGERS_MAX, Trigger, WAIT_S_MAX};
pub use why::{ExplainedOffer, PreviewOffers, Why};

use crate::{
    CandidateId, ExperimentKey, VariantKey,
    attention::{Limits, Memory},
    condition,
    experiment::{self, BucketFilter, Experiment, Namespace, Share},
    schedule::Schedule,
};

/// An offer, as the shop describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its name for machines, the same in every memory of what was shown.
    pub id: CandidateId,
    /// Its name for the shop.
    pub name: String,
    /// Whether shoppers see it.
    #[serde(default)]
    pub status: Status,
    /// Where it is shown.
    pub display: Display,
    /// What makes it ask for attention; each is enough.
    pub triggers: Vec<Trigger>,
    /// Whom it is for: a condition over `member.*`, `request.*`, `page.*`, `cart.*` and `visit.*`. Everybody, if absent.
    #[serde(default = "everybody")]
    pub condition: condition::Value,
    /// When it is to be had.
    #[serde(default)]
    pub schedule: Schedule,
    /// How often one person is shown it.
    #[serde(default = "limits_default")]
    pub limits: Limits,
    /// Whether it may be shown again once it was taken up.
    #[serde(default)]
    pub repeatable: bool,
    /// The highest is shown first; of equals the first by id.
    #[serde(default)]
    pub priority: i32,
    /// What is compared; with one variant, what is compared with nothing. See [`Experiment::variants`].
    pub variants: Vec<Variant>,
    /// Its name as an experiment, and the seed people are divided by; its id if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<ExperimentKey>,
    /// See [`Experiment::coverage`].
    #[serde(default = "all")]
    pub coverage: Share,
    /// See [`Experiment::holdout`].
    #[serde(default = "holdout_default")]
    pub holdout: Share,
    /// See [`Experiment::namespace`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// See [`Experiment::filters`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<BucketFilter>,
    /// What of value it gives to those who take it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<OfferValue>,
}

/// How far an offer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// Shown to shoppers.
    Published,
    /// Kept for its results.
    Archived,
}

/// One of the things an offer can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name, unique in the offer.
    pub key: VariantKey,
    /// How many see it. Absent in all variants: equal parts of what the holdout leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Share>,
    /// What it shows.
    pub content: Content,
}

impl Offer {
    /// Whether it is never shown again: it was taken up and is not repeatable, or was shown as often as it may be. An offer
    /// that comes by a click may be shown more often than that.
    pub fn is_finished(&self, memory: &Memory) -> bool {
        let is_asked_for = self.triggers.iter().any(|trigger| matches!(trigger, Trigger::Click { .. }));
        memory.is_done(&self.id) && !self.repeatable || !is_asked_for && memory.is_at_limit(&self.id, &self.limits)
    }

    /// How people are divided among its variants and its holdout.
    pub fn experiment(&self) -> Experiment {
        let variant = |variant: &Variant| experiment::Variant { key: variant.key.clone(), weight: variant.weight };
        Experiment {
            key: self.experiment.clone().unwrap_or_else(|| ExperimentKey::from(self.id.clone())),
            variants: self.variants.iter().map(variant).collect(),
            coverage: self.coverage,
            holdout: self.holdout,
            namespace: self.namespace.clone(),
            filters: self.filters.clone(),
        }
    }
}

pub(crate) fn everybody() -> condition::Value {
    condition::Value::Object(Vec::new())
}

/// Once a day, and five times altogether: who has not taken it up by then does not want it.
fn limits_default() -> Limits {
    Limits { total: Some(5), per_day: Some(1), days_between: None }
}

fn all() -> Share {
    Share::ALL
}

fn holdout_default() -> Share {
    Experiment::HOLDOUT_DEFAULT
}
