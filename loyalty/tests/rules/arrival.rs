//! Arrival does not matter (I3): the same facts give the same lots, holds, balance, tier and explanations, in whatever order
//! and however often they arrive.
//!
//! Random histories by seed. Each is lived once, with webhooks that come late and twice. Then all that was told of orders is
//! told again to a wallet that knows the member's other facts, in ten other orders, some of it twice.

use std::{io::Write, rc::Rc};

use fastrand::Rng;
use loyalty::{
    AdjustmentId, Code, Days, HoldId, Instant, Money, OrderId, Points,
    ledger::{Adjustment, Hold, Lot, RedeemRequest, Rows, Wallet},
    order::Order,
    program::{Program, Programs},
    view::{Left, MemberView, OrderExplanation, Viewer},
};
use serde_json::{Value, json};

use crate::{
    explanation::assert_adds_up,
    scenario::{day, order, program},
};

/// How many; `HISTORIES` in the environment says otherwise.
const HISTORIES: u64 = 1_000;
const ORDERS_OF_ARRIVAL: usize = 10;
const HOUR_MS: i64 = 3_600_000;

/// What is told of an order.
#[derive(Clone, Debug)]
enum Told {
    State(OrderId, Box<Order>),
    Yield(OrderId, Instant),
}

/// All that a wallet comes to.
#[derive(Debug, PartialEq)]
struct Outcome {
    lots: Vec<Lot>,
    holds: Vec<Hold>,
    view: MemberView,
    explanations: Vec<Option<OrderExplanation>>,
}

/// One member's history while it is lived.
struct Life {
    rng: Rng,
    programs: Programs,
    wallet: Wallet,
    now: Instant,
    told: Vec<Told>,
    /// Told with delay.
    late: Vec<Told>,
    orders: Vec<Order>,
    names: usize,
    reached: Reached,
}

/// How often histories reached what they are for.
#[derive(Default)]
struct Reached {
    late: usize,
    owed: usize,
    forgiven: usize,
    restored: usize,
    capped: usize,
    tiers: usize,
    moved: usize,
    ends: std::collections::BTreeMap<loyalty::ledger::HoldStatus, usize>,
}

