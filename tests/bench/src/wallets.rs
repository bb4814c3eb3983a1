//! What an operation on a wallet costs, and a page view of one, by how many entries the wallet has. Without the runtime: what
//! is timed is the rules' own code, from rows as they are stored to rows as they are stored.

use std::{
    rc::Rc,
    time::{Duration, Instant as Clock},
};

use anyhow::{Result, anyhow};
use loyalty::{
    AdjustmentId, Code, HoldId, Instant, OrderId, Points,
    ledger::{Adjustment, PastLimits, RedeemRequest, Refusal, Rows, Wallet},
    order::Order,
    program::{Program, Programs},
    view::{Left, ProgramView, Snapshot, Viewer},
};
use regulars_tests::{
    client::Client,
    histories::{Names, Store},
    service::{eventually, unique},
    shop::Shop,
};
use serde_json::{Value, json};

/// How many entries the wallets have.
const ENTRIES: [usize; 3] = [10, 1_000, 10_000];
/// Timed operations of each kind on each wallet.
const CALLS: usize = 100;
/// Between two facts of a wallet's past: 10,000 of them are 13 years.
const GAP_MS: i64 = 12 * 3_600_000;

/// A wallet and its clock.
struct Member {
    programs: Programs,
    store: Store,
    now: i64,
    /// Names are made of it.
    count: usize,
}

/// What is timed.
#[derive(Default)]
struct Times {
    order: Vec<Duration>,
    redemption: Vec<Duration>,
    adjustment: Vec<Duration>,
    woken: Vec<Duration>,
    view: Vec<Duration>,
}

/// One kind of what is timed.
type Column = fn(&Times) -> &[Duration];

/// A table of medians, in microseconds, and how each compares with the smallest wallet.
///
/// # Errors
/// When the program or an operation is refused.
pub fn table() -> Result<String> {
    let program: Program = serde_json::from_value(program())?;
    let program = Rc::new(program.check().map_err(|faults| anyhow!("{faults:?}"))?.into_inner());
    let mut wallets = Vec::new();
    for entries in ENTRIES {
        let mut member = Member::new(&program);
        while member.store.entries.len() < entries {
            member.live()?;
        }
        let sizes = (member.open_bytes()?, serde_json::to_string(&member.wallet(&Names::default()).snapshot())?.len());
        wallets.push((entries, sizes, member.time()?));
    }
    let mut table = String::from("| wallet of | 10 entries | 1,000 | 10,000 | 10,000 ÷ 10 |\n|---|--:|--:|--:|--:|\n");
    let rows: [(&str, Column); 5] = [
        ("an order dated now, µs", |times| &times.order),
        ("a redemption, µs", |times| &times.redemption),
        ("an adjustment, µs", |times| &times.adjustment),
        ("reading the open rows, µs", |times| &times.woken),
        ("a page view with 50 rewards, µs", |times| &times.view),
    ];
    for (name, times) in rows {
        let medians: Vec<f64> = wallets.iter().map(|(_, _, of)| median(times(of))).collect();
        let cells: Vec<String> = medians.iter().map(|median| format!("{median:.0}")).collect();
        table.push_str(&format!("| {name} | {} | {:.2} |\n", cells.join(" | "), medians[2] / medians[0]));
    }
    let bytes = |name: &str, of: fn(&(usize, usize)) -> usize| {
        let cells: Vec<String> = wallets.iter().map(|(_, sizes, _)| of(sizes).to_string()).collect();
        let (first, last) = (of(&wallets[0].1), of(&wallets[2].1));
        format!("| {name} | {} | {:.2} |\n", cells.join(" | "), last as f64 / first as f64)
    };
    table.push_str(&bytes("open rows, B", |sizes| sizes.0));
    table.push_str(&bytes("published state, B", |sizes| sizes.1));
    Ok(table)
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |median| median.as_secs_f64() * 1e6)
}

impl Member {
    fn new(program: &Rc<Program>) -> Self {
        let programs = Programs::current(1, program.clone());
        Self { programs, store: Store::default(), now: 1_700_000_000_000, count: 0 }
    }

    fn wallet(&self, names: &Names) -> Wallet {
        self.store.open(names)
    }

