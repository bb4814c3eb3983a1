//! What offers give and what pages report of them: within limits, once by its name, in whatever order it comes.

use std::collections::BTreeMap;

use crate::scenario::{Member, day, order, program};
use loyalty::{
    CandidateId, ClaimId, Code, ExperimentKey, HoldId, Instant, Points, VariantKey, attention,
    experiment::{Arm, Experiment, Run, Share, Variant},
    ledger::{Changes, ClaimRequest, CouponStatus, EntryKind, HoldStatus, Refusal, Rows, Wallet},
    member::FormAnswer,
    offer::{
        CaptureKind, CountedEvent, Division, Divisions, Gave, Grant, OfferEventKind, PROGRAM_HOLDOUT, RememberedArm,
        ReportedEvent, VISITORS_MAX,
    },
    profile::Birthday,
    view::{RewardStatus, Snapshot},
};
use serde_json::{Value, json};

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

fn grant(document: Value) -> Grant {
    serde_json::from_value(document).unwrap()
}

fn counted(arm: Arm, kind: OfferEventKind, at: Instant) -> CountedEvent {
    CountedEvent { offer: offer("welcome"), run: Run::FIRST, arm, kind, at }
}

/// Ten points, once.
fn ten() -> Grant {
    grant(json!({
        "gives": {"points": {"points": 10, "reason": "Welcome"}}, "limit_per_member": {"count": 1}, "budget": 100
    }))
}

/// A coupon, twice in seven days.
fn coupon() -> Grant {
    let limit = json!({"count": 2, "days": 7});
    grant(json!({"gives": {"coupon": {"reward": "five"}}, "limit_per_member": limit, "budget": 100}))
}

