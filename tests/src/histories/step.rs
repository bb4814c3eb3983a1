//! What can happen to a wallet: the steps of a history.

use std::rc::Rc;

use serde::Serialize;

use crate::model::GestureContent;
use crate::model::documents::{Instant, Order, Program};

/// Something that happens at an instant of the caller's clock.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The caller's clock, in milliseconds; it may be behind the step before.
    pub now: i64,
    /// What happens.
    #[serde(flatten)]
    pub operation: Operation,
}

/// What happens. Everything is spelled out, so that a history makes sense with any of its steps left out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "does")]
pub enum Operation {
    /// The shop publishes another version of its program.
    Publish {
        /// The whole program.
        program: Rc<Program>,
    },
    /// The shop sends an order's full state.
    Order {
        /// The order's id.
        id: String,
        /// Its state.
        state: Order,
    },
    /// Another member's wallet takes an order over.
    Yield {
        /// The order's id.
        id: String,
        /// The `updated_at` of the state that names the other member.
        updated_at: Instant,
    },
    /// The shopper redeems a reward.
    Redeem {
        /// What the redemption is called in this history.
        id: String,
        /// Its coupon code.
        code: String,
        /// The reward's id.
        reward: String,
    },
    /// A redemption is given back.
    Release {
        /// Which.
        id: String,
    },
    /// The shop captures a redemption.
    Capture {
        /// Which.
        id: String,
        /// The order it was used on, if the shop says so.
        order: Option<String>,
    },
    /// The shop gives or takes points.
    Adjust {
        /// The adjustment's natural key.
        id: String,
        /// How many.
        points: i64,
        /// Words for the shopper.
        reason: String,
        /// Words for the shop.
        note: String,
    },
    /// The shopper claims what an offer gives.
    Claim {
        /// The claim's natural key.
        id: String,
        /// What the redemption is called in this history, if it gives a coupon.
        redemption: String,
        /// Its coupon code.
        code: String,
        /// The offer.
        gift: GestureContent,
    },
    /// Somebody looks.
    Look,
}
