//! The `loyalty` crate as a ledger, driven as the worker drives it: from rows, through one operation, to rows.

use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::experiment::{Experiment, Run, Share, Variant};
use loyalty::ledger::{self, ClaimRequest, Lot, PastLimits, RedeemRequest, Refusal, Wallet};
use loyalty::offer::{Division, Divisions, OfferValue};
use loyalty::order::Order;
use loyalty::program::{Program, Programs, Version};
use loyalty::{AdjustmentId, CandidateId, ClaimId, Code, ExperimentKey, HoldId, Instant, OrderId, Points, VariantKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::detail;
use super::ledger::Ledger;
use crate::model::{Adjustment, Answer, GestureContent, Summary, ValueKind, documents};

mod store;
mod summary;

pub use store::{Names, Store};
use summary::json;

/// A shop's versions and one wallet's rows.
#[derive(Default)]
pub struct Native {
    versions: Vec<Rc<Program>>,
    store: Store,
    limits: Option<PastLimits>,
    fault: Option<String>,
    /// How often an operation had to be done again with all rows, and with more lots.
    pub reloads: (usize, usize),
}

impl Native {
    /// A new wallet in a shop that has published these versions.
    pub fn new(versions: Vec<Rc<Program>>) -> Self {
        Self { versions, ..Self::default() }
    }

    /// A wallet that closes its past.
    pub fn closing(limits: PastLimits) -> Self {
        Self { limits: Some(limits), ..Self::default() }
    }

    /// Its rows.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Takes the program's document as the crate reads it.
    pub fn program(document: &documents::Program) -> Rc<Program> {
        let program: Program = reread(document);
        Rc::new(program.check().unwrap_or_else(|faults| panic!("the program is refused: {faults:?}")).into_inner())
    }

    fn programs(&self, pinned: impl IntoIterator<Item = Version>) -> Programs {
        let numbered = |version: Version| self.versions.get(version as usize - 1).cloned();
        let newest = self.versions.len() as Version;
        let mut programs = match self.versions.last() {
            Some(program) => Programs::current(newest, program.clone()),
            None => Programs::none(),
        };
        for version in pinned {
            if let Some(program) = numbered(version) {
                programs.insert(version, program);
            }
        }
        programs
    }

    /// The wallet with all rows.
    fn wallet(&self) -> Wallet {
        self.store.whole()
    }

    /// One operation: rows in, rows out. A refused one may still have done what was due.
    fn commit<T>(
        &mut self,
        names: &Names,
        now: i64,
        operation: impl Fn(&mut Wallet, &Programs) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut loaded = self.store.open(names);
        let (mut wallet, programs, outcome) = loop {
            self.reloads.1 += self.store.load_needed_lots(&mut loaded, Instant::from_ms(now))?;
            let mut wallet = loaded.clone();
            let programs = self.programs(wallet.program_versions());
            match operation(&mut wallet, &programs) {
                Err(Refusal::LotsNotLoaded) => {
                    self.store.load_lots(&mut loaded)?;
                    self.reloads.1 += 1;
                }
                Err(Refusal::HistoryNotLoaded) => {
                    loaded = self.store.whole();
                    self.reloads.0 += 1;
                }
                outcome => break (wallet, programs, outcome),
            }
        };
        self.expect(wallet.check().map_err(|breach| breach.to_string()));
        // What was spent may have left fewer expirations than are shown.
        self.reloads.1 += self.store.load_needed_lots(&mut wallet, Instant::from_ms(now))?;
        if let Some(limits) = self.limits {
            let closed = wallet.close_past(&programs, limits);
            self.expect(closed.map(drop).map_err(|refusal| format!("closing the past: {refusal}")));
            self.expect(wallet.check().map_err(|breach| format!("with a closed past: {breach}")));
            self.expect(is_sound(&wallet, &programs));
        }
        if let Some(changes) = wallet.drain_changes() {
            let known = self.store.entries.len() as u64;
            let numbered = (changes.head.seq, changes.entries.first().map_or(0, |entry| entry.seq));
            let next = (self.store.open.head.seq + 1, if changes.entries.is_empty() { 0 } else { known + 1 });
            self.expect(if numbered == next { Ok(()) } else { Err(format!("{numbered:?} should be {next:?}")) });
            self.store.write(changes);
            self.expect(self.store.whole().check().map_err(|breach| format!("with all rows: {breach}")));
            self.expect(self.snapshot_shows_the_same());
        }
        outcome
    }

    /// Keeps the first fault until it is asked for.
    fn expect(&mut self, outcome: Result<(), String>) {
        self.fault = self.fault.take().or(outcome.err());
    }
}

impl Ledger for Native {
    fn publish(&mut self, program: &Rc<documents::Program>, now: i64) -> Answer {
        self.versions.push(Self::program(program));
        self.look(now)
    }

    fn order(&mut self, id: &str, state: &documents::Order, now: i64) -> Answer {
        let state: Order = reread(state);
        // Histories are dated ahead now and then, and have no other fault.
        let state = match state.adjust().check(Instant::from_ms(now)) {
            Ok(state) => state,
            Err(faults) if faults.iter().all(|fault| fault.message.contains("ahead of our clock")) => {
                return plain("invalid");
            }
            Err(faults) => panic!("the order is refused: {faults:?}"),
        };
        let id: OrderId = named(OrderId::new(id));
        let codes = state.clone().into_inner().coupon_codes;
        let names = Names { orders: vec![id.clone()], codes, ..Names::default() };
        let outcome = self.commit(&names, now, |wallet, programs| {
            wallet.apply_order(id.clone(), state.clone(), programs, Instant::from_ms(now))
        });
        answer(outcome.map(|result| detail::answer(&json(&result))))
    }

    fn yield_order(&mut self, id: &str, updated_at: i64, now: i64) -> Answer {
        let (id, updated_at): (OrderId, _) = (named(OrderId::new(id)), Instant::from_ms(updated_at));
        let names = Names { orders: vec![id.clone()], ..Names::default() };
        answer(self.commit(&names, now, |wallet, programs| {
            wallet.yield_order(&id, updated_at, programs, Instant::from_ms(now)).map(|_| done())
        }))
    }

    fn redeem(&mut self, id: &str, code: &str, reward: &str, now: i64) -> Answer {
        let request =
            RedeemRequest { reward: reward.to_owned(), hold: named(HoldId::new(id)), code: named(Code::new(code)) };
        if self.left(now).iter().any(|(id, left)| id.as_str() == reward && *left == 0) {
            // A shop keeps its stock outside of wallets and asks for it last.
            let programs = self.programs(self.wallet().program_versions());
            let refusal = self.wallet().redeem(request, &programs, Instant::from_ms(now)).err();
            self.look(now);
            return plain(refusal.map_or("out_of_stock", |refusal| refusal.code()));
        }
        let names = Names { holds: vec![request.hold.clone()], ..Names::default() };
        answer(self.commit(&names, now, |wallet, programs| {
            wallet.redeem(request.clone(), programs, Instant::from_ms(now)).map(|_| done())
        }))
    }

    fn release(&mut self, id: &str, now: i64) -> Answer {
        let id: HoldId = named(HoldId::new(id));
        let names = Names { holds: vec![id.clone()], ..Names::default() };
        answer(self.commit(&names, now, |wallet, programs| {
            wallet.release(&id, programs, Instant::from_ms(now)).map(|_| done())
        }))
    }

    fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        let code: Code = named(Code::new(super::code_of(id)));
        let order: Option<OrderId> = order.map(|order| named(OrderId::new(order)));
        let names =
            Names { orders: order.clone().into_iter().collect(), codes: vec![code.clone()], ..Names::default() };
        answer(self.commit(&names, now, |wallet, programs| {
            wallet.capture(&code, order.clone(), programs, Instant::from_ms(now)).map(|_| done())
        }))
    }

    fn adjust(&mut self, adjustment: &Adjustment, now: i64) -> Answer {
        let Adjustment { id, points, reason, note } = adjustment.clone();
        let adjustment =
            ledger::Adjustment { id: named(AdjustmentId::new(id)), points: Points(points), reason, note: Some(note) };
        let adjustment = adjustment.check().unwrap_or_else(|faults| panic!("the adjustment is refused: {faults:?}"));
        let names = Names { adjustments: vec![adjustment.clone().into_inner().id], ..Names::default() };
        let outcome = self
            .commit(&names, now, |wallet, programs| wallet.adjust(adjustment.clone(), programs, Instant::from_ms(now)));
        answer(outcome.map(|entry| if entry.is_some() { done() } else { plain("unchanged") }))
    }

    fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &GestureContent, now: i64) -> Answer {
        let request = ClaimRequest {
            id: named(ClaimId::new(id)),
            hold: named(HoldId::new(redemption)),
            code: named(Code::new(code)),
            offer: named(CandidateId::new(gift.offer.as_str())),
            grant: grant(gift),
            divisions: everybody(&gift.offer),
            subject: "member".to_owned(),
        };
        let known = self.store.offers.claims.len();
        let outcome = self.commit(&Names::default(), now, |wallet, programs| {
            wallet.claim(request.clone(), programs, Instant::from_ms(now)).map(drop)
        });
        answer(outcome.map(|()| if self.store.offers.claims.len() > known { done() } else { plain("unchanged") }))
    }

    fn look(&mut self, now: i64) -> Answer {
        answer(self.commit(&Names::default(), now, |wallet, programs| {
            wallet.touch(programs, Instant::from_ms(now)).map(|()| done())
        }))
    }

    fn summary(&mut self, now: i64) -> Summary {
        self.summarise(now)
    }

    fn fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}

