//! What offers and surveys give (Claims; 7.3 and 2.1): credits, and coupons for 0 points.
//!
//! Whether an offer is published, its schedule and its budget are the shop's to know, not a wallet's: a claim that
//! reaches the model has passed all that.

use serde::Serialize;

use super::Model;
use super::calendar::DAY_MS;
use super::documents::Limit;
use super::facts::{Credit, Redemption};
use super::operations::plain;
use super::summary::{Answer, Source};

/// An offer that gives something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GestureContent {
    /// The offer's id.
    pub offer: String,
    /// What it gives.
    pub gives: ValueKind,
    /// How often one member may have it.
    pub limit: Limit,
}

/// What an offer gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// So many points.
    Points(i64),
    /// A coupon for a reward.
    Coupon {
        /// The reward's id.
        reward: String,
        /// How long it can be used.
        valid_days: i64,
    },
}

impl Model {
    /// A member claims what an offer gives.
    pub fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &GestureContent, now: i64) -> Answer {
        let now = self.begin(now);
        let answer = self.decide_claim(id, redemption, code, gift, now);
        self.end(None);
        answer
    }

    fn decide_claim(&mut self, id: &str, redemption: &str, code: &str, gift: &GestureContent, now: i64) -> Answer {
        if self.claims.iter().any(|(one, _, _)| one == id) {
            return plain("unchanged");
        }
        let Some((_, program)) = self.facts.current() else { return plain("no_program") };
        if let ValueKind::Coupon { reward, .. } = &gift.gives {
            let open = program.rewards.iter().any(|one| {
                let begun = one.valid_from.is_none_or(|from| from.0 <= now);
                one.id == *reward && begun && one.valid_until.is_none_or(|until| now < until.0)
            });
            if !open {
                return plain("offer_not_available");
            }
        }
        let within = |at: i64| gift.limit.days.is_none_or(|days| now - days * DAY_MS < at);
        let had = self.claims.iter().filter(|(_, offer, at)| *offer == gift.offer && within(*at)).count();
        if had as i64 >= gift.limit.count {
            return plain("limit_reached");
        }
        match &gift.gives {
            ValueKind::Points(points) => {
                let source = Source::Offer { claim: id.to_owned(), offer: gift.offer.clone() };
                if !self.credit(source, (*points).into(), now, Default::default()) {
                    return plain("out_of_range");
                }
            }
            ValueKind::Coupon { reward, valid_days } => self.facts.redemptions.push(Redemption {
                id: redemption.to_owned(),
                code: code.to_owned(),
                reward: reward.clone(),
                points: 0,
                coupon: true,
                offer: Some(gift.offer.clone()),
                created_at: now,
                held_until: now + valid_days * DAY_MS,
                go_negative: program.debt == "go_negative",
                points_on_refund: program.points_on_refund.clone(),
                restored_days: program.restored_days,
                came_back: Vec::new(),
                released_at: None,
                captures: Vec::new(),
            }),
        }
        self.claims.push((id.to_owned(), gift.offer.clone(), now));
        plain("done")
    }

    /// A member has answered a survey to the end, and that gives points.
    pub fn answer(&mut self, survey: &str, occasion: &str, points: i64, now: i64) -> Answer {
        let now = self.begin(now);
        let source = Source::Answer { survey: survey.to_owned(), occasion: occasion.to_owned() };
        let answer = if self.facts.credits.iter().any(|one| one.source == source) {
            plain("unchanged")
        } else if self.credit(source, points.into(), now, Default::default()) {
            plain("done")
        } else {
            plain("out_of_range")
        };
        self.end(None);
        answer
    }

    /// Gives points that are available at once, and expire as the current program says (6.4); not beyond the range.
    pub(super) fn credit(&mut self, source: Source, points: i128, now: i64, words: (String, String)) -> bool {
        let days = self.facts.current().and_then(|(_, program)| program.expires_after_days);
        let expires_at = days.map(|days| now + days * DAY_MS);
        self.facts.credits.push(Credit { source, points, at: now, expires_at, words });
        let fits = self.facts.are_in_range();
        if !fits {
            self.facts.credits.pop();
        }
        fits
    }
}
