//! What offers give and what pages report of them: within limits, once by its name, in whatever order it comes.

mod coupons;
mod forms;
mod granting;
mod reports;

use loyalty::{
    CandidateId, ClaimId, Code, ExperimentKey, HoldId, Instant, VariantKey,
    experiment::{Arm, Experiment, Run, Share, Variant},
    ledger::{ClaimRequest, Refusal},
    offer::{ClaimedValue, CountedEvent, Division, Divisions, OfferEventKind, OfferValue, ReportedEvent},
};
use serde_json::{Value, json};

use crate::scenario::{Member, day, program};

fn offer(id: &str) -> CandidateId {
    CandidateId::new(id).unwrap()
}

fn variant(key: &str) -> Arm {
    Arm::Variant(VariantKey::new(key).unwrap())
}

/// Offers with these holdouts, each with one variant `a`.
fn divisions(offers: &[(&str, u16)]) -> Divisions {
    let experiment = |(id, holdout): &(&str, u16)| {
        let variants = vec![Variant { key: VariantKey::new("a").unwrap(), weight: None }];
        let experiment = Experiment {
            key: ExperimentKey::new(*id).unwrap(),
            variants,
            coverage: Share::ALL,
            holdout: Share(*holdout),
            namespace: None,
            filters: Vec::new(),
        };
        (offer(id), Division { run: Run::FIRST, experiment })
    };
    Divisions { shop: "acme".into(), offers: offers.iter().map(experiment).collect(), ..Divisions::default() }
}

fn grant(document: Value) -> OfferValue {
    serde_json::from_value(document).unwrap()
}

fn counted(arm: Arm, kind: OfferEventKind, at: Instant) -> CountedEvent {
    CountedEvent { offer: offer("welcome"), run: Run::FIRST, arm, kind, at }
}

/// Ten points, once.
fn ten() -> OfferValue {
    grant(json!({
        "gives": {"points": {"points": 10, "reason": "Welcome"}}, "limit_per_member": {"count": 1}, "budget": 100
    }))
}

/// A coupon, twice in seven days.
fn coupon() -> OfferValue {
    let limit = json!({"count": 2, "days": 7});
    grant(json!({"gives": {"coupon": {"reward": "five"}}, "limit_per_member": limit, "budget": 100}))
}

fn request(id: &str, grant: OfferValue) -> ClaimRequest {
    ClaimRequest {
        id: ClaimId::new(id).unwrap(),
        hold: HoldId::new(format!("hold of {id}")).unwrap(),
        code: code(id),
        offer: offer("welcome"),
        grant,
        divisions: divisions(&[("welcome", 0)]),
        subject: "somebody".into(),
    }
}

fn code(claim: &str) -> Code {
    Code::new(format!("CODE OF {claim}")).unwrap()
}

fn member() -> Member {
    Member::of(program(|_| {}))
}

/// Claims on a day; invariants hold whatever came of it.
fn claim(member: &mut Member, on: u32, request: ClaimRequest) -> Result<ClaimedValue, Refusal> {
    member.on(on);
    let claim = member.wallet.claim(request, &member.programs, day(on)).map(|claim| claim.gave.clone());
    member.wallet.check().expect("invariants hold");
    claim
}

fn seen(id: &str, arm: Arm, at: Instant) -> ReportedEvent {
    ReportedEvent { event: OfferEventKind::Seen, offer: offer(id), arm, run: Run::FIRST, at: at.as_ms(), quiet: false }
}