/// Folding anew changes nothing.
fn is_sound(wallet: &Wallet, programs: &Programs) -> Result<(), String> {
    let mut stored = wallet.clone();
    stored.drain_changes();
    let before = stored.rows();
    stored.rebuild(programs, stored.clock()).map_err(|refusal| format!("folded anew: {refusal}"))?;
    match stored.drain_changes() {
        None => Ok(()),
        Some(changes) => {
            let is_changed = |lot: &&Lot| changes.lots.iter().any(|changed| changed.source == lot.source);
            let lots: Vec<&Lot> = before.lots.iter().filter(is_changed).collect();
            Err(format!("folded anew, it is another: {changes:?}\nwith other lots before: {lots:?}"))
        }
    }
}

/// What an offer gives, as the crate reads it. The budget of all members is the shop's to keep.
fn grant(gift: &GestureContent) -> OfferValue {
    let gives = match &gift.gives {
        ValueKind::Points(points) => serde_json::json!({"points": {"points": points, "reason": "Welcome"}}),
        ValueKind::Coupon { reward, valid_days } => {
            serde_json::json!({"coupon": {"reward": reward, "valid_days": valid_days}})
        }
    };
    reread(&serde_json::json!({"gives": gives, "limit_per_member": gift.limit, "budget": 1_000}))
}