fn request(id: &str, grant: Grant) -> ClaimRequest {
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
fn claim(member: &mut Member, on: u32, request: ClaimRequest) -> Result<Gave, Refusal> {
    member.on(on);
    let claim = member.wallet.claim(request, &member.programs, day(on)).map(|claim| claim.gave.clone());
    member.wallet.check().expect("invariants hold");
    claim
}

fn seen(id: &str, arm: Arm, at: Instant) -> ReportedEvent {
    ReportedEvent { event: OfferEventKind::Seen, offer: offer(id), arm, run: Run::FIRST, at: at.as_ms(), quiet: false }
}

/// The rows of what a first operation has made.
fn rows(changes: &Changes) -> Rows {
    let (head, lots, holds) = (changes.head.clone(), changes.lots.clone(), changes.holds.clone());
    Rows { head, lots, holds, credits: changes.credits.clone(), ..Rows::default() }
}

#[test]
fn points_arrive_at_once_and_expire_as_the_program_says() {
    let mut member = member();
    let gave = claim(&mut member, 0, request("1", ten()));
    assert_eq!(gave, Ok(Gave::Points { points: Points(10), reason: "Welcome".into() }));
    let entry = member.wallet.new_entries().last().unwrap().clone();
    assert_eq!((entry.kind, entry.points, entry.offer), (EntryKind::Claimed, Points(10), Some(offer("welcome"))));
    assert_eq!(entry.reason.as_deref(), Some("Welcome"));
    member.on(364).check(10, 10, 0, 0);
    member.on(365).check(0, 0, 0, 0);
    member.wallet.touch(&member.programs, day(365)).unwrap();
    let lost = member.wallet.new_entries().last().unwrap();
    assert_eq!((lost.kind, lost.points, &lost.offer), (EntryKind::Expired, Points(-10), &Some(offer("welcome"))));
    member.wallet.check().unwrap();
}

#[test]
fn points_pay_debt_first() {
    let mut member = Member::of(program(|p| p["debt"] = json!("go_negative")));
    member.order("o", order(6000, 0, |_| {}));
    member.on(30).redeem("five").unwrap();
    member.order("o", order(6000, 31, |o| o["status"] = json!("cancelled")));
    let debt = member.view().balance.debt;
    assert!(debt > Points(10), "{debt:?}");
    claim(&mut member, 30, request("1", ten())).unwrap();
    assert_eq!(member.view().balance.debt, Points(debt.0 - 10));
}

#[test]
fn a_claim_has_one_effect_however_often_it_comes() {
    let mut member = member();
    let first = claim(&mut member, 0, request("1", ten()));
    assert_eq!(claim(&mut member, 3, request("1", ten())), first);
    member.check(10, 10, 0, 0);
    assert_eq!(claim(&mut member, 3, request("2", ten())), Err(Refusal::LimitReached));
    member.check(10, 10, 0, 0);
}

#[test]
fn a_limit_with_days_lets_the_member_have_it_again() {
    let mut member = member();
    claim(&mut member, 0, request("1", coupon())).unwrap();
    claim(&mut member, 3, request("2", coupon())).unwrap();
    assert_eq!(claim(&mut member, 6, request("3", coupon())), Err(Refusal::LimitReached));
    claim(&mut member, 7, request("4", coupon())).unwrap();
    assert_eq!(claim(&mut member, 8, request("5", coupon())), Err(Refusal::LimitReached));
}

#[test]
fn what_became_of_a_coupon_does_not_free_the_limit() {
    let mut member = member();
    claim(&mut member, 0, request("1", coupon())).unwrap();
    member.release(&code("1")).unwrap();
    claim(&mut member, 0, request("2", coupon())).unwrap();
    assert_eq!(claim(&mut member, 1, request("3", coupon())), Err(Refusal::LimitReached));
    member.on(1).check(0, 0, 0, 0);
}

#[test]
fn a_coupon_can_be_used_for_as_long_as_the_offer_says() {
    let lasting =
        |coupon: Value| grant(json!({"gives": {"coupon": coupon}, "limit_per_member": {"count": 9}, "budget": 100}));
    let three_days = || lasting(json!({"reward": "five", "valid_days": 3}));
    let as_ever = || lasting(json!({"reward": "five"}));
    let mut member = member();
    claim(&mut member, 0, request("1", three_days())).unwrap();
    claim(&mut member, 0, request("2", three_days())).unwrap();
    claim(&mut member, 0, request("3", as_ever())).unwrap();
    member.on(2).capture(&code("1")).unwrap();
    assert_eq!(member.on(3).capture(&code("2")), Err(Refusal::HoldExpired));
    member.on(29).capture(&code("3")).unwrap();
    claim(&mut member, 29, request("4", as_ever())).unwrap();
    assert_eq!(member.on(59).capture(&code("4")), Err(Refusal::HoldExpired));
}

#[test]
fn a_coupon_is_a_redemption_without_points() {
    let mut member = member();
    let Ok(Gave::Coupon { redemption }) = claim(&mut member, 0, request("1", coupon())) else { panic!("no coupon") };
    let view = member.view();
    let shown = &view.redemptions[0];
    assert_eq!((&shown.id, shown.points, &shown.offer), (&redemption, Points::ZERO, &Some(offer("welcome"))));
    assert_eq!((shown.reward.name.as_str(), shown.status), ("5 $ off", HoldStatus::Held));
    let used = member.order("o", order(6000, 0, |o| o["coupon_codes"] = json!([code("1").as_str()])));
    assert_eq!(used.coupons[0].status, CouponStatus::Captured);
    let back = member.order(
        "o",
        order(6000, 1, |o| {
            o["coupon_codes"] = json!([code("1").as_str()]);
            o["status"] = json!("cancelled");
        }),
    );
    // Turned round: it used to be given back and worth nothing. It is valid again for the 30 days it had left.
    assert_eq!(back.coupons[0].status, CouponStatus::Held);
    assert_eq!(member.view().redemptions[0].held_until, day(31));
    member.check(0, 0, 0, 0);
}

#[test]
fn a_coupon_does_not_use_up_the_rewards_own_limit() {
    let mut member = Member::of(program(|p| p["rewards"][0]["limit_per_member"] = json!({"count": 1})));
    member.order("o", order(12_000, 0, |_| {}));
    claim(&mut member, 30, request("1", coupon())).unwrap();
    assert_eq!(member.view().rewards[0].status, RewardStatus::Available);
    member.redeem("five").unwrap();
    assert_eq!(member.redeem("five"), Err(Refusal::LimitReached));
    claim(&mut member, 30, request("2", coupon())).unwrap();
}

#[test]
fn what_cannot_be_had_is_refused_and_leaves_nothing_behind() {
    let mut held_out = request("1", ten());
    held_out.divisions = divisions(&[("welcome", 9_999)]);
    let mut gone = request("1", coupon());
    gone.grant = grant(json!({"gives": {"coupon": {"reward": "six"}}, "limit_per_member": {"count": 1}, "budget": 1}));
    let mut all_held_out = request("1", ten());
    all_held_out.divisions.holdout = Share::ALL;
    for (request, refusal) in
        [(held_out, Refusal::OfferNotFound), (all_held_out, Refusal::OfferNotFound), (gone, Refusal::OfferNotAvailable)]
    {
        let mut member = member();
        assert_eq!(claim(&mut member, 0, request), Err(refusal));
        assert_eq!(member.wallet.take_changes(), None);
    }
    let nobodys = Wallet::default().claim(request("1", ten()), &loyalty::program::Programs::none(), day(0)).map(drop);
    assert_eq!(nobodys, Err(Refusal::NoProgram));
}

#[test]
fn the_rows_of_a_claim_make_the_wallet_anew() {
    let mut member = member();
    claim(&mut member, 0, request("1", ten())).unwrap();
    let changes = member.wallet.take_changes().unwrap();
    let mut history = changes.member.offers.clone().unwrap();
    assert_eq!(history.claims, []);
    history.claims = changes.member.claims.clone();
    let restored = Wallet::restore(rows(&changes)).with_offers(history);
    assert_eq!(restored.snapshot(), member.wallet.snapshot());
    restored.check().unwrap();
    let text = serde_json::to_string(&restored.snapshot()).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), restored.snapshot());
}

