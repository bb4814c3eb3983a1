//! What each side may do with a testimonial in each status, who may give one, and what is refused.

use loyalty::{
    Instant, Points, TestimonialId,
    ledger::Refusal,
    testimonial::{TESTIMONIALS_MAX, Testimonial, TestimonialDecision, TestimonialStatus, TestimonialSubmission},
};
use serde_json::{Value, json};

use crate::surveys::{Shopper, at, document};

const NOW: &str = "2026-03-02T08:00:00Z";

fn id(name: &str) -> TestimonialId {
    TestimonialId::new(name).unwrap()
}

fn submission(occasion: &str) -> TestimonialSubmission {
    let document = json!({"survey": "after-delivery", "occasion": occasion, "text": "Here the next day.", "name": "Ana K.",
            "consent": true});
    serde_json::from_value(document).expect("it reads")
}

impl Shopper {
    /// A member who was asked about an order, and has answered with this score and, if that was asked, nothing more.
    fn who_scored(score: i64) -> Self {
        let mut shopper = Self::of(&[document(|survey| survey["steps"][0]["next"] = json!([{"step": "end"}]))]);
        shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
        let responded = shopper.answer("order:1", json!({"step": "score", "score": score}), NOW).expect("it is asked");
        assert_eq!(responded.thanks.expect("there are thanks").asks_testimonial, score >= 7);
        shopper
    }

    fn submit_testimonial(&mut self, name: &str, occasion: &str) -> Result<(), Refusal> {
        let said = self.wallet.submit_testimonial(
            &id(name),
            &submission(occasion).check().unwrap(),
            "sl",
            &self.programs,
            at(NOW),
        );
        self.commit();
        said
    }

    fn withdraw(&mut self, name: &str) -> Result<(), Refusal> {
        let done = self.wallet.withdraw_testimonial(&id(name), &self.programs, later(1));
        self.commit();
        done
    }

    fn decide(&mut self, name: &str, version: u32, status: &str) -> Result<(), Refusal> {
        let decision: TestimonialDecision = serde_json::from_value(json!({"status": status, "by": "Eva"})).unwrap();
        let done = self.wallet.decide_testimonial(&id(name), &version.into(), &decision, &self.programs, later(2));
        self.commit();
        done
    }

    fn testimonial(&self, name: &str) -> &Testimonial {
        self.wallet.testimonial(&id(name)).expect("it is known")
    }
}

fn later(ms: i64) -> Instant {
    Instant::from_ms(at(NOW).as_ms() + ms)
}

#[test]
fn only_who_was_asked_after_this_answer_can_give_one() {
    let mut promoter = Shopper::who_scored(10);
    assert_eq!(promoter.submit_testimonial("t", "order:2"), Err(Refusal::TestimonialNotAsked));
    let before = promoter.wallet.balance();
    assert_eq!(promoter.submit_testimonial("t", "order:1"), Ok(()));
    assert_eq!(promoter.wallet.balance(), before, "nothing is given for it");
    let said = promoter.testimonial("t");
    assert_eq!((said.status, said.version, said.language.as_str()), (TestimonialStatus::Waiting, 1, "sl"));
    // Sent again under its name it is there already; another is one too many.
    assert_eq!(promoter.submit_testimonial("t", "order:1"), Ok(()));
    assert_eq!(promoter.submit_testimonial("u", "order:1"), Err(Refusal::TestimonialExists));

    let mut detractor = Shopper::who_scored(6);
    assert_eq!(detractor.submit_testimonial("t", "order:1"), Err(Refusal::TestimonialNotAsked));
}