    fn next(&mut self) -> usize {
        self.now += GAP_MS;
        self.count += 1;
        self.count
    }

    /// Something that happens to a member: mostly orders, now and then a redemption that is used, or a gift.
    fn live(&mut self) -> Result<()> {
        match self.count % 10 {
            3 => self.adjust().map(drop),
            7 => self.redeem_and_use(),
            _ => self.order(None).map(drop),
        }
    }

    fn order(&mut self, code: Option<String>) -> Result<Duration> {
        let (number, now) = (self.next(), Instant::from_ms(self.now));
        let id = OrderId::new(format!("order-{number}"))?;
        let order: Order = serde_json::from_value(order(now, number, code.as_deref()))?;
        let order = order.check(now).map_err(|faults| anyhow!("{faults:?}"))?;
        let mut names = Names { orders: vec![id.clone()], ..Names::default() };
        names.codes.extend(code.map(Code::new).transpose()?);
        self.commit(&names, |wallet, programs| wallet.apply_order(id.clone(), order.clone(), programs, now).map(drop))
    }

    fn redeem(&mut self) -> Result<(Duration, String)> {
        let (number, now) = (self.next(), Instant::from_ms(self.now));
        let code = format!("CODE-{number}");
        let hold = HoldId::new(format!("redemption-{number}"))?;
        let request =
            RedeemRequest { reward: "reward-0".to_owned(), hold: hold.clone(), code: Code::new(code.clone())? };
        let names = Names { holds: vec![hold], ..Names::default() };
        let took = self.commit(&names, |wallet, programs| wallet.redeem(request.clone(), programs, now).map(drop))?;
        Ok((took, code))
    }

    fn redeem_and_use(&mut self) -> Result<()> {
        match self.redeem() {
            Ok((_, code)) => self.order(Some(code)).map(drop),
            // Not enough points yet.
            Err(_) => self.order(None).map(drop),
        }
    }

    fn adjust(&mut self) -> Result<Duration> {
        let (number, now) = (self.next(), Instant::from_ms(self.now));
        let id = AdjustmentId::new(format!("gift-{number}"))?;
        let adjustment =
            Adjustment { id: id.clone(), points: Points(40), reason: "For your patience".to_owned(), note: None };
        let adjustment = adjustment.check().map_err(|faults| anyhow!("{faults:?}"))?;
        let names = Names { adjustments: vec![id], ..Names::default() };
        self.commit(&names, |wallet, programs| wallet.adjust(adjustment.clone(), programs, now).map(drop))
    }

    /// One operation as the worker does it, from the wallet in memory to the rows to write and the state to publish. What is
    /// timed leaves out the data base.
    fn commit(
        &mut self,
        names: &Names,
        operation: impl Fn(&mut Wallet, &Programs) -> Result<(), Refusal>,
    ) -> Result<Duration> {
        let mut loaded = self.wallet(names);
        let now = Instant::from_ms(self.now);
        loop {
            let start = Clock::now();
            self.store.load_needed_lots(&mut loaded, now)?;
            let mut wallet = loaded.clone();
            match operation(&mut wallet, &self.programs) {
                Ok(()) => {}
                Err(Refusal::LotsNotLoaded) => {
                    self.store.load_lots(&mut loaded)?;
                    continue;
                }
                Err(refusal) => return Err(anyhow!("{refusal}")),
            }
            wallet.check()?;
            self.store.load_needed_lots(&mut wallet, now)?;
            wallet.close_past(&self.programs, PastLimits::USUAL)?;
            let changes = wallet.drain_changes();
            std::hint::black_box(serde_json::to_string(&wallet.snapshot())?);
            let took = start.elapsed();
            if let Some(changes) = changes {
                self.store.write(changes);
            }
            return Ok(took);
        }
    }

    /// Each operation is timed on a copy, so that the wallet stays as long as it is; a long one goes on a little in between,
    /// so that moving the checkpoint has its share.
    fn time(mut self) -> Result<Times> {
        let mut times = Times::default();
        for _ in 0..CALLS {
            times.order.push(self.copy().order(None)?);
            times.redemption.push(self.copy().redeem()?.0);
            times.adjustment.push(self.copy().adjust()?);
            times.woken.push(self.wake()?);
            times.view.push(self.view()?);
            if self.store.entries.len() >= 1_000 {
                self.live()?;
            }
        }
        Ok(times)
    }