#[test]
fn a_lot_that_nobody_claimed_is_a_breach() {
    let mut member = member();
    claim(&mut member, 0, request("1", ten())).unwrap();
    let changes = member.wallet.take_changes().unwrap();
    let forged = Wallet::restore(rows(&changes));
    assert!(forged.check().is_err_and(|breach| breach.0.starts_with("I6")));
}

#[test]
fn reports_can_be_told_again_and_in_any_order() {
    let divisions = divisions(&[("welcome", 0), ("bye", 0)]);
    let events = [
        seen("welcome", variant("a"), day(3)),
        ReportedEvent { event: OfferEventKind::Dismissed, ..seen("welcome", variant("a"), day(4)) },
        ReportedEvent { event: OfferEventKind::Converted, ..seen("bye", variant("a"), day(4)) },
    ];
    let mut once = Wallet::default();
    once.record_events("somebody", &divisions, &events, day(4));
    let mut again = Wallet::default();
    for event in events.iter().rev().chain(&events) {
        again.record_events("somebody", &divisions, std::slice::from_ref(event), day(4));
    }
    assert_eq!(once.offers(), again.offers());
    once.take_changes().expect("it was kept");
    once.record_events("somebody else", &divisions, &events, day(4));
    assert_eq!(once.take_changes(), None);
}

#[test]
fn what_is_told_of_another_arm_does_not_count() {
    let mut wallet = Wallet::default();
    let divisions = divisions(&[("welcome", 0)]);
    let events = [
        seen("welcome", variant("b"), day(0)),
        seen("welcome", Arm::Holdout, day(0)),
        seen("unknown", variant("a"), day(0)),
        seen(PROGRAM_HOLDOUT, Arm::Holdout, day(0)),
    ];
    assert_eq!(wallet.record_events("somebody", &divisions, &events, day(0)).events, []);
    assert_eq!(wallet.take_changes(), None);
}

