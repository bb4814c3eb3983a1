//! Redemptions: held once, ended once.

use super::calendar::DAY_MS;
use super::documents::{Program, Reward};
use super::summary::Answer;
use super::wallet::{Hold, Model, answer};

/// A minute, in milliseconds.
const MINUTE_MS: i64 = 60_000;

impl Model {
    /// Holds the points of a reward, under an id and a code chosen by the caller.
    pub fn redeem(&mut self, id: &str, code: &str, reward: &str, now: i64) -> Answer {
        self.operate(now, |wallet| {
            let program = wallet.current().ok_or("no_program")?;
            let reward = program.rewards.iter().find(|one| one.id == reward).ok_or("reward_not_found")?;
            wallet.refusal(reward).map_or(Ok(()), Err)?;
            let points = i128::from(reward.points);
            let parts = wallet.take_available(points);
            let held_until = wallet.clock + reward.hold_minutes * MINUTE_MS;
            wallet.holds.push(Hold {
                id: id.to_owned(),
                code: code.to_owned(),
                reward: reward.id.clone(),
                points,
                parts,
                status: "held",
                created_at: wallet.clock,
                held_until,
                order: None,
                offer: None,
            });
            wallet.write_of(wallet.holds.len() - 1, "held", 0, points);
            Ok(answer("done"))
        })
    }

    /// Why a reward cannot be had now.
    pub(super) fn refusal(&self, reward: &Reward) -> Option<&'static str> {
        let clock = self.clock;
        if reward.valid_from.is_some_and(|from| clock < from.0) || reward.valid_until.is_some_and(|at| clock >= at.0) {
            return Some("reward_not_available");
        }
        if !reward.tiers.is_empty() && !self.tier_at(clock, None).is_some_and(|tier| reward.tiers.contains(&tier)) {
            return Some("tier_required");
        }
        if let Some(limit) = &reward.limit_per_member {
            let since = limit.days.map(|days| clock - days * DAY_MS);
            let had = self
                .holds
                .iter()
                .filter(|hold| hold.reward == reward.id && hold.offer.is_none())
                .filter(|hold| matches!(hold.status, "held" | "captured"))
                .filter(|hold| since.is_none_or(|since| hold.created_at > since))
                .count();
            if i128::try_from(had).is_ok_and(|had| had >= i128::from(limit.count)) {
                return Some("limit_reached");
            }
        }
        if self.available() < i128::from(reward.points) {
            return Some("insufficient_points");
        }
        if reward.stock.is_some_and(|stock| self.taken_of(reward) >= i128::from(stock)) {
            return Some("out_of_stock");
        }
        None
    }

    fn taken_of(&self, reward: &Reward) -> i128 {
        let taken = self.holds.iter().filter(|hold| hold.reward == reward.id);
        i128::from(taken.filter(|hold| matches!(hold.status, "held" | "captured")).count() as u32)
    }

    /// Points a reward costs more than the member can spend.
    fn missing_for(&self, reward: &Reward) -> i128 {
        (i128::from(reward.points) - (self.available() - self.debt)).max(0)
    }

    /// Gives a hold's points back.
    pub fn release(&mut self, id: &str, now: i64) -> Answer {
        self.operate(now, |wallet| {
            let position = wallet.held(id)?;
            wallet.holds[position].status = "released";
            let points = wallet.holds[position].points;
            wallet.write_of(position, "released", 0, -points);
            wallet.give_back(position);
            Ok(answer("done"))
        })
    }

    /// Spends a hold's points, on an order if the shop says which.
    pub fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        self.operate(now, |wallet| {
            let position = wallet.held(id)?;
            wallet.spend(position, order);
            Ok(answer("done"))
        })
    }

    fn held(&self, id: &str) -> Result<usize, &'static str> {
        let position = self.holds.iter().position(|hold| hold.id == id).ok_or("redemption_not_found")?;
        match self.holds[position].status {
            "held" => Ok(position),
            "captured" => Err("hold_already_captured"),
            "released" | "returned" => Err("hold_already_released"),
            _ => Err("hold_expired"),
        }
    }

    fn spend(&mut self, position: usize, order: Option<&str>) {
        self.holds[position].status = "captured";
        self.holds[position].order = order.map(str::to_owned);
        let points = self.holds[position].points;
        self.write_of(position, "spent", -points, -points).order = order.map(str::to_owned);
    }

    /// Captures the codes on an order, or gives them back when it is cancelled.
    pub(super) fn use_coupons(&mut self, position: usize) {
        let (order, state) = (self.orders[position].id.clone(), self.orders[position].state.clone());
        let cancelled = state.status == "cancelled";
        for code in &state.coupon_codes {
            let Some(hold) = self.holds.iter().position(|hold| hold.code == *code) else { continue };
            if self.holds[hold].status == "held" && !cancelled {
                self.spend(hold, Some(&order));
            } else if self.holds[hold].status == "captured" && self.holds[hold].order.is_none() {
                self.holds[hold].order = Some(order.clone());
            }
        }
        if cancelled {
            for hold in 0..self.holds.len() {
                if self.holds[hold].status == "captured" && self.holds[hold].order.as_ref() == Some(&order) {
                    self.holds[hold].status = "returned";
                    let points = self.holds[hold].points;
                    self.write_of(hold, "returned", points, 0).order = Some(order.clone());
                    self.give_back(hold);
                }
            }
        }
    }

    /// How each code on an order stands.
    pub(super) fn coupons(&self, position: usize) -> Vec<(String, String)> {
        let status = |code: &String| {
            let hold = self.holds.iter().find(|hold| hold.code == *code);
            (code.clone(), hold.map_or("unknown", |hold| hold.status).to_owned())
        };
        self.orders[position].state.coupon_codes.iter().map(status).collect()
    }

    /// The rewards of the current program, as this member sees them.
    pub(super) fn rewards(&self, program: &Program) -> Vec<super::RewardSummary> {
        let seen = |reward: &Reward| {
            let status = self.refusal(reward).unwrap_or("available");
            let missing = if status == "insufficient_points" { self.missing_for(reward) } else { 0 };
            super::RewardSummary { id: reward.id.clone(), status: status.to_owned(), missing }
        };
        program.rewards.iter().map(seen).collect()
    }
}
