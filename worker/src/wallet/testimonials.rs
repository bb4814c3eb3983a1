//! A member's testimonials in the wallet: what the two sides do, and how each sees what has come of it.

use std::cmp::Reverse;

use loyalty::ledger::{Refusal, Wallet};
use loyalty::program::Programs;
use loyalty::testimonial::{DeskTestimonial, Testimonial, TestimonialDecision, TestimonialSubmission, TestimonialView};
use loyalty::view::{MemberView, Viewer};
use loyalty::{ExpectedVersion, Instant, TestimonialId};
use serde::{Deserialize, Serialize};

use super::command::Owner;
use crate::codes;
use crate::problem::{Failure, Outcome, Problem};
use crate::reply::Reply;
use crate::shop::versions::etag;

/// What is done to a testimonial.
#[derive(Debug, Serialize, Deserialize)]
pub enum TestimonialAct {
    /// The member submits it.
    Submit(TestimonialSubmission),
    /// The member takes it back.
    Withdraw,
    /// The shop decides on what it saw at a version.
    Decide(ExpectedVersion, TestimonialDecision),
}

/// Who is to see what has come of it.
#[derive(Clone, Copy, Debug)]
pub enum SeenBy {
    /// The member, with this status.
    Member(u16),
    /// The shop.
    Shop,
}

impl TestimonialAct {
    /// Who hears what has come of it.
    pub fn seen_by(&self) -> SeenBy {
        match self {
            Self::Submit(_) => SeenBy::Member(201),
            Self::Withdraw => SeenBy::Member(200),
            Self::Decide(..) => SeenBy::Shop,
        }
    }
}

/// Does it. The outer error is the caller's fault, the inner one a rule's refusal.
pub fn decide(
    wallet: &mut Wallet,
    id: &TestimonialId,
    act: &TestimonialAct,
    (programs, language): (&Programs, &str),
    now: Instant,
) -> Outcome<Result<(), Refusal>> {
    Ok(match act {
        TestimonialAct::Submit(submission) => {
            let checked = submission
                .clone()
                .check()
                .map_err(|faults| Failure::Rejected(Problem::new(codes::INVALID).errors(faults)))?;
            wallet.submit_testimonial(id, &checked, language, programs, now)
        }
        TestimonialAct::Withdraw => wallet.withdraw_testimonial(id, programs, now),
        TestimonialAct::Decide(version, decision) => wallet.decide_testimonial(id, version, decision, programs, now),
    })
}

/// The member's testimonials, the newest first.
pub fn list(wallet: Option<Wallet>) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct List<'a> {
        testimonials: Vec<TestimonialView<'a>>,
    }
    let wallet = wallet.unwrap_or_default();
    let mut testimonials: Vec<&Testimonial> = wallet.testimonials().iter().collect();
    testimonials.sort_by_key(|testimonial| Reverse((testimonial.at, &testimonial.id)));
    Reply::ok(&List { testimonials: testimonials.into_iter().map(TestimonialView::from).collect() })
}

/// A testimonial as the one is to see it who has just done this to it.
pub fn words(
    testimonial: &Testimonial,
    seen_by: SeenBy,
    (owner, wallet): (&Owner, &Wallet),
    viewer: &Viewer,
) -> Outcome<Reply> {
    #[derive(Serialize)]
    struct ForMember<'a> {
        testimonial: TestimonialView<'a>,
        member: MemberView,
    }
    #[derive(Serialize)]
    struct ForShop<'a> {
        testimonial: DeskTestimonial<'a>,
    }
    match seen_by {
        SeenBy::Member(status) => {
            let member = wallet.snapshot().view(viewer);
            Reply::json(status, &ForMember { testimonial: TestimonialView::from(testimonial), member })
        }
        SeenBy::Shop => {
            let version = etag(testimonial.version);
            let testimonial = DeskTestimonial { member: &owner.member, testimonial };
            Ok(Reply::ok(&ForShop { testimonial })?.header("ETag", version))
        }
    }
}
