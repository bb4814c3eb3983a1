//! Claims: what offers give, within limits, once by its name.

use serde::Serialize;

use super::calendar::DAY_MS;
use super::documents::{Limit, Reward};
use super::summary::{Answer, Source};
use super::wallet::{Hold, Model, answer};

/// An offer that gives something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gift {
    /// The offer's id.
    pub offer: String,
    /// What it gives.
    pub gives: Gives,
    /// How often one member may have it.
    pub limit: Limit,
}

/// What an offer gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// Points.
    Points(i64),
    /// A coupon for a reward.
    Coupon {
        /// Which.
        reward: String,
        /// For how many days.
        valid_days: i64,
    },
}

/// A claim that was given.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claim {
    pub id: String,
    pub offer: String,
    pub at: i64,
}

impl Model {
    /// Gives what an offer gives: under the claim's id once, and a coupon under an id and a code of its own.
    pub fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &Gift, now: i64) -> Answer {
        self.operate(now, |wallet| {
            if wallet.claims.iter().any(|claim| claim.id == id) {
                return Ok(answer("unchanged"));
            }
            let program = wallet.current().ok_or("no_program")?;
            let reward = match &gift.gives {
                Gives::Points(_) => None,
                Gives::Coupon { reward, .. } => {
                    let to_be_had = |one: &&Reward| {
                        one.id == *reward
                            && one.valid_from.is_none_or(|from| from.0 <= wallet.clock)
                            && one.valid_until.is_none_or(|until| wallet.clock < until.0)
                    };
                    Some(program.rewards.iter().find(to_be_had).ok_or("offer_not_available")?)
                }
            };
            let since = gift.limit.days.map(|days| wallet.clock - days * DAY_MS);
            let claims = wallet.claims.iter().filter(|claim| claim.offer == gift.offer);
            let had = claims.filter(|claim| since.is_none_or(|since| claim.at > since)).count();
            if had as i64 >= gift.limit.count {
                return Err("limit_reached");
            }
            match (reward, &gift.gives) {
                (None, Gives::Points(points)) => {
                    let expires_at = program.expires_after_days.map(|days| wallet.clock + days * DAY_MS);
                    let source = Source::Offer { offer: gift.offer.clone(), claim: id.to_owned() };
                    let lot = wallet.make_lot(source, wallet.clock, expires_at);
                    wallet.write("claimed", (*points).into(), 0).offer = Some(gift.offer.clone());
                    wallet.put_into(lot, (*points).into());
                }
                (Some(reward), Gives::Coupon { valid_days, .. }) => {
                    wallet.holds.push(Hold {
                        id: redemption.to_owned(),
                        code: code.to_owned(),
                        reward: reward.id.clone(),
                        points: 0,
                        parts: Vec::new(),
                        status: "held",
                        created_at: wallet.clock,
                        held_until: wallet.clock + valid_days * DAY_MS,
                        order: None,
                        offer: Some(gift.offer.clone()),
                    });
                    wallet.write_of(wallet.holds.len() - 1, "claimed", 0, 0);
                }
                _ => return Err("offer_not_available"),
            }
            wallet.claims.push(Claim { id: id.to_owned(), offer: gift.offer.clone(), at: wallet.clock });
            Ok(answer("done"))
        })
    }
}
