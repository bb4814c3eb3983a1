//! The service as a ledger: a shop and a member of its own, reached over HTTP.
//!
//! A sandbox shop's clock can be set but does not stand still. So that a request's few milliseconds decide nothing, the
//! steps of a history are moved apart ([`spread`]) and instants are compared without them ([`Ledger::shown`]).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::detail;
use super::ledger::{Ledger, perform};
use super::step::{Operation, Step};
use crate::client::{Answer as HttpAnswer, segment};
use crate::model::documents::{Order, Program};
use crate::model::{Adjustment, Answer, GestureContent, Model, Source, Summary};
use crate::service::unique;
use crate::shop::Shop;

/// The only member of a history.
const MEMBER: &str = "member";
/// Entries that the service shows of a member.
const ENTRIES_SHOWN: usize = 100;
const HOUR_MS: i64 = 3_600_000;
/// How far ahead of the service's clock a state may be.
const AHEAD_MAX_MS: i64 = 10 * 60_000;
/// Time between two steps of one hour: more than a step takes on any machine, and 45 of them fit into an hour.
const STEP_MS: i64 = 79_000;
/// Shorter holds would end between two steps.
const HOLD_MINUTES_MIN: i64 = 60;

/// The steps as a service can play them: no clock that goes back, no stock, no order of a future that is refused, and each
/// step at an offset of its own within its hour.
pub fn spread(steps: Vec<Step>) -> Vec<Step> {
    let mut last_hour = i64::MIN;
    let mut spread = Vec::new();
    for step in steps {
        last_hour = last_hour.max(step.now - step.now.rem_euclid(HOUR_MS));
        let now = last_hour + spread.len() as i64 * STEP_MS;
        if let Some(operation) = playable(step.operation, now) {
            spread.push(Step { now, operation });
        }
    }
    assert!(spread.len() as i64 * STEP_MS <= HOUR_MS, "too many steps for an hour");
    spread
}

/// Whether the service can show every entry of a history at once.
pub fn is_shown_whole(steps: &[Step]) -> bool {
    let mut model = Model::default();
    for step in steps {
        perform(&mut model, &step.operation, step.now);
    }
    steps.last().is_some_and(|last| model.summary(last.now).entries.len() <= ENTRIES_SHOWN)
}

fn playable(operation: Operation, now: i64) -> Option<Operation> {
    match operation {
        Operation::Publish { program } => {
            let mut program = Program::clone(&program);
            for reward in &mut program.rewards {
                reward.stock = None;
                reward.hold_minutes = reward.hold_minutes.max(HOLD_MINUTES_MIN);
            }
            Some(Operation::Publish { program: Rc::new(program) })
        }
        // A service names its claims itself, and tells a wallet to yield when another member's is told of the order:
        // both are tried over HTTP on their own.
        Operation::Claim { .. } | Operation::Yield { .. } => None,
        Operation::Order { state, .. } if latest(&state) > now + AHEAD_MAX_MS => None,
        operation => Some(operation),
    }
}

/// The latest instant of an order.
fn latest(state: &Order) -> i64 {
    let delivered_at = state.delivered_at.map_or(i64::MIN, |instant| instant.0);
    state.placed_at.0.max(state.updated_at.0).max(delivered_at)
}

/// Without the milliseconds that passed since the step began.
fn at_step(instant: i64) -> i64 {
    instant - instant.rem_euclid(HOUR_MS) % STEP_MS
}

/// A shop and a member in it.
pub struct Remote {
    shop: Shop,
    /// Ids and codes as the service chose them, by those of the history.
    redemptions: BTreeMap<String, (String, String)>,
    last_order: Option<(String, Order)>,
}

impl Remote {
    /// A member of a shop that has published nothing.
    pub fn new(shop: Shop) -> Self {
        Self { shop, redemptions: BTreeMap::new(), last_order: None }
    }

    fn set_clock(&self, now: i64) {
        let now = jiff::Timestamp::from_millisecond(now).unwrap_or_else(|error| panic!("{now}: {error}"));
        self.shop.set_clock(&now.to_string());
    }

    /// A code of the history as the service knows it.
    fn real_code(&self, code: &str) -> String {
        let known = self.redemptions.iter().find(|(id, _)| super::code_of(id) == code);
        known.map_or_else(|| code.to_owned(), |(_, (_, real))| real.clone())
    }

    /// A code of the service as the history knows it.
    fn code_in_history(&self, real: &str) -> String {
        let known = self.redemptions.iter().find(|(_, (_, code))| code == real);
        known.map_or_else(|| real.to_owned(), |(id, _)| super::code_of(id))
    }

    fn id_in_history(&self, real: &str) -> String {
        let known = self.redemptions.iter().find(|(_, (id, _))| id == real);
        known.map_or_else(|| real.to_owned(), |(id, _)| id.clone())
    }

    fn source_in_history(&self, real: &Source) -> Source {
        match real {
            Source::Restored { redemption, first } => {
                Source::Restored { redemption: self.id_in_history(redemption), first: first.clone() }
            }
            source => source.clone(),
        }
    }

    fn put(&self, id: &str, state: &Order) -> Answer {
        let mut state = state.clone();
        state.coupon_codes = state.coupon_codes.iter().map(|code| self.real_code(code)).collect();
        let result = self.shop.put_order(id, &json!(state));
        let mut answer = detail::answer(&result);
        for one in &mut answer.codes {
            one.code = self.code_in_history(&one.code);
        }
        answer
    }

    fn detail(&self) -> Value {
        self.shop.member(MEMBER)
    }
}