    fn copy(&self) -> Self {
        let (programs, store) = (self.programs.clone(), self.store.clone());
        Self { programs, store, ..*self }
    }

    fn open_bytes(&self) -> Result<usize> {
        Ok(documents(&self.store.open)?.iter().map(String::len).sum())
    }

    /// From the open rows' JSON to a wallet.
    fn wake(&self) -> Result<Duration> {
        let rows = &self.store.open;
        let [head, lots, orders, credits, debits, holds, adjustments, checkpoint] = documents(rows)?;
        let start = Clock::now();
        let rows = Rows {
            head: serde_json::from_str(&head)?,
            lots: serde_json::from_str(&lots)?,
            orders: serde_json::from_str(&orders)?,
            credits: serde_json::from_str(&credits)?,
            debits: serde_json::from_str(&debits)?,
            holds: serde_json::from_str(&holds)?,
            adjustments: serde_json::from_str(&adjustments)?,
            checkpoint: serde_json::from_str(&checkpoint)?,
            is_reopened: false,
        };
        std::hint::black_box(Wallet::restore(rows));
        Ok(start.elapsed())
    }

    /// From the published state's JSON to what a page is sent.
    fn view(&self) -> Result<Duration> {
        let published = serde_json::to_string(&self.wallet(&Names::default()).snapshot())?;
        let (version, program) = self.programs.newest().ok_or_else(|| anyhow!("no program"))?;
        let left = Left::default();
        let viewer = Viewer { program: Some(program), left: &left, language: "en", now: Instant::from_ms(self.now) };
        let start = Clock::now();
        let snapshot: Snapshot = serde_json::from_str(&published)?;
        let member = serde_json::to_string(&snapshot.view(&viewer))?;
        let program = serde_json::to_string(&ProgramView::new(version, program, &snapshot.orders, &viewer))?;
        std::hint::black_box((member, program));
        Ok(start.elapsed())
    }
}

/// Calls of each kind on each wallet.
const HTTP_CALLS: usize = 60;
/// Where the shop's clock stands.
const NOW: &str = "2024-06-30T12:00:00Z";

/// The same through the runtime: a table of medians, in milliseconds.
///
/// # Errors
/// When a call fails.
pub fn table_over_http(url: &str) -> Result<String> {
    let shop = Shop::open_without_program(&Client::new(url));
    shop.set_clock(NOW);
    shop.publish(&program());
    let now = Instant::parse(NOW).ok_or_else(|| anyhow!("the clock's time"))?;
    let mut columns = Vec::new();
    // Both rules write an entry for each order.
    for orders in ENTRIES.map(|entries| entries / 2) {
        // A short wallet would not stay one, so each call has its own.
        let members = if orders < 100 { HTTP_CALLS } else { 1 };
        let names: Vec<String> = (0..members).map(|number| format!("of-{orders}-{number}")).collect();
        for member in &names {
            let past = (0..orders).map(|number| {
                let back_ms = i64::try_from(orders - number).unwrap_or_default() * GAP_MS;
                let mut order = order(now.plus_ms(-back_ms), number, None);
                order["member"] = json!(member);
                order["id"] = json!(format!("{member}-{number}"));
                order
            });
            for batch in past.collect::<Vec<_>>().chunks(500) {
                shop.server("POST", "/orders/batch").json(&json!({"orders": batch})).send().expect(200);
            }
            shop.give(member, 1_000);
        }
        eventually("every wallet is published", || {
            let is_published = |member: &String| shop.boot(member)["member"]["balance"].as_i64() >= Some(1_000);
            names.iter().all(is_published).then_some(())
        });
        let member = |number: usize| &names[number % names.len()];
        let boot = timed(|number| drop(shop.shopper(member(number), "GET", "/boot").send().expect(200)));
        let redeemed = timed(|number| {
            let call = shop.shopper(member(number), "POST", "/redemptions").key(&unique("redeem"));
            call.json(&json!({"reward": "reward-0"})).send().expect(201);
        });
        let ordered = timed(|number| {
            let back_ms = i64::try_from(HTTP_CALLS - number).unwrap_or_default() * 1_000;
            let mut order = order(now.plus_ms(-back_ms), number, None);
            order["member"] = json!(member(number));
            shop.put_order(&format!("{}-now-{number}", member(number)), &order);
        });
        columns.push([ordered, redeemed, boot]);
    }
    let mut table =
        String::from("| through the runtime | 10 entries | 1,000 | 10,000 | 10,000 ÷ 10 |\n|---|--:|--:|--:|--:|\n");
    for (row, name) in ["an order dated now, ms", "a redemption, ms", "a page view, ms"].into_iter().enumerate() {
        let medians: Vec<f64> = columns.iter().map(|column| median(&column[row]) / 1_000.0).collect();
        let cells: Vec<String> = medians.iter().map(|median| format!("{median:.2}")).collect();
        table.push_str(&format!("| {name} | {} | {:.2} |\n", cells.join(" | "), medians[2] / medians[0]));
    }
    Ok(table)
}