#[test]
fn a_holdout_is_counted_and_was_not_seen() {
    let mut wallet = Wallet::default();
    let divisions = divisions(&[("welcome", 9_999)]);
    let tally = wallet.record_events("somebody", &divisions, &[seen("welcome", Arm::Holdout, day(0))], day(0));
    assert_eq!(tally.events, [counted(Arm::Holdout, OfferEventKind::Seen, day(0))]);
    assert_eq!(wallet.offers().memory, Default::default());
    let kept = RememberedArm { run: Run::FIRST, arm: Arm::Holdout };
    assert_eq!(wallet.offers().arms, BTreeMap::from([(offer("welcome"), kept)]));
}

#[test]
fn who_somebody_is_and_where_stays_as_it_was_first_said() {
    let mut wallet = Wallet::default();
    let first = divisions(&[("welcome", 0)]);
    let event = seen("welcome", variant("a"), day(0));
    assert_eq!(wallet.record_events("visitor", &first, std::slice::from_ref(&event), day(0)).subject, "visitor");
    let later = divisions(&[("welcome", 9_999)]);
    let tally = wallet.record_events("another device", &later, std::slice::from_ref(&event), day(0));
    assert_eq!((tally.subject.as_str(), tally.events.len()), ("visitor", 1));
    // In another run everybody is divided anew.
    let mut anew = divisions(&[("welcome", 9_999)]);
    anew.offers.values_mut().for_each(|division| division.run = Run(2));
    assert_eq!(wallet.record_events("another device", &anew, std::slice::from_ref(&event), day(1)).events, []);
    let held_out = ReportedEvent { run: Run(2), ..seen("welcome", Arm::Holdout, day(1)) };
    let tally = wallet.record_events("another device", &anew, &[held_out], day(1));
    assert_eq!(tally.events, [CountedEvent { run: Run(2), ..counted(Arm::Holdout, OfferEventKind::Seen, day(1)) }]);
    assert_eq!(wallet.offers().arms[&offer("welcome")], RememberedArm { run: Run(2), arm: Arm::Holdout });
}

#[test]
fn what_a_page_was_told_of_another_run_does_not_count() {
    let divisions = divisions(&[("welcome", 0)]);
    let event = |run| ReportedEvent { run, ..seen("welcome", variant("a"), day(0)) };
    let tally = Wallet::default().record_events("somebody", &divisions, &[event(Run(2)), event(Run::FIRST)], day(0));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, day(0))]);
}

#[test]
fn an_event_is_counted_from_the_first_time_it_is_told_of() {
    let divisions = divisions(&[("welcome", 0)]);
    let events = [6, 5, 9].map(|at| seen("welcome", variant("a"), Instant::from_ms(day(0).as_ms() + at)));
    let tally = Wallet::default().record_events("somebody", &divisions, &events, day(1));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, Instant::from_ms(day(0).as_ms() + 5))]);
    let long_ago = [seen("welcome", variant("a"), day(0))];
    let tally = Wallet::default().record_events("somebody", &divisions, &long_ago, day(5));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Seen, day(4))]);
}

#[test]
fn a_member_has_been_ten_visitors_the_first_of_whom_says_who_it_is() {
    let mut wallet = Wallet::default();
    (0..12).for_each(|visitor| wallet.link_visitor(&visitor.to_string()));
    let visitors = || (2..12).map(|visitor| visitor.to_string()).collect::<Vec<_>>();
    assert_eq!((wallet.offers().subject.as_deref(), &wallet.offers().visitors), (Some("0"), &visitors()));
    wallet.take_changes().expect("it was kept");
    wallet.link_visitor("5");
    assert_eq!(wallet.take_changes(), None);
    wallet.link_visitor("0");
    assert_eq!(wallet.offers().visitors.last().map(String::as_str), Some("0"));
    assert_eq!(wallet.offers().visitors.len(), VISITORS_MAX);
}

