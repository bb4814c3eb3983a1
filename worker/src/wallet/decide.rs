//! From a command to what `loyalty` says to it. Nothing here stores anything.

use loyalty::ledger::{ClaimRequest, OrderResult, Refusal, Wallet};
use loyalty::member::CountedEvents;
use loyalty::order::Order;
use loyalty::program::{Programs, Version};
use loyalty::survey::SurveyOutcome;
use loyalty::{AdjustmentId, CaseId, ClaimId, Fault, HoldId, Instant, OrderId, TestimonialId};

use super::cases::{self, CaseAct, SeenBy};
use super::command::Command;
use super::prepare::{Prepared, Wish};
use super::stock::Stock;
use super::testimonials;
use crate::codes;
use crate::problem::{Failure, Problem, broken};
use crate::shop::versions::conflict;

/// What came of a command.
#[derive(Debug)]
pub enum Decision {
    /// An order's state was taken.
    Order(OrderResult),
    /// Orders' states were taken, or not, one by one.
    Orders(Vec<(OrderId, Result<OrderResult, Problem>)>),
    /// A redemption was made or ended; with the status of the answer.
    Redemption(HoldId, u16),
    /// An offer has given what it gives, now or before.
    Claim(ClaimId),
    /// What a page told was taken.
    Counted(CountedEvents),
    /// Points were given or taken; with the number of the entry, unless that was before.
    Adjustment(AdjustmentId, Option<u64>),
    /// What a page told of a survey was taken.
    SurveyResponse(SurveyOutcome),
    /// The member's profile was taken.
    Profile,
    /// Something was done to a case; with who is to see it.
    Case(CaseId, SeenBy),
    /// Something was done to a testimonial; with who is to see it.
    Testimonial(TestimonialId, testimonials::SeenBy),
    /// Nothing to tell.
    Done,
    /// A rule said no.
    Refused(Problem),
}

/// Why there is no decision.
#[derive(Debug)]
pub enum Undecided {
    /// An order is pinned to this version, which was not at hand.
    Needs(Version),
    /// It looks at rows that were not loaded: the wallet's next lots, or all there are.
    NeedsRows(Refusal),
    /// The command itself was wrong, or something broke.
    Failed(Failure),
}

impl From<Failure> for Undecided {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Refusal> for Undecided {
    /// Of a refusal that says what was not loaded.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::VersionNotLoaded(version) => Self::Needs(version),
            refusal => Self::NeedsRows(refusal),
        }
    }
}

