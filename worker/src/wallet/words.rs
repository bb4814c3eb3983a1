//! What the caller hears of a decision, once the wallet has been committed to it.

use loyalty::ledger::{OrderResult, Wallet};
use loyalty::offer::ClaimedValue;
use loyalty::survey::SurveyOutcome;
use loyalty::survey::Thanks;
use loyalty::view::{EntryView, MemberView, RedemptionView, Viewer};
use loyalty::{CandidateId, ClaimId, OrderId, Points};
use serde::Serialize;

use super::cases;
use super::command::Owner;
use super::decide::Decision;
use super::{rows, testimonials};
use crate::objects::sql::Database;
use crate::problem::{Outcome, Problem, broken};
use crate::reply::Reply;

/// Puts a decision into words.
pub fn words(
    decision: &Decision,
    (owner, wallet): (&Owner, &Wallet),
    database: &Database,
    viewer: &Viewer,
) -> Outcome<Reply> {
    let member = || wallet.snapshot().view(viewer);
    match decision {
        Decision::Order(result) => Reply::ok(result),
        Decision::Orders(results) => Reply::ok(&results.iter().map(OrderWords::new).collect::<Vec<_>>()),
        Decision::Redemption(id, status) => {
            let hold = wallet.hold(id).ok_or_else(|| broken("a redemption is gone"))?;
            Reply::json(*status, &Redeemed { redemption: RedemptionView::new(hold, viewer.language), member: member() })
        }
        Decision::Adjustment(id, seq) => {
            let entry = match seq {
                Some(seq) => rows::entry(database, *seq)?,
                None => rows::adjustment_entry(database, id)?,
            };
            let entry = entry.ok_or_else(|| broken("an adjustment without an entry"))?;
            Reply::created(&Adjusted { entry: EntryView::for_shop(entry, wallet, viewer.language), member: member() })
        }
        Decision::Claim(id) => {
            let claim = wallet.offers().claims.iter().find(|claim| claim.id == *id);
            let claim = claim.ok_or_else(|| broken("a claim is gone"))?;
            let gives = match &claim.gave {
                ClaimedValue::Points { points, reason } => GivesWords::Points { points: *points, reason },
                ClaimedValue::Coupon { redemption } => {
                    let hold = wallet.hold(redemption).ok_or_else(|| broken("a coupon is gone"))?;
                    GivesWords::Coupon(Box::new(RedemptionView::new(hold, viewer.language)))
                }
            };
            let claim = ClaimWords { id, offer: &claim.offer, gives };
            Reply::created(&Claimed { claim, member: member() })
        }
        Decision::Counted(tally) => Reply::ok(tally),
        Decision::Case(id, seen_by) => {
            let case = wallet.case(id).ok_or_else(|| broken("a case is gone"))?;
            cases::words(case, (owner, wallet), *seen_by, database, viewer)
        }
        Decision::Testimonial(id, seen_by) => {
            let testimonial = wallet.testimonial(id).ok_or_else(|| broken("a testimonial is gone"))?;
            testimonials::words(testimonial, *seen_by, (owner, wallet), viewer)
        }
        Decision::SurveyResponse(SurveyOutcome { next, thanks, points }) => {
            Reply::created(&RespondedWords { next, thanks, points: *points, member: member() })
        }
        Decision::Profile => Reply::ok(wallet.profile()),
        Decision::Done => Ok(Reply::empty(204)),
        Decision::Refused(problem) => Ok(problem.clone().into()),
    }
}

/// A redemption and what it made of its member.
#[derive(Serialize)]
struct Redeemed {
    redemption: RedemptionView,
    member: MemberView,
}

/// What an offer has given and what it made of its member.
#[derive(Serialize)]
struct Claimed<'a> {
    claim: ClaimWords<'a>,
    member: MemberView,
}

/// A claim, as it was made.
#[derive(Serialize)]
struct ClaimWords<'a> {
    id: &'a ClaimId,
    offer: &'a CandidateId,
    gives: GivesWords<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum GivesWords<'a> {
    Points { points: Points, reason: &'a str },
    Coupon(Box<RedemptionView>),
}

/// What follows an answer and what it made of its member.
#[derive(Serialize)]
struct RespondedWords<'a> {
    next: &'a Option<String>,
    thanks: &'a Option<Thanks<String>>,
    points: Points,
    member: MemberView,
}

/// An adjustment's entry and what it made of its member.
#[derive(Serialize)]
struct Adjusted {
    entry: EntryView,
    member: MemberView,
}

/// One order of several.
#[derive(Serialize)]
struct OrderWords<'a> {
    id: &'a OrderId,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a OrderResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a Problem>,
}

impl<'a> OrderWords<'a> {
    fn new((id, result): &'a (OrderId, Result<OrderResult, Problem>)) -> Self {
        match result {
            Ok(result) => Self { id, status: 200, result: Some(result), problem: None },
            Err(problem) => Self { id, status: problem.status(), result: None, problem: Some(problem) },
        }
    }
}