#[test]
fn equal_facts_give_equal_wallets_in_whatever_order_they_arrive() {
    let mut reached = Reached::default();
    let histories = std::env::var("HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(HISTORIES);
    for seed in 0..histories {
        let mut life = Life::new(seed);
        // Something to spend from the start.
        life.give(60);
        let facts = life.rng.usize(20..=60);
        (0..facts).for_each(|_| life.step());
        life.tell_what_is_late();
        life.check_arrivals(seed);
        life.count(&mut reached);
    }
    if let Ok(file) = std::env::var("REGULARS_COUNTS") {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(file).expect("a file of counts");
        writeln!(file, "{histories} histories in {ORDERS_OF_ARRIVAL} orders of arrival each")
            .expect("a file of counts");
    }
    let Reached { late, owed, forgiven, restored, capped, tiers, moved, ends } = reached;
    let counts = [late, owed, forgiven, restored, capped, tiers, moved];
    let least = histories as usize / 50;
    assert!(
        counts.iter().all(|count| *count > least),
        "histories miss late, owed, forgiven, restored, capped, tiers or moved: {counts:?}"
    );
    let all_ends = ends.len() == 5 && ends.values().all(|count| *count > least);
    assert!(all_ends, "not every end of a redemption: {ends:?}");
}

impl Life {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let program = random_program(&mut rng);
        Self {
            rng,
            programs: Programs::current(1, Rc::new(program)),
            wallet: Wallet::default(),
            now: day(0),
            told: Vec::new(),
            late: Vec::new(),
            orders: Vec::new(),
            names: 0,
            reached: Reached::default(),
        }
    }

    fn name(&mut self) -> usize {
        self.names += 1;
        self.names
    }

    fn step(&mut self) {
        let hours = *self.choose(&[0, 0, 1, 5, 24, 72, 400]);
        self.now = Instant::from_ms(self.now.as_ms() + hours * HOUR_MS);
        match self.rng.u8(..20) {
            0..4 => self.buy(),
            4..8 => self.edit(),
            8..14 => self.redeem(),
            14 => self.release(),
            15 => self.capture(),
            16 => self.adjust(),
            17..19 => self.move_order(),
            _ => self.tell_what_is_late(),
        }
        self.wallet.check().expect("invariants hold");
    }

    fn choose<'c, T>(&mut self, from: &'c [T]) -> &'c T {
        &from[self.rng.usize(..from.len())]
    }

    fn buy(&mut self) {
        let back = *self.choose(&[0, 0, 1, 30, 24 * 20]);
        let placed_at = Instant::from_ms(self.now.as_ms() - back * HOUR_MS);
        let cents = *self.choose(&[1500, 9000, 15_000, 30_000]);
        let status = *self.choose(&["placed", "paid", "paid", "completed"]);
        let currency = *self.choose(&["USD", "USD", "EUR", "GBP"]);
        let mut state = order(cents, 0, |o| {
            (o["placed_at"], o["updated_at"]) = (json!(placed_at), json!(placed_at));
            (o["status"], o["currency"]) = (json!(status), json!(currency));
            let second = json!({"id": "2", "product": "book", "quantity": 1, "price": 1000, "tax": 100});
            o["lines"].as_array_mut().unwrap().push(second);
        });
        self.use_code(&mut state);
        self.orders.push(state.clone());
        self.tell(self.orders.len() - 1, state);
    }

    fn edit(&mut self) {
        if self.orders.is_empty() {
            return;
        }
        let place = self.rng.usize(..self.orders.len());
        let mut state = self.orders[place].clone();
        // Some edits are of the same instant.
        if self.rng.u8(..4) > 0 {
            state.updated_at = self.now;
        }
        match self.rng.u8(..7) {
            0 | 6 => state.status = serde_json::from_value(json!("cancelled")).unwrap(),
            1 => state.status = serde_json::from_value(json!("completed")).unwrap(),
            2 => state.lines[0].refunded = *self.choose(&[Money::ZERO, Money(500), state.lines[0].price]),
            3 => state.lines.iter_mut().for_each(|line| line.refunded = line.price),
            4 => state.status = serde_json::from_value(json!("paid")).unwrap(),
            _ => self.use_code(&mut state),
        }
        self.orders[place] = state.clone();
        self.tell(place, state);
    }

    fn use_code(&mut self, state: &mut Order) {
        let codes: Vec<Code> = self.wallet.holds().map(|hold| hold.code.clone()).collect();
        if !codes.is_empty() && self.rng.u8(..3) > 0 {
            state.coupon_codes = vec![self.choose(&codes).clone()];
        }
    }

    fn redeem(&mut self) {
        let name = self.name();
        let reward = (*self.choose(&["five", "ten", "day"])).to_owned();
        let (hold, code) = (HoldId::new(format!("h{name}")).unwrap(), Code::new(format!("C{name}")).unwrap());
        drop(self.wallet.redeem(RedeemRequest { reward, hold, code }, &self.programs, self.now));
    }

    fn held(&mut self) -> Option<Hold> {
        let holds: Vec<Hold> = self.wallet.holds().cloned().collect();
        (!holds.is_empty()).then(|| self.choose(&holds).clone())
    }

    fn release(&mut self) {
        if let Some(hold) = self.held() {
            drop(self.wallet.release(&hold.id, &self.programs, self.now));
        }
    }

    fn capture(&mut self) {
        if let Some(hold) = self.held() {
            let order = self.rng.bool().then(|| OrderId::new(format!("o{}", self.rng.u8(..20))).unwrap());
            drop(self.wallet.capture(&hold.code, order, &self.programs, self.now));
        }
    }

    fn adjust(&mut self) {
        let points = *self.choose(&[30, 60, 200, -20, -60]);
        self.give(points);
    }

    fn give(&mut self, points: i64) {
        let name = self.name();
        let id = AdjustmentId::new(format!("a{name}")).unwrap();
        let adjustment = Adjustment { id, points: Points(points), reason: "Sorry".into(), note: None };
        drop(self.wallet.adjust(adjustment.check().unwrap(), &self.programs, self.now));
    }

    fn move_order(&mut self) {
        if self.orders.is_empty() {
            return;
        }
        let place = self.rng.usize(..self.orders.len());
        // A yield's instant is never that of a state: which of the two is later is decided outside of the wallet.
        let at = Instant::from_ms(self.now.as_ms() + 1);
        self.send(Told::Yield(order_id(place), at));
    }

    fn tell(&mut self, place: usize, state: Order) {
        self.send(Told::State(order_id(place), Box::new(state)));
    }

    /// Most is told at once; some later, and some of that twice.
    fn send(&mut self, told: Told) {
        match self.rng.u8(..4) {
            0 => self.late.push(told),
            1 => {
                self.late.push(told.clone());
                self.take(told);
            }
            _ => self.take(told),
        }
    }

    fn tell_what_is_late(&mut self) {
        let mut late = std::mem::take(&mut self.late);
        self.rng.shuffle(&mut late);
        self.reached.late += late.len();
        late.into_iter().for_each(|told| self.take(told));
    }

    fn take(&mut self, told: Told) {
        self.told.push(told.clone());
        take(&mut self.wallet, told, &self.programs, self.now);
    }

    fn check_arrivals(&mut self, seed: u64) {
        let lived = outcome(&mut self.wallet, &self.programs, self.now);
        for arrival in 0..ORDERS_OF_ARRIVAL {
            let mut told = self.told.clone();
            self.rng.shuffle(&mut told);
            if let Some(twice) = told.first().cloned() {
                told.insert(self.rng.usize(..=told.len()), twice);
            }
            let mut wallet = Wallet::from_facts(self.other_facts(), &self.programs, self.now).expect("no orders");
            told.into_iter().for_each(|told| take(&mut wallet, told, &self.programs, self.now));
            wallet.rebuild(&self.programs, self.now).expect("versions are loaded");
            wallet.check().expect("invariants hold");
            let arrived = outcome(&mut wallet, &self.programs, self.now);
            assert_eq!(arrived, lived, "seed {seed}, arrival {arrival}");
        }
    }

    /// All facts but the orders.
    fn other_facts(&self) -> Rows {
        Rows { orders: Vec::new(), ..self.wallet.rows() }
    }

    fn count(&self, reached: &mut Reached) {
        reached.late += self.reached.late;
        reached.tiers += usize::from(self.wallet.orders().any(|record| record.counted.tier.is_some()));
        reached.moved += self.wallet.orders().filter(|record| !record.is_own()).count();
        let rules = self.wallet.orders().flat_map(|record| &record.counted.rules);
        reached.capped += rules.filter(|rule| rule.cap.is_some() && rule.points == Points::ZERO).count();
        reached.restored += self.wallet.lots().filter(|lot| is_restored(lot)).count();
        for hold in self.wallet.holds() {
            *reached.ends.entry(hold.status).or_default() += 1;
            reached.owed += usize::from(hold.taken.owed > Points::ZERO);
            reached.forgiven += usize::from(hold.taken.forgiven > Points::ZERO);
        }
    }
}