#[test]
fn who_has_not_come_to_the_end_was_not_asked() {
    let mut shopper = Shopper::of(&[document(|_| {})]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    shopper.answer("order:1", json!({"step": "score", "score": 8}), NOW).unwrap();
    assert_eq!(shopper.submit_testimonial("t", "order:1"), Err(Refusal::TestimonialNotAsked));
    shopper.answer("order:1", json!({"step": "praise", "skipped": true}), NOW).unwrap();
    assert_eq!(shopper.submit_testimonial("t", "order:1"), Ok(()));
}

#[test]
fn whoever_left_everything_out_is_thanked_and_not_asked() {
    let mut shopper = Shopper::of(&[document(|survey| {
        survey["steps"] = json!([{"id": "why", "ask": {"open": {}}, "title": {"en": "Why?"}, "optional": true}]);
        survey["thanks"] = json!([{"text": {"en": "Thank you."}, "asks_testimonial": true}]);
    })]);
    shopper.order("1", "2026-03-01T08:00:00Z", json!({"delivered_at": "2026-03-01T08:00:00Z"}));
    let responded = shopper.answer("order:1", json!({"step": "why", "skipped": true}), NOW).unwrap();
    assert!(!responded.thanks.expect("there are thanks").asks_testimonial);
    assert_eq!(shopper.submit_testimonial("t", "order:1"), Err(Refusal::TestimonialNotAsked));
}

/// What a testimonial of each status becomes by each act, or why not.
#[test]
fn who_may_do_what_in_each_status() {
    use TestimonialStatus::{Approved, Refused, Waiting, Withdrawn};
    type Act = fn(&mut Shopper, u32) -> Result<(), Refusal>;
    let reach = |status: TestimonialStatus| {
        let mut shopper = Shopper::who_scored(9);
        shopper.submit_testimonial("t", "order:1").unwrap();
        match status {
            Waiting => {}
            Approved => shopper.decide("t", 1, "approved").unwrap(),
            Refused => shopper.decide("t", 1, "refused").unwrap(),
            Withdrawn => shopper.withdraw("t").unwrap(),
        }
        assert_eq!(shopper.testimonial("t").status, status);
        shopper
    };
    let acts: [(&str, Act, [Option<TestimonialStatus>; 4]); 3] = [
        (
            "approve",
            |s, version| s.decide("t", version, "approved"),
            [Some(Approved), Some(Approved), Some(Approved), None],
        ),
        ("refuse", |s, version| s.decide("t", version, "refused"), [Some(Refused), Some(Refused), Some(Refused), None]),
        ("withdraw", |s, _| s.withdraw("t"), [Some(Withdrawn); 4]),
    ];
    for (name, act, expected) in acts {
        for (status, expected) in TestimonialStatus::ALL.into_iter().zip(expected) {
            let mut shopper = reach(status);
            let (before, points) = (shopper.testimonial("t").clone(), shopper.wallet.balance());
            let result = act(&mut shopper, before.version);
            let after = shopper.testimonial("t");
            match expected {
                Some(expected) => assert_eq!((result, after.status), (Ok(()), expected), "{name}, {status:?}"),
                None => {
                    assert_eq!((result, after), (Err(Refusal::TestimonialWithdrawn), &before), "{name}, {status:?}")
                }
            }
            let changed = after.status != status;
            assert_eq!(after.version, before.version + u32::from(changed), "{name}, {status:?}");
            assert_eq!(changed, *after != before, "{name}, {status:?}");
            assert_eq!(shopper.wallet.balance(), points, "nobody is paid: {name}, {status:?}");
        }
    }
}

#[test]
fn the_shop_decides_on_what_it_has_seen() {
    let mut shopper = Shopper::who_scored(9);
    shopper.submit_testimonial("t", "order:1").unwrap();
    assert_eq!(shopper.decide("t", 1, "refused"), Ok(()));
    assert_eq!(shopper.decide("t", 1, "approved"), Err(Refusal::Changed { version: 2 }));
    assert_eq!(shopper.decide("nothing", 1, "approved"), Err(Refusal::TestimonialNotFound));
    assert_eq!(shopper.withdraw("nothing"), Err(Refusal::TestimonialNotFound));
    let refused = shopper.testimonial("t");
    assert_eq!((refused.by.as_ref().map(|by| by.as_str()), refused.changed_at), (Some("Eva"), later(2)));
    // What it saw does not matter once the member has taken it back.
    shopper.withdraw("t").unwrap();
    assert_eq!(shopper.decide("t", 1, "approved"), Err(Refusal::TestimonialWithdrawn));
}

#[test]
fn another_follows_what_is_over_and_only_one_is_live() {
    let mut shopper = Shopper::who_scored(9);
    shopper.submit_testimonial("t", "order:1").unwrap();
    shopper.decide("t", 1, "refused").unwrap();
    shopper.submit_testimonial("u", "order:1").unwrap();
    assert_eq!(shopper.decide("t", 2, "approved"), Err(Refusal::TestimonialExists));
    shopper.withdraw("u").unwrap();
    assert_eq!(shopper.decide("t", 2, "approved"), Ok(()));
    shopper.withdraw("t").unwrap();
    for number in 2..TESTIMONIALS_MAX {
        shopper.submit_testimonial(&format!("{number}"), "order:1").unwrap();
        shopper.withdraw(&format!("{number}")).unwrap();
    }
    assert_eq!(shopper.submit_testimonial("v", "order:1"), Err(Refusal::TooManyTestimonials));
    assert_eq!(shopper.wallet.balance().balance, Points(50), "the answer's points, and no more");
}

#[test]
fn what_is_said_is_plain_and_short() {
    let read = |field: &str, value: Value| {
        let mut document =
            json!({"survey": "s", "occasion": "order:1", "text": "Good", "name": "Ana", "consent": true});
        document[field] = value;
        serde_json::from_value::<TestimonialSubmission>(document).is_ok()
    };
    for (field, longest) in [("text", 1_000), ("name", 60)] {
        assert!(read(field, json!("<script>alert(1)</script>")), "{field} is text");
        assert!(read(field, json!("ї".repeat(longest))), "{field}");
        for value in [json!("ї".repeat(longest + 1)), json!(""), json!(" \n"), json!("null \u{0}"), json!(null)] {
            assert!(!read(field, value.clone()), "{field} {value}");
        }
    }
    assert!(!read("occasion", json!("visit")));
}

#[test]
fn nothing_is_submitted_without_consent() {
    let agreed = submission("order:1");
    let silent = TestimonialSubmission { consent: false, ..agreed.clone() };
    let faults = silent.check().err().unwrap();
    assert_eq!(
        crate::surveys::told(&faults),
        ["consent must be true: nothing is shown that its member has not agreed to"]
    );
    assert!(agreed.check().is_ok());
}

/// The request's name is the testimonial's, so a request that comes again brings nothing back.
#[test]
fn a_request_that_comes_again_brings_nothing_back_that_was_withdrawn() {
    let mut shopper = Shopper::who_scored(10);
    shopper.submit_testimonial("t", "order:1").unwrap();
    shopper.withdraw("t").unwrap();
    assert_eq!(shopper.submit_testimonial("t", "order:1"), Ok(()));
    assert_eq!(shopper.wallet.testimonial(&id("t")).unwrap().status, TestimonialStatus::Withdrawn);
    assert_eq!(shopper.wallet.testimonials().len(), 1);
}