/// An offer without a holdout: everybody is in its one variant.
fn everybody(offer: &str) -> Divisions {
    let experiment = Experiment {
        key: named(ExperimentKey::new(offer)),
        variants: vec![Variant { key: named(VariantKey::new("a")), weight: None }],
        coverage: Share::ALL,
        holdout: Share::NONE,
        namespace: None,
        filters: Vec::new(),
    };
    let offers = BTreeMap::from([(named(CandidateId::new(offer)), Division { run: Run::FIRST, experiment })]);
    Divisions { shop: "acme".to_owned(), offers, ..Divisions::default() }
}

fn answer(outcome: Result<Answer, Refusal>) -> Answer {
    outcome.unwrap_or_else(|refusal| plain(refusal.code()))
}

fn plain(code: &str) -> Answer {
    Answer { code: code.to_owned(), ..Answer::default() }
}

fn done() -> Answer {
    plain("done")
}

/// A document as the crate reads it from JSON.
fn reread<T: DeserializeOwned>(document: &impl Serialize) -> T {
    let read = serde_json::to_value(document).and_then(serde_json::from_value);
    read.unwrap_or_else(|error| panic!("the document cannot be read: {error}"))
}

fn named<T, E: std::fmt::Display>(id: Result<T, E>) -> T {
    id.unwrap_or_else(|error| panic!("{error}"))
}