fn is_restored(lot: &Lot) -> bool {
    matches!(lot.source, loyalty::ledger::LotSource::Restored { .. })
}

fn order_id(place: usize) -> OrderId {
    OrderId::new(format!("o{place}")).unwrap()
}

fn take(wallet: &mut Wallet, told: Told, programs: &Programs, now: Instant) {
    match told {
        Told::State(id, state) => {
            let state = state.check(now + Days(1)).expect("the order is sound");
            wallet.apply_order(id, state, programs, now).expect("versions are loaded");
        }
        Told::Yield(id, at) => wallet.yield_order(&id, at, programs, now).expect("versions are loaded"),
    }
}

fn outcome(wallet: &mut Wallet, programs: &Programs, now: Instant) -> Outcome {
    wallet.touch(programs, now).expect("versions are loaded");
    let program = programs.get(1).unwrap();
    let viewer = Viewer { program: Some(program), left: &Left::default(), language: "en", now };
    // How often a wallet was stored is no part of what it comes to.
    let view = MemberView { seq: 0, ..wallet.snapshot().view(&viewer) };
    let explain = |record| OrderExplanation::new(record, program, "en", now).unwrap();
    let explanations: Vec<_> = wallet.orders().map(explain).collect();
    explanations.iter().flatten().flat_map(|one| &one.rules).for_each(assert_adds_up);
    Outcome { lots: wallet.lots().cloned().collect(), holds: wallet.holds().cloned().collect(), view, explanations }
}