fn timed(call: impl Fn(usize)) -> Vec<Duration> {
    let once = |number| {
        let start = Clock::now();
        call(number);
        start.elapsed()
    };
    (0..HTTP_CALLS).map(once).collect()
}

/// Rows as they are stored.
fn documents(rows: &Rows) -> Result<[String; 8]> {
    Ok([
        serde_json::to_string(&rows.head)?,
        serde_json::to_string(&rows.lots)?,
        serde_json::to_string(&rows.orders)?,
        serde_json::to_string(&rows.credits)?,
        serde_json::to_string(&rows.debits)?,
        serde_json::to_string(&rows.holds)?,
        serde_json::to_string(&rows.adjustments)?,
        serde_json::to_string(&rows.checkpoint)?,
    ])
}

fn order(now: Instant, number: usize, code: Option<&str>) -> Value {
    json!({
        "member": "member", "currency": "USD", "status": "paid", "placed_at": now, "updated_at": now,
        "lines": [
            {"id": "1", "product": format!("record-{}", number % 300), "labels": ["jazz"], "quantity": 1, "price": 1_499},
            {"id": "2", "product": "low-tide", "labels": ["rock"], "quantity": 2, "price": 999, "discount": 200},
        ],
        "shipping": {"price": 499},
        "coupon_codes": code.into_iter().collect::<Vec<_>>(),
    })
}

/// Levels by calendar year, 50 rewards, caps, points that wait two weeks and live a year.
fn program() -> Value {
    let level = |id: &str, threshold: u32| json!({"id": id, "name": {"en": id}, "threshold": threshold});
    let reward = |number: usize| {
        json!({
            "id": format!("reward-{number}"), "name": {"en": format!("Reward {number}")}, "points": 20 + number,
            "kind": {"type": "gift"}, "stock": null, "limit_per_member": {"count": 20_000, "days": null},
            "tiers": if number.is_multiple_of(2) { vec![] } else { vec!["gold"] },
            "valid_from": null, "valid_until": null, "hold_minutes": 1_440,
        })
    };
    let rule = |id: &str, cap: Value| {
        json!({
            "id": id, "name": {"en": id}, "points_per_unit": 1, "rounding": "down", "minimum": 0,
            "counts": {"tax": false, "shipping": false}, "only": {"products": [], "labels": []},
            "except": {"products": [], "labels": []}, "pending_days": null, "expires_after_days": null,
            "caps": {"per_order": null, "per_day": null, "per_month": cap, "lifetime": null},
            "multipliers": [],
        })
    };
    json!({
        "name": {"en": "Regulars"}, "currency": "USD", "rates": {"USD": 100}, "time_zone": "Europe/Ljubljana",
        "earn_on": "paid", "return_window_days": 14, "expires_after_days": 365, "debt": "stop_at_zero",
        "rules": [rule("base", Value::Null), rule("bonus", json!(100_000))],
        "tiers": {
            "by": "spend", "period": {"calendar": "year"}, "grace_days": 30,
            "levels": [level("silver", 20_000), level("gold", 100_000), level("platinum", 1_000_000)],
        },
        "rewards": (0..50).map(reward).collect::<Vec<_>>(),
    })
}
