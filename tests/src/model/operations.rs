//! Operations on a wallet (section 9): time passes, waiting ends, then something is decided and stored.

use std::rc::Rc;

use super::calendar::DAY_MS;
use super::documents::{Program, Reward};
use super::entries;
use super::facts::{Debit, Facts, Redemption};
use super::fold::Fold;
use super::summary::{Answer, EntrySummary, Source};

/// How many redemptions that had come back a redemption keeps (7.2).
const CAME_BACK_KEPT: usize = 100;

/// One member's wallet in a shop: facts, and a record of what was shown when.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub(super) facts: Facts,
    /// The latest `now` of an operation that stored something (2.5).
    pub(super) clock: i64,
    before: Before,
    /// The fold of the last operation.
    pub(super) last: Fold,
    pub(super) entries: Vec<EntrySummary>,
    /// Every claim: its id, its offer, its instant.
    pub(super) claims: Vec<(String, String, i64)>,
}

/// What the wallet was before the operation that is under way.
#[derive(Clone, Debug, Default)]
struct Before {
    facts: Facts,
    entries: usize,
    debt: i128,
    clock: i64,
}

/// Points that the shop gives or takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Its natural key.
    pub id: String,
    /// How many.
    pub points: i64,
    /// Words for the shopper.
    pub reason: String,
    /// Words for the shop.
    pub note: String,
}

/// An answer that is a word.
pub(super) fn plain(code: &str) -> Answer {
    Answer { code: code.to_owned(), ..Answer::default() }
}

impl Model {
    /// A new wallet in a shop that has published these programs.
    pub fn new(programs: Vec<Rc<Program>>) -> Self {
        Self { facts: Facts { programs, ..Facts::default() }, ..Self::default() }
    }

    /// The shop publishes its next program; the wallet hears of it at its next operation.
    pub fn publish(&mut self, program: Rc<Program>) {
        self.facts.programs.push(program);
    }

    /// Time passes and waiting ends; says what time it is (9.1).
    pub(super) fn begin(&mut self, now: i64) -> i64 {
        let (facts, entries, debt) = (self.facts.clone(), self.entries.len(), self.last.debt());
        self.before = Before { facts, entries, debt, clock: self.clock };
        self.clock = self.clock.max(now);
        self.fold(None);
        if self.facts.end_waiting() {
            self.fold(None);
        }
        self.clock
    }

    /// The new fact is folded, too. Only an operation that stored something moves the clock (2.5): a fact, an entry, the
    /// end of waiting, or a debt that was paid.
    pub(super) fn end(&mut self, cause: Option<&str>) {
        self.facts.remember_waiting();
        self.fold(cause);
        let is_written = self.entries.len() > self.before.entries || self.last.debt() != self.before.debt;
        if !is_written && self.facts.stored() == self.before.facts.stored() {
            self.clock = self.before.clock;
        }
    }

    fn fold(&mut self, cause: Option<&str>) {
        let fold = self.facts.fold(self.clock);
        let clocks = (self.before.clock, self.clock);
        self.entries.extend(entries::differences(&self.facts, &self.last, &fold, clocks, cause));
        self.last = fold;
    }

    /// Somebody looks.
    pub fn touch(&mut self, now: i64) -> Answer {
        self.begin(now);
        self.end(None);
        plain("done")
    }

    /// Another member's wallet takes an order over (3.5).
    pub fn yield_order(&mut self, id: &str, updated_at: i64, now: i64) -> Answer {
        self.begin(now);
        self.facts.orders.entry(id.to_owned()).or_default().give_up(updated_at);
        self.end(Some(id));
        plain("done")
    }

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

    /// The shop gives or takes points (2.4, 9.3).
    pub fn adjust(&mut self, adjustment: Adjustment, now: i64) -> Answer {
        let now = self.begin(now);
        let code = self.decide_adjustment(adjustment, now);
        self.end(None);
        plain(code)
    }

    fn decide_adjustment(&mut self, Adjustment { id, points, reason, note }: Adjustment, now: i64) -> &'static str {
        let points = i128::from(points);
        let source = Source::Adjustment(id.clone());
        let words = (reason, note);
        let given = self.facts.credits.iter().find(|one| one.source == source).map(|one| (one.points, &one.words));
        let taken = self.facts.debits.iter().find(|one| one.id == id).map(|one| (-one.points, &one.words));
        if let Some(known) = given.or(taken) {
            return if known == (points, &words) { "unchanged" } else { "adjustment_conflict" };
        }
        if points >= 0 {
            return if self.credit(source, points, now, words) { "done" } else { "out_of_range" };
        }
        if -points > self.last.available() {
            return "insufficient_points";
        }
        let go_negative = self.facts.current().is_some_and(|(_, program)| program.debt == "go_negative");
        self.facts.debits.push(Debit { id, points: -points, at: now, go_negative, words });
        if self.facts.are_in_range() {
            return "done";
        }
        self.facts.debits.pop();
        "out_of_range"
    }
}