fn random_program(rng: &mut Rng) -> Program {
    let one = |rng: &mut Rng, from: &[Value]| from[rng.usize(..from.len())].clone();
    let caps = one(
        rng,
        &[
            json!({}),
            json!({}),
            json!({"per_order": 60, "per_month": 150}),
            json!({"per_day": 80}),
            json!({"lifetime": 200}),
            json!({"per_day": 100, "lifetime": 400}),
        ],
    );
    let by = one(rng, &[json!("points"), json!("spend"), json!("orders")]);
    let thresholds = if by == "orders" {
        [2, 4]
    } else if by == "spend" {
        [5_000, 20_000]
    } else {
        [50, 200]
    };
    let period = one(rng, &[json!({"rolling_days": 30}), json!({"calendar": "month"}), json!({"calendar": "year"})]);
    let grace = one(rng, &[json!(0), json!(10)]);
    let debt = one(rng, &[json!("stop_at_zero"), json!("go_negative")]);
    let refund = one(rng, &[json!("full"), json!("proportion"), json!("never")]);
    let start = one(rng, &[json!("placed"), json!("placed"), json!("completed"), json!("delivered")]);
    let window = one(rng, &[json!(0), json!(0), json!(3), json!(14)]);
    let expiry = one(rng, &[json!(null), json!(10), json!(60)]);
    let with_minimum = rng.bool();
    program(|p| {
        p["rules"] = json!([
            {"id": "purchases", "name": {"en": "Purchases"}, "points_per_unit": 1, "rounding": "down", "caps": caps,
             "multipliers": [{"percent": 300, "tiers": ["gold"]}, {"percent": 200, "tiers": ["silver"]}]},
            {"id": "books", "name": {"en": "Books"}, "points_per_unit": 2, "rounding": "nearest",
             "only": {"products": ["book"]}, "counts": {"tax": true}, "caps": {"per_month": 50},
             "minimum": if with_minimum { 1000 } else { 0 }, "pending_days": 1},
        ]);
        p["tiers"] = json!({"by": by, "period": period, "grace_days": grace, "levels": [
            {"id": "silver", "name": {"en": "Silver"}, "threshold": thresholds[0]},
            {"id": "gold", "name": {"en": "Gold"}, "threshold": thresholds[1]},
        ]});
        (p["debt"], p["points_on_refund"], p["return_window_from"]) = (debt, refund, start);
        (p["return_window_days"], p["expires_after_days"]) = (window, expiry);
        (p["longest_delivery_days"], p["restored_days"]) = (json!(20), json!(7));
        let kind = json!({"type": "amount_off", "amount": 500});
        let reward = |id: &str, points: i64, minutes: u32| json!({"id": id, "name": {"en": id}, "points": points, "kind": kind, "hold_minutes": minutes});
        p["rewards"] = json!([reward("five", 50, 60), reward("ten", 100, 5 * 60), reward("day", 20, 24 * 60)]);
    })
}