#[test]
fn everybody_is_counted_for_the_program_as_a_whole() {
    let event = |arm| [seen(PROGRAM_HOLDOUT, arm, day(0))];
    let mut half = divisions(&[]);
    half.holdout = Share(5_000);
    let mut arms = [0, 0];
    for person in 0..100 {
        let subject = person.to_string();
        let mut wallet = Wallet::default();
        let held_out = wallet.record_events(&subject, &half, &event(Arm::Holdout), day(0)).events.len();
        let counted = wallet.record_events(&subject, &half, &event(variant("program")), day(0)).events.len();
        assert_eq!(held_out + counted, 1);
        arms[held_out] += 1;
    }
    assert!(arms[0] > 30 && arms[1] > 30, "{arms:?}");
}

#[test]
fn a_page_is_believed_a_day_and_never_ahead() {
    let at = |at: u32| seen("welcome", variant("a"), day(at)).at(day(10));
    assert_eq!((at(12), at(10), at(9), at(2)), (day(10), day(10), day(9), day(9)));
}

#[test]
fn what_is_told_again_with_a_time_that_is_not_believed_has_happened_once() {
    let divisions = divisions(&[("welcome", 0)]);
    for told_at in [day(40), day(1)] {
        let event = |kind| [ReportedEvent { event: kind, ..seen("welcome", variant("a"), told_at) }];
        let mut wallet = Wallet::default();
        for kind in [OfferEventKind::Seen, OfferEventKind::Dismissed, OfferEventKind::Converted] {
            wallet.record_events("somebody", &divisions, &event(kind), day(10));
            let before = wallet.offers().clone();
            wallet.record_events("somebody", &divisions, &event(kind), Instant::from_ms(day(10).as_ms() + 90 * 60_000));
            assert_eq!(wallet.offers(), &before, "{kind:?} at {told_at}");
        }
        // Two of one report are one as well; two days later it is another.
        let twice = [event(OfferEventKind::Seen), event(OfferEventKind::Seen)].concat();
        wallet.record_events("somebody", &divisions, &twice, day(12));
        let mut showings = 0;
        wallet.offers().memory.each(&mut |event, _, _| showings += u32::from(event == attention::Event::Seen));
        assert_eq!(showings, 2);
    }
}

/// A form that asks for this, filled in at some instant.
fn form(kind: CaptureKind, birthday: Option<&str>, at: Instant) -> FormAnswer {
    FormAnswer { offer: offer("welcome"), kind, birthday: birthday.map(|day| Birthday::parse(day).unwrap()), at }
}

#[test]
fn a_form_tells_the_birthday_the_shop_does_not_know() {
    let mut member = member();
    let divisions = divisions(&[("welcome", 0)]);
    let first = form(CaptureKind::Birthday, Some("05-17"), day(1));
    let tally = member.wallet.record_form("somebody", &divisions, &first, day(1));
    assert_eq!(tally.events, [counted(variant("a"), OfferEventKind::Converted, day(1))]);
    member.wallet.take_changes().expect("it was kept");
    assert_eq!(member.wallet.record_form("somebody", &divisions, &first, day(9)), tally, "as of when it was filled in");
    assert_eq!(member.wallet.take_changes(), None, "the same again");
    let profile = member.wallet.profile();
    assert_eq!(profile.birthday, Some(Birthday::parse("05-17").unwrap()));
    assert_eq!((profile.consents["birthday"].given, profile.consents["birthday"].at), (true, day(1)));
    assert_eq!(profile.agreed().collect::<Vec<_>>(), ["birthday"]);
    // The member's later answer stands, but the shop knows better.
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Birthday, Some("06-01"), day(2)), day(2));
    assert_eq!(member.wallet.profile().birthday, Some(Birthday::parse("06-01").unwrap()));
    member.on(3).profile(json!({"birthday": "07-01"}));
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Birthday, Some("08-01"), day(4)), day(4));
    assert_eq!(member.wallet.profile().birthday, Some(Birthday::parse("07-01").unwrap()));
    member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Email, None, day(2)), day(5));
    assert_eq!(member.wallet.profile().agreed().collect::<Vec<_>>(), ["birthday", "email"]);
}

