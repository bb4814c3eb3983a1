//! Operations on a wallet (section 9): time passes, waiting ends, then something is decided and stored.

use std::rc::Rc;

use super::documents::Program;
use super::entries;
use super::facts::{Debit, Facts};
use super::fold::Fold;
use super::summary::{Answer, EntrySummary, Source};

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
