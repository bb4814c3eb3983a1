//! A member of a small shop, driven day by day: what the examples in the test files are written in.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::rc::Rc;

use loyalty::{
    AdjustmentId, Code, Days, HoldId, Instant, OrderId, Points,
    ledger::{Adjustment, OrderResult, Refusal, Wallet},
    order::Order,
    profile::ProfileUpdate,
    program::{Program, Programs},
    traits::{StageSettings, Traits, TraitsContext},
    view::{MemberView, Viewer},
};
use serde_json::{Value, json};

/// The program of the examples: 1 point a dollar, pending 30 days, living 365 more.
pub fn program(change: impl FnOnce(&mut Value)) -> Program {
    let mut document = json!({
        "name": {"en": "Club"}, "currency": "USD", "rates": {"USD": 100, "EUR": 80}, "time_zone": "UTC",
        "earn_on": "paid", "return_window_days": 30, "expires_after_days": 365, "debt": "stop_at_zero",
        "rules": [{"id": "purchases", "name": {"en": "Purchases"}, "points_per_unit": 1, "rounding": "down"}],
        "tiers": null,
        "rewards": [{
            "id": "five", "name": {"en": "5 $ off"}, "points": 50, "kind": {"type": "amount_off", "amount": 500},
            "hold_minutes": 60
        }],
    });
    change(&mut document);
    let program: Program = serde_json::from_value(document).expect("the document reads");
    program.check().expect("the program is sound").into_inner()
}

/// An order of one line at day 0, paid, for so many cents.
pub fn order(cents: i64, updated_day: u32, change: impl FnOnce(&mut Value)) -> Order {
    let mut document = json!({
        "member": "m", "currency": "USD", "status": "paid", "placed_at": day(0), "updated_at": day(updated_day),
        "lines": [{"id": "1", "product": "cd", "quantity": 1, "price": cents}],
    });
    change(&mut document);
    serde_json::from_value(document).expect("the order reads")
}

/// The first instant of a day, counted from 1998-01-01.
pub fn day(days: u32) -> Instant {
    Instant::parse("1998-01-01T00:00:00Z").expect("a date") + Days(days)
}

/// A member and the shop's program.
pub struct Member {
    pub wallet: Wallet,
    pub programs: Programs,
    now: Instant,
    names: u32,
}

impl Member {
    pub fn of(program: Program) -> Self {
        Self { wallet: Wallet::default(), programs: Programs::current(1, Rc::new(program)), now: day(0), names: 0 }
    }

    /// Publishes another version; the old ones stay known.
    pub fn publish(&mut self, version: u32, program: Program) {
        let mut programs = Programs::current(version, Rc::new(program));
        for old in 1..version {
            if let Some(known) = self.programs.get(old) {
                programs.insert(old, known.clone());
            }
        }
        self.programs = programs;
    }

    pub fn on(&mut self, days: u32) -> &mut Self {
        self.now = day(days);
        self
    }

    pub fn at(&mut self, now: Instant) -> &mut Self {
        self.now = now;
        self
    }

    pub fn order(&mut self, id: &str, order: Order) -> OrderResult {
        let order = order.adjust().check(self.now + Days(365)).expect("the order is sound");
        let id = OrderId::new(id).expect("an id");
        let result = self.wallet.apply_order(id, order, &self.programs, self.now).expect("versions are loaded");
        self.wallet.check().expect("invariants hold");
        result
    }

    /// The order names another member by now, in a state of that day.
    pub fn yield_order(&mut self, id: &str, updated_day: u32) {
        let id = OrderId::new(id).expect("an id");
        self.wallet.yield_order(&id, day(updated_day), &self.programs, self.now).expect("versions are loaded");
        self.wallet.check().expect("invariants hold");
    }

    /// Redeems a reward and gives its code.
    pub fn redeem(&mut self, reward: &str) -> Result<Code, Refusal> {
        self.names += 1;
        let code = Code::new(format!("CODE{}", self.names)).expect("a code");
        let hold = HoldId::new(format!("hold{}", self.names)).expect("an id");
        let request = loyalty::ledger::RedeemRequest { reward: reward.to_owned(), hold, code: code.clone() };
        self.wallet.redeem(request, &self.programs, self.now)?;
        self.wallet.check().expect("invariants hold");
        Ok(code)
    }

    pub fn release(&mut self, code: &Code) -> Result<(), Refusal> {
        self.wallet.release_code(code, &self.programs, self.now).map(drop)
    }

    pub fn capture(&mut self, code: &Code) -> Result<(), Refusal> {
        self.wallet.capture(code, None, &self.programs, self.now).map(drop)
    }

    pub fn adjust(&mut self, id: &str, points: i64) -> Result<Option<u64>, Refusal> {
        let id = AdjustmentId::new(id).expect("an id");
        let adjustment = Adjustment { id, points: Points(points), reason: "Sorry".into(), note: None };
        let made = self.wallet.adjust(adjustment.check().expect("sound"), &self.programs, self.now);
        self.wallet.check().expect("invariants hold");
        made
    }

    /// Takes a profile; tells whether it changed anything.
    pub fn profile(&mut self, document: Value) -> bool {
        let given: ProfileUpdate = serde_json::from_value(document).expect("the profile reads");
        let given = given.applied(self.wallet.profile(), self.now).expect("the profile is sound, and not dated ahead");
        let Some(profile) = given else { return false };
        self.wallet.set_profile(profile, &self.programs, self.now).expect("versions are loaded")
    }

    /// What can be said of the member today, with the default stages.
    pub fn traits(&self) -> Traits {
        let program = self.programs.newest().map(|(_, program)| program.as_ref());
        let basis = TraitsContext {
            program,
            stages: &StageSettings::default(),
            calendar: &loyalty::calendar::Calendar::utc(),
            quantiles: None,
            now: self.now,
        };
        Traits::new(&self.wallet.snapshot(), &basis)
    }

    /// What the member sees today.
    pub fn view(&self) -> MemberView {
        let program = self.programs.newest().map(|(_, program)| program.as_ref());
        let viewer = Viewer { program, left: &Default::default(), language: "en", now: self.now };
        self.wallet.snapshot().view(&viewer)
    }

    /// Balance, available, pending and held of today.
    #[track_caller]
    pub fn check(&self, balance: i64, available: i64, pending: i64, held: i64) {
        let view = self.view().balance;
        let seen = (view.balance.0, view.available.0, view.pending.0, view.held.0);
        assert_eq!(seen, (balance, available, pending, held), "balance, available, pending, held");
    }
}