#[test]
fn a_form_that_comes_again_undoes_no_later_choice() {
    let divisions = divisions(&[("welcome", 0)]);
    let email = form(CaptureKind::Email, None, day(1));
    let opted_out = json!({"consents": {"email": {"given": false, "at": day(2)}}});
    for (choice, expected) in [
        (opted_out, Some((false, day(2)))),
        (json!({"consents": {"email": null}}), None),
        (json!({"consents": null}), None),
    ] {
        let mut member = member();
        member.wallet.record_form("somebody", &divisions, &email, day(1));
        member.on(2).profile(choice.clone());
        member.wallet.take_changes();
        member.wallet.record_form("somebody", &divisions, &email, day(3));
        let known = member.wallet.profile().consents.get("email").map(|consent| (consent.given, consent.at));
        assert_eq!((known, member.wallet.take_changes()), (expected, None), "{choice}");
        // What the member agrees to later counts again.
        member.wallet.record_form("somebody", &divisions, &form(CaptureKind::Email, None, day(4)), day(4));
        assert_eq!(member.wallet.profile().agreed().collect::<Vec<_>>(), ["email"], "{choice}");
    }
    let birthday = form(CaptureKind::Birthday, Some("05-17"), day(1));
    let mut member = member();
    member.wallet.record_form("somebody", &divisions, &birthday, day(1));
    member.on(2).profile(json!({"birthday": null}));
    member.wallet.record_form("somebody", &divisions, &birthday, day(3));
    assert_eq!(member.wallet.profile().birthday, None);
}

/// Forms and the shop's states, each with its own instant: they come to the same profile in whatever order they are told, and
/// however often.
#[test]
fn choices_count_as_of_their_own_instant_in_any_order() {
    #[derive(Clone, Debug)]
    enum Told {
        Form(FormAnswer),
        Shop(Value),
    }
    let divisions = divisions(&[("welcome", 0)]);
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let count = rng.usize(2..7);
        let told = (0..count).map(|number| {
            // Instants of the shop's states differ, as those of its clock do.
            let at = day(u32::try_from(number).unwrap() + 1);
            match rng.u8(0..6) {
                0 => Told::Form(form(CaptureKind::Email, None, day(rng.u32(1..8)))),
                1 => Told::Form(form(CaptureKind::Birthday, Some(*rng.choice(&["05-17", "06-01"]).unwrap()), at)),
                2 => Told::Shop(json!({"updated_at": at, "consents": {"email": null}})),
                3 => Told::Shop(json!({"updated_at": at, "consents": null, "birthday": null})),
                _ => {
                    let consent = json!({"given": rng.bool(), "at": day(rng.u32(1..8))});
                    Told::Shop(json!({"updated_at": at, "consents": {"email": consent}}))
                }
            }
        });
        let mut told: Vec<Told> = told.collect();
        let play = |told: &[Told]| {
            let mut member = member();
            for one in told {
                match one {
                    Told::Form(form) => drop(member.wallet.record_form("somebody", &divisions, form, day(20))),
                    // A state that is older than the newest is refused as a whole: here each says of choices alone.
                    Told::Shop(state) => drop(member.on(20).profile(state.clone())),
                }
            }
            let profile = member.wallet.profile();
            (profile.consents.clone(), profile.birthday)
        };
        let is_shop = |one: &Told| matches!(one, Told::Shop(_));
        let expected = play(&told);
        for _ in 0..5 {
            // Of the shop's states the older ones come to nothing once a newer one is known, so their own order stays.
            let mut shops = told.iter().filter(|one| is_shop(one)).cloned().collect::<Vec<_>>().into_iter();
            rng.shuffle(&mut told);
            told.iter_mut().filter(|one| is_shop(one)).for_each(|one| *one = shops.next().unwrap());
            let mut twice = told.clone();
            let again = rng.usize(0..twice.len());
            twice.push(twice[again].clone());
            assert_eq!(play(&twice), expected, "seed {seed}: {twice:#?}");
        }
    }
    crate::counts::add(300, "histories");
}