impl Ledger for Remote {
    fn publish(&mut self, program: &Rc<Program>, now: i64) -> Answer {
        self.set_clock(now);
        self.shop.publish(&json!(program));
        // The shop tells its wallets by and by; this one is told now.
        if let Some((id, state)) = self.last_order.clone() {
            self.put(&id, &state);
        }
        plain("done")
    }

    fn order(&mut self, id: &str, state: &Order, now: i64) -> Answer {
        self.set_clock(now);
        self.last_order = Some((id.to_owned(), state.clone()));
        self.put(id, state)
    }

    fn yield_order(&mut self, id: &str, _updated_at: i64, _now: i64) -> Answer {
        panic!("{id}: moves are left out of what a service plays")
    }

    fn redeem(&mut self, id: &str, _code: &str, reward: &str, now: i64) -> Answer {
        self.set_clock(now);
        let answer = self.shop.redeem(MEMBER, &unique(id), reward);
        if answer.status() == 201 {
            let made = answer.json()["redemption"].clone();
            self.redemptions.insert(id.to_owned(), (detail::text(&made, "id"), detail::text(&made, "code")));
        }
        done_or_refused(&answer)
    }

    fn release(&mut self, id: &str, now: i64) -> Answer {
        self.set_clock(now);
        let (real, code) = self.redemptions.get(id).cloned().unwrap_or_else(|| (id.to_owned(), super::code_of(id)));
        // The shopper gives back by id, the shop by code; every second redemption goes the other way.
        let by_shopper = self.redemptions.keys().position(|one| one == id).is_none_or(|position| position % 2 == 0);
        let answer =
            if by_shopper { self.shop.give_back(MEMBER, &real) } else { self.shop.release(&unique(id), &code) };
        done_or_refused(&answer)
    }

    fn capture(&mut self, id: &str, order: Option<&str>, now: i64) -> Answer {
        self.set_clock(now);
        let code = self.real_code(&super::code_of(id));
        let call = self.shop.server("POST", &format!("/redemptions/{}/capture", segment(&code))).key(&unique(id));
        done_or_refused(&call.json(&order.map_or_else(|| json!({}), |order| json!({ "order": order }))).send())
    }

    fn adjust(&mut self, adjustment: &Adjustment, now: i64) -> Answer {
        self.set_clock(now);
        let Adjustment { id, points, reason, note } = adjustment;
        let seq = self.detail()["entries"][0]["seq"].as_u64().unwrap_or(0);
        let document = json!({ "id": id, "points": points, "reason": reason, "note": note });
        let answer = self.shop.adjust(MEMBER, &unique(id), &document);
        // Sent again under another key it is answered with the entry it once made.
        let is_old = answer.status() == 201 && answer.json()["entry"]["seq"].as_u64() <= Some(seq);
        if is_old { plain("unchanged") } else { done_or_refused(&answer) }
    }

    fn claim(&mut self, id: &str, _redemption: &str, _code: &str, _gift: &GestureContent, _now: i64) -> Answer {
        panic!("{id}: claims are left out of what a service plays")
    }

    fn look(&mut self, now: i64) -> Answer {
        self.set_clock(now);
        self.detail();
        plain("done")
    }

    fn summary(&mut self, now: i64) -> Summary {
        self.set_clock(now);
        let mut summary = detail::summary(&self.detail());
        for redemption in &mut summary.redemptions {
            redemption.id = self.id_in_history(&redemption.id);
            redemption.code = self.code_in_history(&redemption.code);
        }
        for entry in &mut summary.entries {
            entry.redemption = entry.redemption.as_deref().map(|id| self.id_in_history(id));
        }
        for lot in &mut summary.lots {
            lot.source = self.source_in_history(&lot.source);
        }
        summary.redemptions.sort_by(|one, other| one.id.cmp(&other.id));
        summary.lots.sort_by(|one, other| one.source.cmp(&other.source));
        self.shown(summary)
    }

    /// A shop tells its wallets of a new program by and by. A wallet that is told at another moment than the model lets time
    /// pass then, so what expires is dated by another clock, and written in another order; which points those are is compared
    /// all the same.
    fn comparable(&self, mut summary: Summary) -> Summary {
        summary.entries.iter_mut().filter(|entry| entry.kind == "expired").for_each(|entry| entry.at = 0);
        summary.entries.sort_by_key(|entry| (entry.kind == "expired").then(|| format!("{entry:?}")));
        summary
    }

    fn shown(&self, mut summary: Summary) -> Summary {
        for entry in &mut summary.entries {
            entry.at = at_step(entry.at);
        }
        for amount in summary.expirations.iter_mut().chain(&mut summary.arrivals) {
            amount.at = at_step(amount.at);
        }
        for lot in &mut summary.lots {
            lot.available_at = lot.available_at.map(at_step);
            lot.expires_at = lot.expires_at.map(at_step);
        }
        for one in &mut summary.explanations {
            one.available_at = one.available_at.map(at_step);
            one.expires_at = one.expires_at.map(at_step);
        }
        for redemption in &mut summary.redemptions {
            redemption.created_at = at_step(redemption.created_at);
            redemption.held_until = at_step(redemption.held_until);
            redemption.ended_at = redemption.ended_at.map(at_step);
        }
        summary
    }
}

fn plain(code: &str) -> Answer {
    Answer { code: code.to_owned(), ..Answer::default() }
}

fn done_or_refused(answer: &HttpAnswer) -> Answer {
    plain(&answer.code().unwrap_or_else(|| "done".to_owned()))
}
