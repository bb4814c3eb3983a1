//! The `loyalty` crate as a ledger, driven as the worker drives it: from rows, through one operation, to rows.

use std::collections::BTreeMap;
use std::rc::Rc;

use loyalty::experiment::{Experiment, Run, Share, Variant};
use loyalty::ledger::{self, ClaimRequest, Entry, LotSource, RedeemRequest, Refusal, Rows, Wallet};
use loyalty::offer::{Division, Divisions, Grant, OfferHistory};
use loyalty::order::Order;
use loyalty::program::{Program, Programs, Version};
use loyalty::{AdjustmentId, CandidateId, ClaimId, Code, ExperimentKey, HoldId, Instant, OrderId, Points, VariantKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::detail;
use super::ledger::Ledger;
use crate::model::{Adjustment, Answer, Gift, Gives, Summary, documents};

mod summary;

use summary::json;

/// A shop's versions and one wallet's rows.
#[derive(Default)]
pub struct Native {
    versions: Vec<Rc<Program>>,
    rows: Rows,
    offers: OfferHistory,
    entries: Vec<Entry>,
    fault: Option<String>,
}

impl Native {
    /// A new wallet in a shop that has published these versions.
    pub fn new(versions: Vec<Rc<Program>>) -> Self {
        Self { versions, ..Self::default() }
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

    fn wallet(&self) -> Wallet {
        Wallet::restore(self.rows.clone()).with_offers(self.offers.clone())
    }

    /// One operation: rows in, rows out. A refused one may still have done what was due.
    fn commit<T>(
        &mut self,
        operation: impl FnOnce(&mut Wallet, &Programs) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut wallet = self.wallet();
        let programs = self.programs(wallet.program_versions());
        let outcome = operation(&mut wallet, &programs);
        self.expect(wallet.check().map_err(|breach| breach.to_string()));
        if let Some(changes) = wallet.take_changes() {
            let numbered = (changes.head.seq, changes.entries.first().map_or(0, |entry| entry.seq));
            let next =
                (self.rows.head.seq + 1, if changes.entries.is_empty() { 0 } else { self.entries.len() as u64 + 1 });
            self.expect(if numbered == next { Ok(()) } else { Err(format!("{numbered:?} should be {next:?}")) });
            self.rows.head = changes.head;
            self.entries.extend(changes.entries);
            let is_gone = |source: &LotSource| changes.lots_gone.contains(source);
            self.rows.lots.retain(|lot| !is_gone(&lot.source));
            put(&mut self.rows.lots, changes.lots, |lot| lot.source.clone());
            put(&mut self.rows.holds, changes.holds, |hold| hold.id.clone());
            put(&mut self.rows.orders, changes.orders, |record| record.id.clone());
            put(&mut self.rows.credits, changes.credits, |credit| credit.source.clone());
            put(&mut self.rows.debits, changes.debits, |debit| debit.adjustment.clone());
            put(&mut self.rows.adjustments, changes.adjustments, |adjustment| adjustment.id.clone());
            if let Some(offers) = changes.member.offers {
                // Claims are rows of their own.
                self.offers = OfferHistory { claims: std::mem::take(&mut self.offers.claims), ..offers };
            }
            self.offers.claims.extend(changes.member.claims);
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
        let state = match state.check(Instant::from_ms(now)) {
            Ok(state) => state,
            Err(faults) if faults.iter().all(|fault| fault.message.contains("ahead of our clock")) => {
                return plain("invalid");
            }
            Err(faults) => panic!("the order is refused: {faults:?}"),
        };
        let outcome = self.commit(|wallet, programs| {
            wallet.apply_order(named(OrderId::new(id)), state, programs, Instant::from_ms(now))
        });
        answer(outcome.map(|result| detail::answer(&json(&result))))
    }

    fn yield_order(&mut self, id: &str, updated_at: i64, now: i64) -> Answer {
        let (id, updated_at, now) = (named(OrderId::new(id)), Instant::from_ms(updated_at), Instant::from_ms(now));
        answer(self.commit(|wallet, programs| wallet.yield_order(&id, updated_at, programs, now).map(|_| done())))
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
        answer(self.commit(|wallet, programs| wallet.redeem(request, programs, Instant::from_ms(now)).map(|_| done())))
    }

    fn release(&mut self, id: &str, now: i64) -> Answer {
        let id = named(HoldId::new(id));
        answer(self.commit(|wallet, programs| wallet.release(&id, programs, Instant::from_ms(now)).map(|_| done())))
    }

    fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        let code = named(Code::new(super::code_of(id)));
        let order = order.map(|order| named(OrderId::new(order)));
        let now = Instant::from_ms(now);
        answer(self.commit(|wallet, programs| wallet.capture(&code, order, programs, now).map(|_| done())))
    }

    fn adjust(&mut self, adjustment: &Adjustment, now: i64) -> Answer {
        let Adjustment { id, points, reason, note } = adjustment.clone();
        let adjustment =
            ledger::Adjustment { id: named(AdjustmentId::new(id)), points: Points(points), reason, note: Some(note) };
        let adjustment = adjustment.check().unwrap_or_else(|faults| panic!("the adjustment is refused: {faults:?}"));
        let outcome = self.commit(|wallet, programs| wallet.adjust(adjustment, programs, Instant::from_ms(now)));
        answer(outcome.map(|entry| if entry.is_some() { done() } else { plain("unchanged") }))
    }

    fn claim(&mut self, id: &str, redemption: &str, code: &str, gift: &Gift, now: i64) -> Answer {
        let request = ClaimRequest {
            id: named(ClaimId::new(id)),
            hold: named(HoldId::new(redemption)),
            code: named(Code::new(code)),
            offer: named(CandidateId::new(gift.offer.as_str())),
            grant: grant(gift),
            divisions: everybody(&gift.offer),
            subject: "member".to_owned(),
        };
        let known = self.offers.claims.len();
        let outcome = self.commit(|wallet, programs| wallet.claim(request, programs, Instant::from_ms(now)).map(drop));
        answer(outcome.map(|()| if self.offers.claims.len() > known { done() } else { plain("unchanged") }))
    }

    fn look(&mut self, now: i64) -> Answer {
        answer(self.commit(|wallet, programs| wallet.touch(programs, Instant::from_ms(now)).map(|()| done())))
    }

    fn summary(&mut self, now: i64) -> Summary {
        self.summarise(now)
    }

    fn fault(&mut self) -> Option<String> {
        self.fault.take()
    }
}

/// Rows in place of those of the same name, and new ones.
fn put<T, K: PartialEq>(rows: &mut Vec<T>, changed: Vec<T>, name: impl Fn(&T) -> K) {
    for row in changed {
        match rows.iter_mut().find(|known| name(known) == name(&row)) {
            Some(known) => *known = row,
            None => rows.push(row),
        }
    }
}

/// What an offer gives, as the crate reads it. The budget of all members is the shop's to keep.
fn grant(gift: &Gift) -> Grant {
    let gives = match &gift.gives {
        Gives::Points(points) => serde_json::json!({"points": {"points": points, "reason": "Welcome"}}),
        Gives::Coupon { reward, valid_days } => {
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
