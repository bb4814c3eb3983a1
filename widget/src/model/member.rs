//! A member's state as the API shows it to the member.

use std::{cell::OnceCell, rc::Rc};

use loyalty::{Instant, program::RewardKind};

use super::program::reward_kind;
use crate::js::Js;

/// A member's state at one instant.
pub struct Member {
    /// Grows with every change.
    pub seq: i64,
    pub available: i64,
    pub pending: i64,
    pub held: i64,
    /// Messages of the shop that were not read.
    pub unread: i64,
    /// The id of the level.
    pub tier: Option<String>,
    source: Js,
    details: OnceCell<Rc<Details>>,
}

/// What only the panel tells. Read when it first asks, so that the code for it comes with the panel.
pub struct Details {
    pub as_of: Instant,
    pub debt: i64,
    /// Pending points and when they become available, soonest first.
    pub arrivals: Vec<Due>,
    /// Pending points without a date.
    pub waiting: i64,
    /// What they wait for: `completed` or `delivered`, or nothing that is the same for all.
    pub waits_for: String,
    /// Points and when they expire, soonest first.
    pub expirations: Vec<Due>,
    pub standing: Option<Standing>,
    pub next_tier: Option<Next>,
    /// What has been reached of the tiers' unit.
    pub progress: i64,
    pub rewards: Vec<RewardStatus>,
    pub redemptions: Vec<Redemption>,
}

/// Points and when something happens to them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due {
    pub points: i64,
    pub at: Instant,
}

/// The level a member has.
pub struct Standing {
    pub id: String,
    pub kept_until: Option<Instant>,
    /// What keeps it.
    pub to_keep: Option<Keep>,
}

/// What keeps a level: one order of what is missing, placed before an instant.
#[derive(Clone, Copy)]
pub struct Keep {
    pub missing: i64,
    pub by: Instant,
}

/// The next level.
pub struct Next {
    pub id: String,
    pub missing: i64,
    pub by: Option<Instant>,
}

/// Whether a reward can be had.
pub struct RewardStatus {
    pub id: String,
    pub availability: Availability,
    /// Points that are missing.
    pub missing: i64,
}

/// Why a reward can or cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    Available,
    InsufficientPoints,
    TierRequired,
    LimitReached,
    OutOfStock,
    NotAvailable,
}

/// A reward that was redeemed.
pub struct Redemption {
    pub id: String,
    pub code: String,
    pub name: String,
    pub kind: RewardKind,
    pub points: i64,
    pub status: RedemptionStatus,
    pub held_until: Option<Instant>,
    /// The order it was used on.
    pub order: Option<String>,
}

/// What became of a redemption, as far as a shopper sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedemptionStatus {
    Held,
    Used,
    Over,
}

impl Member {
    pub fn read(js: &Js) -> Self {
        Self {
            seq: js.int("seq"),
            available: js.int("available"),
            pending: js.int("pending"),
            held: js.int("held"),
            unread: js.get("cases").int("unread"),
            tier: js.opt("tier", |tier| tier.text("id")),
            source: js.clone(),
            details: OnceCell::new(),
        }
    }

    /// What the member lets the shop show: `id` and `status`, if there is something.
    pub fn testimonial(&self) -> Js {
        self.source.get("testimonial")
    }

    /// What only the panel tells.
    pub fn details(&self) -> Rc<Details> {
        Rc::clone(self.details.get_or_init(|| Rc::new(Details::read(&self.source))))
    }
}

impl Details {
    fn read(js: &Js) -> Self {
        Self {
            as_of: js.instant("as_of").unwrap_or_default(),
            debt: js.int("debt"),
            arrivals: js.list("arrivals", Due::read),
            waiting: js.int("waiting"),
            waits_for: js.text("waits_for"),
            expirations: js.list("expirations", Due::read),
            standing: js.opt("tier", |tier| Standing {
                id: tier.text("id"),
                kept_until: tier.instant("kept_until"),
                to_keep: tier.opt("to_keep", |keep| Keep {
                    missing: keep.int("missing"),
                    by: keep.instant("by").unwrap_or_default(),
                }),
            }),
            next_tier: js.opt("next_tier", |next| Next {
                id: next.text("id"),
                missing: next.int("missing"),
                by: next.instant("by"),
            }),
            progress: js.int("progress"),
            rewards: js.list("rewards", RewardStatus::read),
            redemptions: js.list("redemptions", Redemption::read),
        }
    }

    /// Whether a reward can be had, and how many points are missing. One the state does not name cannot.
    pub fn reward(&self, id: &str) -> (Availability, i64) {
        let status = self.rewards.iter().find(|status| status.id == id);
        status.map_or((Availability::NotAvailable, 0), |status| (status.availability, status.missing))
    }
}

impl Due {
    fn read(js: &Js) -> Self {
        Self { points: js.int("points"), at: js.instant("at").unwrap_or_default() }
    }
}

impl RewardStatus {
    fn read(js: &Js) -> Self {
        let availability = match js.text("status").as_str() {
            "available" => Availability::Available,
            "insufficient_points" => Availability::InsufficientPoints,
            "tier_required" => Availability::TierRequired,
            "limit_reached" => Availability::LimitReached,
            "out_of_stock" => Availability::OutOfStock,
            _ => Availability::NotAvailable,
        };
        Self { id: js.text("id"), availability, missing: js.int("missing") }
    }
}

impl Redemption {
    pub fn read(js: &Js) -> Self {
        let reward = js.get("reward");
        Self {
            id: js.text("id"),
            code: js.text("code"),
            name: reward.text("name"),
            kind: reward_kind(&reward.get("kind")),
            points: js.int("points"),
            status: match js.text("status").as_str() {
                "held" => RedemptionStatus::Held,
                "captured" => RedemptionStatus::Used,
                _ => RedemptionStatus::Over,
            },
            held_until: js.instant("held_until"),
            order: js.opt("order", Js::as_text),
        }
    }
}