/// Does a command to a wallet, with all that was prepared for it.
pub fn decide(
    command: &Command,
    wallet: &mut Wallet,
    prepared: &Prepared,
    (language, now): (&str, Instant),
) -> Result<Decision, Undecided> {
    let programs = &prepared.programs;
    match command {
        Command::Order(id, order) => match apply(wallet, id, order, programs, now)? {
            Ok(result) => Ok(Decision::Order(result)),
            Err(problem) => Err(Undecided::Failed(Failure::Rejected(problem))),
        },
        Command::Orders(orders) => {
            let each = |(id, order): &(OrderId, Order)| Ok((id.clone(), apply(wallet, id, order, programs, now)?));
            Ok(Decision::Orders(orders.iter().map(each).collect::<Result<_, Undecided>>()?))
        }
        Command::Redeem { .. } => {
            let Some(Wish::Redemption(request)) = &prepared.wish else {
                return Err(broken("a redemption without a name").into());
            };
            in_stock(wallet, prepared, &mut |wallet| {
                let hold = wallet.redeem(request.clone(), programs, now)?;
                Ok(Decision::Redemption(hold.id.clone(), 201))
            })
        }
        Command::Claim { .. } => {
            let Some(Wish::Claim(request)) = &prepared.wish else {
                return Err(broken("a claim without a name").into());
            };
            in_stock(wallet, prepared, &mut |wallet| {
                let claim = wallet.claim(ClaimRequest::clone(request), programs, now)?;
                Ok(Decision::Claim(claim.id.clone()))
            })
        }
        Command::RefuseClaim { is_early_or_late } => {
            let refusal = if *is_early_or_late { Refusal::OfferNotAvailable } else { Refusal::OfferNotFound };
            or_refused(Err(refusal))
        }
        Command::Report { subject, visitor, divisions, events } => {
            visitor.iter().for_each(|visitor| wallet.link_visitor(visitor));
            Ok(Decision::Counted(wallet.record_events(subject, divisions, events, now)))
        }
        Command::Captured { form, subject, divisions } => {
            Ok(Decision::Counted(wallet.record_form(subject, divisions, form, now)))
        }
        Command::GiveBack { id } => {
            or_refused(wallet.release(id, programs, now).map(|hold| Decision::Redemption(hold.id.clone(), 200)))
        }
        Command::Release { code } => {
            or_refused(wallet.release_code(code, programs, now).map(|hold| Decision::Redemption(hold.id.clone(), 201)))
        }
        Command::Capture { code, order } => {
            let captured = wallet.capture(code, order.clone(), programs, now);
            or_refused(captured.map(|hold| Decision::Redemption(hold.id.clone(), 201)))
        }
        Command::Adjust(adjustment) => {
            let checked = adjustment.clone().check().map_err(|faults| Failure::Rejected(invalid(faults)))?;
            let seq = wallet.adjust(checked, programs, now);
            or_refused(seq.map(|seq| Decision::Adjustment(adjustment.id.clone(), seq)))
        }
        Command::PutProfile(given) => {
            let given = given.as_ref().clone().applied(wallet.profile(), now.max(wallet.clock()));
            let given = given.map_err(|faults| Failure::Rejected(invalid(faults)))?;
            let Some(checked) = given else { return Ok(Decision::Profile) };
            or_refused(wallet.set_profile(checked, programs, now).map(|_| Decision::Profile))
        }
        Command::Case(case, act @ CaseAct::Give(..)) => {
            let Some(Wish::Gesture(request)) = &prepared.wish else {
                return Err(broken("a gesture without a name").into());
            };
            in_stock(wallet, prepared, &mut |wallet| {
                wallet.make_gesture(request, programs, now)?;
                Ok(Decision::Case(case.clone(), act.seen_by()))
            })
        }
        Command::Case(case, act) => {
            let done = cases::decide(wallet, case, act, (programs, language), now)?;
            or_refused(done.map(|()| Decision::Case(case.clone(), act.seen_by())))
        }
        Command::Testimonial(id, act) => {
            let done = testimonials::decide(wallet, id, act, (programs, language), now)?;
            or_refused(done.map(|()| Decision::Testimonial(id.clone(), act.seen_by())))
        }
        Command::Respond(request) => {
            let checked = request.as_ref().clone().check().map_err(|faults| Failure::Rejected(invalid(faults)))?;
            or_refused(wallet.respond(checked, programs, now).map(Decision::SurveyResponse))
        }
        Command::RefuseAnswer => or_refused(Err(Refusal::SurveyNotFound)),
        Command::Touch { .. } => or_refused(wallet.touch(programs, now).map(|()| Decision::Done)),
        Command::Yield { order, updated_at } => {
            or_refused(wallet.yield_order(order, *updated_at, programs, now).map(|()| Decision::Done))
        }
        Command::Snapshot
        | Command::Detail(_)
        | Command::OrderDetail(_)
        | Command::History { .. }
        | Command::Cases(_)
        | Command::Testimonials => Ok(Decision::Done),
    }
}

/// Does what takes a piece of the stock. If there is none the member's own reasons come first, and nothing may be changed:
/// that is decided on a copy.
fn in_stock(
    wallet: &mut Wallet,
    prepared: &Prepared,
    act: &mut dyn FnMut(&mut Wallet) -> Result<Decision, Refusal>,
) -> Result<Decision, Undecided> {
    let code = match prepared.stock {
        Stock::NotNeeded | Stock::SetAside => return or_refused(act(wallet)),
        Stock::Gone => codes::OUT_OF_STOCK,
        Stock::Withdrawn => codes::OFFER_NOT_AVAILABLE,
    };
    or_refused(act(&mut wallet.clone()).map(|_| Decision::Refused(Problem::new(code))))
}

/// One order; the inner error is the order's own, so that it does not spoil the others.
fn apply(
    wallet: &mut Wallet,
    id: &OrderId,
    order: &Order,
    programs: &Programs,
    now: Instant,
) -> Result<Result<OrderResult, Problem>, Undecided> {
    let order = match order.clone().check(now) {
        Ok(order) => order,
        Err(faults) => return Ok(Err(invalid(faults))),
    };
    match wallet.apply_order(id.clone(), order, programs, now) {
        Ok(result) => Ok(Ok(result)),
        Err(refusal) if refusal.is_not_loaded() => Err(refusal.into()),
        Err(refusal) => Ok(Err(refused(&refusal))),
    }
}

fn or_refused(decision: Result<Decision, Refusal>) -> Result<Decision, Undecided> {
    match decision {
        Ok(decision) => Ok(decision),
        Err(refusal) if refusal.is_not_loaded() => Err(refusal.into()),
        Err(refusal) => Ok(Decision::Refused(refused(&refusal))),
    }
}

fn invalid(faults: Vec<Fault>) -> Problem {
    Problem::new(codes::INVALID).errors(faults)
}

/// A refusal as the caller hears it.
fn refused(refusal: &Refusal) -> Problem {
    let problem = Problem::new(codes::of(refusal));
    match refusal {
        Refusal::InsufficientPoints { missing } => {
            problem.detail(format!("{} more points are needed.", missing.0)).member("missing", missing.0)
        }
        Refusal::GestureLimitReached { left } => {
            problem.detail(format!("{} points may be given at most.", left.0)).member("left", left.0)
        }
        Refusal::Changed { version } => conflict(*version),
        _ => problem,
    }
}
