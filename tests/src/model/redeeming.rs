//! Redeeming, and redemptions ended by hand (7.1, 7.2 and 7.4).

use super::calendar::DAY_MS;
use super::documents::{Program, Reward};
use super::facts::Redemption;
use super::fold::Fold;
use super::operations::{Model, plain};
use super::summary::Answer;

/// How many redemptions that had come back a redemption keeps (7.2).
const CAME_BACK_KEPT: usize = 100;

impl Model {
    /// A member redeems a reward (7.1).
    pub fn redeem(&mut self, id: &str, code: &str, reward: &str, now: i64) -> Answer {
        let now = self.begin(now);
        let refusal = match self.facts.current() {
            _ if self.facts.redemption(id).is_some() => Some("unchanged"),
            None => Some("no_program"),
            Some((_, program)) => match program.rewards.iter().find(|one| one.id == reward) {
                None => Some("reward_not_found"),
                Some(reward) => match self.refusal(&program, reward, &self.last, now) {
                    None => {
                        self.facts.redemptions.push(self.redemption(id, code, &program, reward, now));
                        (!self.facts.are_in_range()).then(|| {
                            self.facts.redemptions.pop();
                            "out_of_range"
                        })
                    }
                    refusal => refusal,
                },
            },
        };
        self.end(None);
        plain(refusal.unwrap_or("done"))
    }

    /// Why a reward of the program cannot be had now, in the order of 7.1.
    pub(super) fn refusal(&self, program: &Program, reward: &Reward, fold: &Fold, now: i64) -> Option<&'static str> {
        let begun = reward.valid_from.is_none_or(|from| from.0 <= now);
        if !begun || reward.valid_until.is_some_and(|until| until.0 <= now) {
            return Some("reward_not_available");
        }
        if !reward.tiers.is_empty() {
            let tier = self.facts.qualifying(program, &fold.counted).and_then(|orders| orders.tier(now));
            if !tier.is_some_and(|tier| reward.tiers.contains(&tier)) {
                return Some("tier_required");
            }
        }
        let stands = |one: &&Redemption| {
            one.reward == reward.id && ["held", "captured"].contains(&fold.standings[&one.id].status)
        };
        let standing: Vec<&Redemption> = self.facts.redemptions.iter().filter(stands).collect();
        if let Some(limit) = &reward.limit_per_member {
            let within = |at: i64| limit.days.is_none_or(|days| now - days * DAY_MS < at);
            let had = standing.iter().filter(|one| !one.coupon && within(one.created_at)).count();
            if had as i64 >= limit.count {
                return Some("limit_reached");
            }
        }
        if fold.available() < i128::from(reward.points) {
            return Some("insufficient_points");
        }
        // The shop's stock: this member is its only one here.
        reward.stock.is_some_and(|stock| standing.len() as i64 >= stock).then_some("out_of_stock")
    }

    fn redemption(&self, id: &str, code: &str, program: &Program, reward: &Reward, now: i64) -> Redemption {
        let ended = ["released", "lapsed", "returned"];
        let mut back: Vec<&Redemption> = self.facts.redemptions.iter().collect();
        back.retain(|one| !one.coupon && ended.contains(&self.last.standings[&one.id].status));
        back.sort_by_key(|one| (one.created_at, one.id.clone()));
        let back = back.split_off(back.len().saturating_sub(CAME_BACK_KEPT));
        Redemption {
            id: id.to_owned(),
            code: code.to_owned(),
            reward: reward.id.clone(),
            points: reward.points.into(),
            coupon: false,
            offer: None,
            created_at: now,
            held_until: now + reward.hold_minutes * 60_000,
            go_negative: program.debt == "go_negative",
            points_on_refund: program.points_on_refund.clone(),
            restored_days: program.restored_days,
            came_back: back.into_iter().map(|one| one.id.clone()).collect(),
            released_at: None,
            captures: Vec::new(),
        }
    }

    /// A redemption is released by hand (7.4).
    pub fn release(&mut self, id: &str, now: i64) -> Answer {
        self.end_by_hand(id, now, |redemption, now| redemption.released_at = Some(now))
    }

    /// A redemption is captured by hand, with an order's id or without one (7.4).
    pub fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        self.end_by_hand(id, now, |redemption, now| redemption.captures.push((now, order.map(str::to_owned))))
    }

    fn end_by_hand(&mut self, id: &str, now: i64, ended: impl Fn(&mut Redemption, i64)) -> Answer {
        let now = self.begin(now);
        let code = match self.last.standings.get(id).map(|standing| standing.status) {
            None => "redemption_not_found",
            Some("captured") => "hold_already_captured",
            Some("released" | "returned") => "hold_already_released",
            Some("lapsed") => "hold_expired",
            Some(_) => {
                self.facts.redemptions.iter_mut().filter(|one| one.id == id).for_each(|one| ended(one, now));
                "done"
            }
        };
        self.end(None);
        plain(code)
    }
}
