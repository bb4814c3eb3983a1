//! Makes a history from a seed.
//!
//! The generator runs the model beside itself to aim at what is interesting: the very millisecond at which something
//! is due, a hold that can still be ended, points that can just be spent.

use std::rc::Rc;

use super::dice::Dice;
use super::gifts::gifts;
use super::step::{Operation, Step};
use super::{code_of, orders, programs};
use crate::model::documents::{Instant, Order, Program};
use crate::model::{Adjustment, Model};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Where histories may begin: ordinary days, the days before clocks change, the ends of a quarter and of a leap year.
const BEGINNINGS: [&str; 5] = [
    "2025-05-13T09:00:00Z",
    "2026-03-27T12:00:00Z",
    "2025-10-24T18:30:00Z",
    "2025-12-31T22:00:00Z",
    "2024-02-28T23:00:00Z",
];

/// The steps of a seed.
pub fn steps(seed: u64) -> Vec<Step> {
    history(seed, (15, 45), |generator, number| {
        if number == 0 && generator.dice.chance(97) {
            generator.publish()
        } else {
            generator.pass_time();
            generator.operation(number)
        }
    })
}

/// The steps of a seed over some years, with many lots: what is past is a large part of it.
pub fn long_steps(seed: u64) -> Vec<Step> {
    history(seed, (120, 220), |generator, number| {
        if number == 0 {
            generator.publish()
        } else if generator.dice.chance(60) {
            generator.now += generator.dice.between(1, 3 * DAY_MS);
            if generator.dice.chance(60) { generator.give(number) } else { generator.new_order(number) }
        } else {
            generator.pass_time();
            generator.operation(number)
        }
    })
}

/// As many steps as a seed makes within these lengths, each made by `next` from its number.
fn history(seed: u64, (least, most): (i64, i64), next: impl Fn(&mut Generator, i64) -> Operation) -> Vec<Step> {
    let mut generator = Generator::new(seed);
    let length = generator.dice.between(least, most);
    let mut steps = Vec::new();
    for number in 0..length {
        let operation = next(&mut generator, number);
        generator.play(&operation);
        steps.push(Step { now: generator.now, operation });
    }
    steps
}

struct Generator {
    dice: Dice,
    now: i64,
    model: Model,
    program: Option<Rc<Program>>,
    /// Each order's id and the states the shop has made of it, sent or not.
    orders: Vec<(String, Vec<Order>)>,
    adjustments: Vec<Adjustment>,
    claims: Vec<Operation>,
}

