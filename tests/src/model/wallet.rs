//! What the model remembers, and adjustments.

use std::rc::Rc;

use super::calendar::DAY_MS;
use super::claims::Claim;
use super::documents::{Order, Program};
use super::summary::{Answer, EntrySummary, Source};

/// One member's wallet, and the versions of the shop's program.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Version `n` is the `n`-th.
    pub(super) programs: Vec<Rc<Program>>,
    /// The latest instant it has seen.
    pub(super) clock: i64,
    pub(super) orders: Vec<KnownOrder>,
    pub(super) lots: Vec<Lot>,
    pub(super) holds: Vec<Hold>,
    pub(super) adjustments: Vec<Adjustment>,
    pub(super) claims: Vec<Claim>,
    pub(super) debt: i128,
    pub(super) entries: Vec<EntrySummary>,
}

/// An order as last seen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KnownOrder {
    pub id: String,
    pub state: Order,
    /// States that were replaced by another with the same `updated_at`.
    pub replaced: Vec<Order>,
    pub pinned: Option<Pinned>,
    /// Why it could not be counted.
    pub waiting: Option<&'static str>,
    pub counts: Vec<RuleCount>,
}

/// The version and the level an order earns under.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pinned {
    pub version: usize,
    pub tier: Option<String>,
}

/// What one rule has done to one order, ever.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RuleCount {
    pub rule: String,
    pub credited: i128,
    pub reversed: i128,
    /// What is waived now: an increase cancels it.
    pub waived: i128,
}

impl RuleCount {
    pub fn net(&self) -> i128 {
        self.credited - self.reversed - self.waived
    }
}

impl KnownOrder {
    pub fn net(&self) -> i128 {
        self.counts.iter().map(RuleCount::net).sum()
    }

    pub fn net_of(&self, rule: &str) -> i128 {
        self.counts.iter().filter(|count| count.rule == rule).map(RuleCount::net).sum()
    }
}

#[derive(Clone, Debug)]
pub(super) struct Lot {
    pub source: Source,
    pub remaining: i128,
    pub available_at: i64,
    pub expires_at: Option<i64>,
    /// Time has passed `available_at`.
    pub arrived: bool,
    /// What was lost by expiry, less what reversals have waived for it.
    pub lost: i128,
}

#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub id: String,
    pub code: String,
    pub reward: String,
    pub points: i128,
    /// Which lots (by position) gave how much.
    pub parts: Vec<(usize, i128)>,
    pub status: &'static str,
    pub created_at: i64,
    pub held_until: i64,
    pub order: Option<String>,
    /// The offer that gave it, if one did.
    pub offer: Option<String>,
}

/// A shop's correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Its natural key.
    pub id: String,
    /// What it gives or takes.
    pub points: i64,
    /// For the shopper.
    pub reason: String,
    /// For the shop.
    pub note: String,
}

impl Model {
    /// A wallet of a shop that has published these versions.
    pub fn new(programs: Vec<Rc<Program>>) -> Self {
        Self { programs, ..Self::default() }
    }

    /// Publishes the next version.
    pub fn publish(&mut self, program: Rc<Program>) {
        self.programs.push(program);
    }

    /// What is owed.
    pub fn debt(&self) -> i128 {
        self.debt
    }

    /// How many entries of a kind there are.
    pub fn entries_of(&self, kind: &str) -> usize {
        self.entries.iter().filter(|entry| entry.kind == kind).count()
    }

    pub(super) fn current(&self) -> Option<Rc<Program>> {
        self.programs.last().cloned()
    }

    pub(super) fn version(&self, version: usize) -> Rc<Program> {
        self.programs[version - 1].clone()
    }

    /// Only looks: what is due is done.
    pub fn touch(&mut self, now: i64) -> Answer {
        self.operate(now, |_| Ok(answer("done")))
    }

    /// Every operation: the clock, what is due, orders that waited, and then the operation itself. A refused one does
    /// only what is due. What changes nothing leaves no trace, not even on the clock.
    pub(super) fn operate(
        &mut self,
        now: i64,
        operation: impl FnOnce(&mut Self) -> Result<Answer, &'static str>,
    ) -> Answer {
        let before = self.clone();
        self.pass_time(now);
        self.retry_waiting();
        self.pass_time(now);
        let due = self.clone();
        let outcome = operation(self);
        if outcome.is_err() {
            *self = due;
        }
        self.pass_time(now);
        if !self.differs_from(&before) {
            *self = before;
        }
        outcome.unwrap_or_else(answer)
    }

    fn differs_from(&self, before: &Self) -> bool {
        let remaining = |wallet: &Self| wallet.lots.iter().map(|lot| lot.remaining).collect::<Vec<_>>();
        let statuses =
            |wallet: &Self| wallet.holds.iter().map(|hold| (hold.status, hold.order.clone())).collect::<Vec<_>>();
        self.entries.len() != before.entries.len()
            || self.orders != before.orders
            || self.adjustments != before.adjustments
            || self.claims != before.claims
            || remaining(self) != remaining(before)
            || statuses(self) != statuses(before)
    }

    pub(super) fn write(&mut self, kind: &str, points: i128, held: i128) -> &mut EntrySummary {
        self.entries.push(EntrySummary { at: self.clock, kind: kind.to_owned(), points, held, ..Default::default() });
        let last = self.entries.len() - 1;
        &mut self.entries[last]
    }

    /// Writes about a redemption.
    pub(super) fn write_of(&mut self, hold: usize, kind: &str, points: i128, held: i128) -> &mut EntrySummary {
        let (redemption, offer) = (self.holds[hold].id.clone(), self.holds[hold].offer.clone());
        let entry = self.write(kind, points, held);
        (entry.redemption, entry.offer) = (Some(redemption), offer);
        entry
    }

    /// Gives or takes points by the shop's decision.
    pub fn adjust(&mut self, adjustment: Adjustment, now: i64) -> Answer {
        self.operate(now, |wallet| {
            if let Some(known) = wallet.adjustments.iter().find(|known| known.id == adjustment.id) {
                return if *known == adjustment { Ok(answer("unchanged")) } else { Err("adjustment_conflict") };
            }
            let points = i128::from(adjustment.points);
            if points > 0 {
                let expires_after_days = wallet.current().and_then(|program| program.expires_after_days);
                let expires_at = expires_after_days.map(|days| wallet.clock + days * DAY_MS);
                let lot = wallet.make_lot(Source::Adjustment(adjustment.id.clone()), wallet.clock, expires_at);
                wallet.write("adjusted", points, 0);
                wallet.put_into(lot, points);
            } else {
                if wallet.available() < -points {
                    return Err("insufficient_points");
                }
                wallet.take_available(-points);
                wallet.write("adjusted", points, 0);
            }
            wallet.adjustments.push(adjustment);
            Ok(answer("done"))
        })
    }
}

/// An answer without numbers.
pub(super) fn answer(code: &str) -> Answer {
    Answer { code: code.to_owned(), ..Answer::default() }
}
