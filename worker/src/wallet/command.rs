//! What a wallet can be asked.

use loyalty::ledger::Adjustment;
use loyalty::member::FormAnswer;
use loyalty::offer::{Divisions, OfferValue, ReportedEvent};
use loyalty::order::Order;
use loyalty::profile::ProfileUpdate;
use loyalty::program::Version;
use loyalty::survey::SurveyRequest;
use loyalty::{CandidateId, CaseId, Code, HoldId, Instant, MemberId, OrderId, RewardId, TestimonialId};
use serde::{Deserialize, Serialize};

use super::cases::CaseAct;
use super::rows::archive::Names;
use super::testimonials::TestimonialAct;
use crate::objects::replay::Key;
use crate::shop::command::Measures;

/// Whose wallet it is. It learns this from its first command: objects do not know their own names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The shop.
    pub shop: String,
    /// The member, as the shop names them.
    pub member: MemberId,
    /// The wallet's name, which is also the name of its snapshot.
    pub member_key: String,
}

/// A command with everything it takes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// Whose wallet this goes to; none where only its code or name is known, then it must exist.
    pub owner: Option<Owner>,
    /// The shop, from whoever was authenticated.
    pub shop: String,
    /// Language of the texts in the answer.
    pub language: String,
    /// The caller's idempotency key.
    pub key: Option<Key>,
    /// What to do.
    pub command: Command,
}

impl Command {
    /// What it names that may be archived.
    pub fn names(&self) -> Names {
        let mut names = Names::default();
        match self {
            Self::Order(id, order) => names.add_order(id, order),
            Self::Orders(orders) => orders.iter().for_each(|(id, order)| names.add_order(id, order)),
            Self::OrderDetail(order) | Self::Yield { order, .. } => drop(names.orders.insert(order.clone())),
            Self::GiveBack { id } => drop(names.holds.insert(id.clone())),
            Self::Release { code } => drop(names.codes.insert(code.clone())),
            Self::Capture { code, order } => {
                names.codes.insert(code.clone());
                names.orders.extend(order.clone());
            }
            Self::Adjust(adjustment) => drop(names.adjustments.insert(adjustment.id.clone())),
            Self::Case(_, CaseAct::Open(opening)) => names.orders.extend(opening.order.clone()),
            _ => {}
        }
        names
    }
}

/// What a wallet can be asked.
#[derive(Debug, Serialize, Deserialize)]
pub enum Command {
    /// The state to show, newer than what KV may have.
    Snapshot,
    /// Everything, for the shop, by what it measures its members with.
    Detail(Box<Measures>),
    /// One order with why it has its points, for the shop.
    OrderDetail(OrderId),
    /// A page of entries, the newest first, for the shopper.
    History {
        /// Only entries with a lower number.
        before: Option<u64>,
        /// At most so many.
        limit: u32,
    },
    /// One order's state.
    Order(OrderId, Order),
    /// Several orders' states, each with its own outcome.
    Orders(Vec<(OrderId, Order)>),
    /// Hold points for a reward.
    Redeem {
        /// Which.
        reward: RewardId,
    },
    /// Give a redemption back, as the shopper who sees its id.
    GiveBack {
        /// Which.
        id: HoldId,
    },
    /// Give a redemption back, as the shop that was shown its code.
    Release {
        /// Which.
        code: Code,
    },
    /// Spend a redemption.
    Capture {
        /// Which.
        code: Code,
        /// On which order, if the shop says.
        order: Option<OrderId>,
    },
    /// Give or take points by hand.
    Adjust(Adjustment),
    /// What the shop says of the member beside the orders.
    PutProfile(Box<ProfileUpdate>),
    /// What a page has seen of offers.
    Report {
        /// Who it is for experiments, if nothing was said of that before.
        subject: String,
        /// The visitor id of the device, if it keeps one.
        visitor: Option<String>,
        /// How people are divided for these offers.
        divisions: Divisions,
        /// What has happened.
        events: Vec<ReportedEvent>,
    },
    /// Give what an offer gives.
    Claim {
        /// Which offer.
        offer: CandidateId,
        /// What it gives.
        grant: OfferValue,
        /// Who it is for experiments, if nothing was said of that before.
        subject: String,
        /// How people are divided for this offer.
        divisions: Divisions,
    },
    /// Not to give what an offer gives, as the edge has found: the answer is kept under its key as any other.
    RefuseClaim {
        /// Whether it could be had at another time.
        is_early_or_late: bool,
    },
    /// A form of an offer was filled in, and its value kept.
    Captured {
        /// Which, and when.
        form: FormAnswer,
        /// Who it is for experiments, if nothing was said of that before.
        subject: String,
        /// How people are divided for this offer.
        divisions: Divisions,
    },
    /// The member's cases, for the shopper: those after this one, if it is named.
    Cases(Option<CaseId>),
    /// Something with one case.
    Case(CaseId, CaseAct),
    /// The member's testimonials, for the member.
    Testimonials,
    /// Something with one testimonial.
    Testimonial(TestimonialId, TestimonialAct),
    /// What a page tells of a survey.
    Respond(Box<SurveyRequest>),
    /// Not to take an answer, as the edge has found: there is no such survey.
    RefuseAnswer,
    /// A new program version was published: try again what waits for one.
    Touch {
        /// The version.
        version: Version,
    },
    /// An order names another member by now: give it up.
    Yield {
        /// Which.
        order: OrderId,
        /// Of the state to give up; a newer one stays.
        updated_at: Instant,
    },
}
