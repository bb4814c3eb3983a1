//! Plays an example against a ledger: what it does in one line, and what must be seen after it in another.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::histories::Ledger;
use crate::model::documents::{Instant, Limit, Order, Program};
use crate::model::{Adjustment, Answer, CodeAnswer, GestureContent, RedemptionSummary, Summary, ValueKind};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// Day 0: the first of January 2026.
const DAY_ZERO_MS: i64 = 1_767_225_600_000;

/// A ledger at an instant.
pub struct Player<'a> {
    ledger: &'a mut dyn Ledger,
    now: i64,
    failures: Vec<String>,
}

/// Plays an example against a new wallet of a shop that has published nothing; says everything that is not as it must be.
pub fn played(example: super::Example, ledger: &mut dyn Ledger) -> Result<(), String> {
    let (name, play) = example;
    let mut player = Player { ledger, now: day(0), failures: Vec::new() };
    play(&mut player);
    if player.failures.is_empty() { Ok(()) } else { Err(format!("{name}:\n  {}", player.failures.join("\n  "))) }
}

/// An instant in days since the first.
pub fn day(days: i64) -> i64 {
    DAY_ZERO_MS + days * DAY_MS
}

/// One point a dollar, pending for 30 days and good for 365 more; nothing is owed; 50 points are five dollars.
pub fn program(changed: impl FnOnce(&mut Program)) -> Program {
    let mut program = read(json!({
        "name": {"en": "Club"}, "currency": "USD", "rates": {"USD": 100}, "time_zone": "UTC", "earn_on": "paid",
        "return_window_days": 30, "expires_after_days": 365, "debt": "stop_at_zero",
        "rules": [{
            "id": "base", "name": {"en": "Base"}, "points_per_unit": 1, "counts": {}, "rounding": "down",
        }],
        "rewards": [{
            "id": "five", "name": {"en": "Five"}, "points": 50, "kind": {"type": "gift"}, "hold_minutes": 60,
        }],
    }));
    changed(&mut program);
    program
}

/// A paid order of one line, placed on a day and updated then.
pub fn order(price: i64, placed_day: i64, changed: impl FnOnce(&mut Order)) -> Order {
    let mut order: Order = read(json!({
        "member": "member", "currency": "USD", "status": "paid",
        "placed_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        "lines": [{"id": "1", "product": "cd", "quantity": 1, "price": price}],
    }));
    (order.placed_at, order.updated_at) = (Instant(day(placed_day)), Instant(day(placed_day)));
    changed(&mut order);
    order
}

/// The same order in another status, told as of a later day.
pub fn as_of(mut order: Order, status: &str, updated_day: i64) -> Order {
    order.status = status.to_owned();
    order.updated_at = Instant(day(updated_day));
    order
}

/// A document from JSON.
pub fn read<T: serde::de::DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).unwrap_or_else(|error| panic!("{error}"))
}

impl Player<'_> {
    /// It is some minutes past the midnight that begins a day.
    pub fn at(&mut self, days: i64, minutes: i64) -> &mut Self {
        self.now = day(days) + minutes * MINUTE_MS;
        self
    }

    /// The shop publishes a program.
    pub fn publish(&mut self, program: Program) {
        self.ledger.publish(&Rc::new(program), self.now);
    }

    /// The shop tells an order's state.
    pub fn order(&mut self, id: &str, order: &Order) -> Answer {
        self.ledger.order(id, order, self.now)
    }

    /// An order moves to another member as of a day.
    pub fn yields(&mut self, id: &str, updated_day: i64) {
        self.ledger.yield_order(id, day(updated_day), self.now);
    }

    /// The member redeems the reward.
    pub fn redeem(&mut self, id: &str) -> Answer {
        self.ledger.redeem(id, &code(id), "five", self.now)
    }

    /// The member gives a redemption back.
    pub fn release(&mut self, id: &str) -> Answer {
        self.ledger.release(id, self.now)
    }

    /// The shop captures a redemption.
    pub fn capture(&mut self, id: &str, order: Option<&str>) -> Answer {
        self.ledger.capture(id, order, self.now)
    }

    /// The shop gives or takes points.
    pub fn adjust(&mut self, id: &str, points: i64) -> Answer {
        let adjustment = Adjustment { id: id.to_owned(), points, reason: "Sorry".to_owned(), note: "Call".to_owned() };
        self.ledger.adjust(&adjustment, self.now)
    }

    /// The member claims a coupon for the reward.
    pub fn claim_coupon(&mut self, id: &str, valid_days: i64) -> Answer {
        let gives = ValueKind::Coupon { reward: "five".to_owned(), valid_days };
        let gift = GestureContent { offer: "letter".to_owned(), gives, limit: Limit { count: 10, days: None } };
        self.ledger.claim(&format!("claim-of-{id}"), id, &code(id), &gift, self.now)
    }

    /// The wallet now.
    pub fn wallet(&mut self) -> Summary {
        self.ledger.summary(self.now)
    }

    /// Balance, available, pending and held.
    #[track_caller]
    pub fn check(&mut self, balance: i128, available: i128, pending: i128, held: i128) {
        let wallet = self.wallet();
        let seen = (wallet.balance, wallet.available, wallet.pending, wallet.held);
        self.same("balance, available, pending and held", seen, (balance, available, pending, held));
    }

    /// A redemption as the shop is shown it.
    pub fn redemption(&mut self, id: &str) -> RedemptionSummary {
        let found = self.wallet().redemptions.into_iter().find(|one| one.id == id);
        found.unwrap_or_else(|| panic!("no redemption {id}"))
    }

    /// A redemption's status and order.
    #[track_caller]
    pub fn stands(&mut self, id: &str, status: &str, order: Option<&str>) {
        let one = self.redemption(id);
        self.same("status and order", (one.status.as_str(), one.order.as_deref()), (status, order));
    }

    /// What an order is answered about its first code.
    #[track_caller]
    pub fn code(&mut self, answer: &Answer, status: &str, order: Option<&str>, late: bool) {
        let code = answer.codes.first().map(|one| one.code.clone()).unwrap_or_default();
        let (status, order) = (status.to_owned(), order.map(str::to_owned));
        self.same("the code", answer.codes.first().cloned(), Some(CodeAnswer { code, status, order, late }));
    }

    /// Keeps a difference until the example is over.
    #[track_caller]
    pub fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, seen: T, expected: T) {
        if seen != expected {
            let (line, day) = (std::panic::Location::caller(), (self.now - day(0)) / DAY_MS);
            self.failures.push(format!("{line}, day {day}: {what}: {seen:?}, must be {expected:?}"));
        }
    }
}

/// The code of a redemption of an example.
pub fn code(id: &str) -> String {
    id.replace("redemption", "CODE")
}