impl Generator {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let beginning: jiff::Timestamp =
            dice.pick(&BEGINNINGS).parse().unwrap_or_else(|error| panic!("a beginning that is none: {error}"));
        Self {
            dice,
            now: beginning.as_millisecond(),
            model: Model::default(),
            program: None,
            orders: Vec::new(),
            adjustments: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// Moves the caller's clock: mostly a little, sometimes exactly to the next event, far ahead, or back.
    fn pass_time(&mut self) {
        let due = self.model.next_due().unwrap_or(self.now);
        let random_ms = self.dice.between(0, 3 * DAY_MS);
        if self.model.debt() > 0 && self.dice.chance(25) {
            // What arrives meanwhile pays the debt, lot by lot, before it can expire.
            self.now += self.dice.between(1, 120) * DAY_MS;
            return;
        }
        self.now = self.dice.weighted(&[
            (25, self.now),
            (15, self.now + MINUTE_MS),
            (10, self.now + HOUR_MS),
            (10, self.now + random_ms),
            (5, self.now + 31 * DAY_MS),
            (3, self.now + 366 * DAY_MS),
            (12, due.max(self.now)),
            (5, (due - 1).max(self.now)),
            (5, (due + 1).max(self.now)),
            (5, self.now - random_ms),
            (5, self.now - self.now.rem_euclid(HOUR_MS) + HOUR_MS),
        ]);
    }

    fn operation(&mut self, number: i64) -> Operation {
        if self.model.debt() > 0 && self.dice.chance(40) {
            return self.new_order(number);
        }
        let chosen = self.dice.weighted(&[
            (22, "new order"),
            (20, "edit"),
            (8, "again"),
            (10, "take back"),
            (18, "redeem"),
            (7, "release"),
            (7, "capture"),
            (5, "yield"),
            (9, "adjust"),
            (10, "claim"),
            (3, "claim again"),
            (4, "adjust again"),
            (5, "publish"),
            (5, "look"),
        ]);
        match chosen {
            // Nobody ends a redemption before the first one.
            "release" | "capture" if self.model.entries_of("held") == 0 && self.dice.chance(80) => self.redeem(number),
            "new order" => self.new_order(number),
            "edit" => self.edit().unwrap_or(Operation::Look),
            "again" => self.again().unwrap_or(Operation::Look),
            "take back" => self.take_back().unwrap_or(Operation::Look),
            "redeem" => self.redeem(number),
            "release" => Operation::Release { id: self.some_redemption() },
            "capture" => self.capture(),
            "yield" => self.yield_order().unwrap_or(Operation::Look),
            "adjust" => self.adjust(number),
            "adjust again" => self.adjust_again().unwrap_or(Operation::Look),
            "claim" => self.claim(number),
            "claim again" => self.dice.any(&self.claims).cloned().unwrap_or(Operation::Look),
            "publish" => self.publish(),
            _ => Operation::Look,
        }
    }

    /// Keeps the model in step.
    fn play(&mut self, operation: &Operation) {
        super::perform(&mut self.model, operation, self.now);
    }

    fn publish(&mut self) -> Operation {
        let program = match self.program.clone() {
            Some(program) if self.dice.chance(60) => programs::with_all_rates(&mut self.dice, &program),
            _ => programs::program(&mut self.dice, self.now),
        };
        let program = Rc::new(program);
        self.program = Some(program.clone());
        Operation::Publish { program }
    }

    fn new_order(&mut self, number: i64) -> Operation {
        let mut state = orders::order(&mut self.dice, "member", self.now);
        self.use_codes(&mut state);
        let id = format!("order-{number}");
        self.orders.push((id.clone(), vec![state.clone()]));
        Operation::Order { id, state }
    }

    /// A new state of an order; now and then two, of which the first is never sent or comes later.
    fn edit(&mut self) -> Option<Operation> {
        let count = self.orders.len();
        if count == 0 {
            return None;
        }
        // Recent orders change more often.
        let back = if self.dice.chance(80) { self.dice.between(1, 3) } else { self.dice.between(1, count as i64) };
        let at = count.saturating_sub(back as usize);
        let (id, mut states) = self.orders[at].clone();
        for _ in 0..self.dice.weighted(&[(85, 1), (15, 2)]) {
            let mut state = orders::edited(&mut self.dice, &states[states.len() - 1], self.now);
            if !state.coupon_codes.is_empty() && self.dice.chance(25) {
                state.status = "cancelled".to_owned();
            }
            self.use_codes(&mut state);
            let last = state.updated_at.0;
            state.updated_at = Instant(self.dice.weighted(&[
                (25, last),
                (20, last + 1_000),
                (45, last.max(self.now)),
                (5, last - 1_000),
                (5, last - 1),
            ]));
            if self.dice.chance(8) {
                let next = state.revision.unwrap_or(3) + self.dice.weighted(&[(80, 1), (10, 0), (10, -1)]);
                state.revision = Some(next.max(0));
            }
            states.push(state);
        }
        let state = states[states.len() - 1].clone();
        self.orders[at].1 = states;
        Some(Operation::Order { id, state })
    }

    /// Some state of some order once more, or the first time if it was overtaken.
    fn again(&mut self) -> Option<Operation> {
        let (id, states) = self.dice.any(&self.orders)?.clone();
        let state = self.dice.any(&states)?.clone();
        Some(Operation::Order { id, state })
    }

    /// A paid order is cancelled, by preference while its points may be spent already.
    fn take_back(&mut self) -> Option<Operation> {
        let earned: Vec<String> =
            self.model.summary(self.now).orders.into_iter().filter(|one| one.points > 0).map(|one| one.id).collect();
        let id = self.dice.any(&earned)?.clone();
        let (_, states) = self.orders.iter_mut().find(|(one, _)| *one == id)?;
        let mut state = states.last()?.clone();
        state.status = "cancelled".to_owned();
        state.updated_at = Instant(state.updated_at.0.max(self.now));
        states.push(state.clone());
        Some(Operation::Order { id, state })
    }

    fn use_codes(&mut self, state: &mut Order) {
        while self.dice.chance(15) {
            let code = if self.dice.chance(10) { "SUMMER-SALE".to_owned() } else { code_of(&self.some_redemption()) };
            if !state.coupon_codes.contains(&code) {
                state.coupon_codes.push(code);
            }
        }
        if self.dice.chance(5) {
            state.coupon_codes.clear();
        }
    }

    /// Mostly a redemption that is still held, often one that is not, seldom one that never was.
    fn some_redemption(&mut self) -> String {
        let redemptions = self.model.summary(self.now).redemptions;
        let held: Vec<_> = redemptions.iter().filter(|one| one.status == "held").collect();
        let one = match self.dice.weighted(&[(70, "held"), (25, "any"), (5, "none")]) {
            "held" => self.dice.any(&held).copied().or_else(|| self.dice.any(&redemptions)),
            "any" => self.dice.any(&redemptions),
            _ => None,
        };
        one.map_or_else(|| "redemption-of-nobody".to_owned(), |one| one.id.clone())
    }

    /// Mostly a reward that can be had.
    fn redeem(&mut self, number: i64) -> Operation {
        let rewards = self.model.summary(self.now).rewards;
        let available: Vec<&str> =
            rewards.iter().filter(|one| one.status == "available").map(|one| one.id.as_str()).collect();
        let available = if self.dice.chance(70) { self.dice.any(&available).copied() } else { None };
        let reward = available.unwrap_or_else(|| *self.dice.pick(&programs::REWARDS)).to_owned();
        // Ids sort as they were made: which of two holds lapses first at one instant is nobody's business.
        let id = format!("redemption-{number:02}");
        Operation::Redeem { code: code_of(&id), id, reward }
    }

    fn capture(&mut self) -> Operation {
        let id = self.some_redemption();
        let ids: Vec<String> = self.orders.iter().map(|(id, _)| id.clone()).collect();
        let order = if self.dice.chance(50) { self.dice.any(&ids).cloned() } else { None };
        Operation::Capture { id, order }
    }

    /// An order moves to another member: by a state that is a little newer than the last one, or older.
    fn yield_order(&mut self) -> Option<Operation> {
        let (id, states) = self.dice.any(&self.orders)?.clone();
        let last = states.last()?.updated_at.0;
        let updated_at = Instant(last + self.dice.weighted(&[(60, 500), (20, -500), (20, 0)]));
        Some(Operation::Yield { id, updated_at })
    }

    fn claim(&mut self, number: i64) -> Operation {
        let gift = self.dice.pick(&gifts()).clone();
        let redemption = format!("redemption-{number:02}");
        let claim = Operation::Claim { id: format!("claim-{number}"), code: code_of(&redemption), redemption, gift };
        self.claims.push(claim.clone());
        claim
    }

    fn adjust(&mut self, number: i64) -> Operation {
        let available = i64::try_from(self.model.available()).unwrap_or(i64::MAX);
        let random = self.dice.between(1, 200);
        // A drained wallet is what makes debt of the next refund.
        let points = self.dice.weighted(&[(45, random), (10, -random), (30, -available), (5, -available - 1), (10, 1)]);
        self.adjust_by(number, points)
    }

    /// Mostly gives a little.
    fn give(&mut self, number: i64) -> Operation {
        let (given, taken) = (self.dice.between(1, 40), self.dice.between(1, 60));
        let points = self.dice.weighted(&[(88, given), (12, -taken)]);
        self.adjust_by(number, points)
    }

    fn adjust_by(&mut self, number: i64, points: i64) -> Operation {
        let adjustment = Adjustment {
            id: format!("adjustment-{number}"),
            points: if points == 0 { 1 } else { points },
            reason: "for your patience".to_owned(),
            note: "call of Monday".to_owned(),
        };
        self.adjustments.push(adjustment.clone());
        adjust(adjustment)
    }

    fn adjust_again(&mut self) -> Option<Operation> {
        let mut adjustment = self.dice.any(&self.adjustments)?.clone();
        match self.dice.weighted(&[(60, "same"), (15, "points"), (15, "reason"), (10, "note")]) {
            "points" => adjustment.points += if adjustment.points == -1 { 2 } else { 1 },
            "reason" => adjustment.reason.push('!'),
            "note" => adjustment.note.push('!'),
            _ => {}
        }
        Some(adjust(adjustment))
    }
}

fn adjust(Adjustment { id, points, reason, note }: Adjustment) -> Operation {
    Operation::Adjust { id, points, reason, note }
}
