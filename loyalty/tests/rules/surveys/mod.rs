//! Surveys: what is a fault in them, when they are due for a member, what becomes of answers, and of what is said in public.

mod answering;
mod faults;
mod previews;
mod properties;
mod testimonials;
mod texts;
mod timing;
mod traits;

use std::rc::Rc;

use loyalty::{
    CaseId, Days, Fault, Instant, MemberId, OrderId,
    case::{CasePatch, Opening},
    condition::{Native, Value as Attributes},
    ledger::{Refusal, Wallet},
    offer::Supply,
    order::Order,
    program::{Program, Programs},
    survey::{DueSurvey, ExplainedSurvey, Occasion, StepAnswer, SurveyAction, SurveyOutcome, SurveyRequest},
    targeting::{MemberOnPage, Targeting, TargetingDocument, Visit},
};
use serde_json::{Value, json};

/// A published survey of a score and a reason, twelve hours to three days after delivery.
fn document(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "id": "after-delivery", "name": "After delivery", "status": "published",
        "timing": {"after_delivery": {"from_hours": 12, "until_hours": 72}}, "rest_days": 10, "points": 50,
        "steps": [
            {"id": "score", "ask": {"nps": {}}, "title": {"en": "Would you recommend us?", "uk": "Чи порадите нас?"},
                "next": [{"from": 0, "to": 6, "step": "what"}, {"from": 9, "step": "end"}]},
            {"id": "praise", "ask": {"open": {}}, "title": {"en": "What would make it perfect?"}, "optional": true,
                "next": [{"step": "end"}]},
            {"id": "what", "ask": {"choice": {"options": [
                {"id": "late", "label": {"en": "It came late"}}, {"id": "broken", "label": {"en": "It is broken"}},
            ], "many": true}}, "title": {"en": "What was it?"}, "optional": true},
            {"id": "why", "ask": {"open": {"placeholder": {"en": "In your words"}}}, "title": {"en": "Tell us more"},
                "optional": true},
        ],
        "thanks": [
            {"to": 6, "text": {"en": "We are sorry."}, "offers_case": true},
            {"text": {"en": "Thank you."}, "recommends": true, "asks_testimonial": true},
        ],
    });
    change(&mut document);
    document
}

/// A shop in Ljubljana with these surveys, or what is wrong with them.
fn targeting(surveys: &[Value]) -> Result<Targeting, Vec<Fault>> {
    let versioned = |survey: &Value| json!({"version": 3, "survey": survey});
    let document = json!({
        "settings": {"attention": {"rest_after_answer_days": 5}, "groups": {"staff": ["ana"]}}, "offers": [],
        "segments": [{"id": "regulars", "name": {"en": "Regulars"}, "condition": {"member.orders": {"$gte": 3}}}],
        "surveys": surveys.iter().map(versioned).collect::<Vec<_>>(),
    });
    let document: TargetingDocument = serde_json::from_value(document).expect("the document reads");
    Targeting::check(document, Some(&program()), &Native::default())
}

fn program() -> Program {
    // Nothing earns, so that all points are those for answers.
    crate::scenario::program(|program| {
        program["time_zone"] = json!("Europe/Ljubljana");
        program["rules"] = json!([]);
    })
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// A member and the shop's surveys.
struct Shopper {
    wallet: Wallet,
    programs: Programs,
    targeting: Targeting,
}

impl Shopper {
    fn of(surveys: &[Value]) -> Self {
        Self {
            wallet: Wallet::default(),
            programs: Programs::current(1, Rc::new(program())),
            targeting: targeting(surveys).expect("the surveys are sound"),
        }
    }

    /// Takes an order's state, placed when it was first told of, unless `change` says otherwise.
    fn order(&mut self, id: &str, now: &str, change: Value) {
        let mut document = json!({
            "member": "m", "currency": "USD", "status": "paid", "placed_at": now, "updated_at": now,
            "lines": [{"id": "1", "product": "cd-1", "labels": ["jazz"], "quantity": 1, "price": 2_000}],
        });
        let known = self.wallet.order(&OrderId::new(id).unwrap());
        if let Some(known) = known {
            document["placed_at"] = json!(known.state.placed_at);
        }
        for (name, value) in change.as_object().unwrap() {
            document[name.as_str()] = value.clone();
        }
        let order: Order = serde_json::from_value(document).expect("the order reads");
        let order = order.check(at(now)).expect("the order is sound");
        self.wallet
            .apply_order(OrderId::new(id).unwrap(), order, &self.programs, at(now))
            .expect("versions are loaded");
        self.commit();
    }

    /// Opens a case.
    fn open_case(&mut self, id: &str, now: Instant) {
        let opening: Opening = serde_json::from_value(json!({"kind": "complaint", "text": "It is broken"})).unwrap();
        self.wallet
            .open_case(&CaseId::new(id).unwrap(), &opening, "en", &self.programs, now)
            .expect("there are few cases");
        self.commit();
    }

    /// Answers in a case, as the shop: a week later it closes by itself.
    fn answer_case(&mut self, id: &str, now: Instant) {
        let (by, text) = serde_json::from_value(json!(["Eva", "Sorry"])).unwrap();
        self.wallet
            .answer_case(&CaseId::new(id).unwrap(), by, text, Days(7), &self.programs, now)
            .expect("the case is open");
        self.commit();
    }

    /// Closes a case, as the shop.
    fn close_case(&mut self, id: &str, now: Instant) {
        let id = CaseId::new(id).unwrap();
        let patch: CasePatch = serde_json::from_value(json!({"status": "closed"})).unwrap();
        let version = self.wallet.case(&id).expect("the case is known").version;
        self.wallet.patch_case(&id, &version.into(), &patch, Days(7), &self.programs, now).expect("the case is open");
        self.commit();
    }

    fn due(&self, now: Instant) -> Option<DueSurvey> {
        self.on_page(now, |visit| self.targeting.due_survey(visit, &Native::default()))
    }

    fn explain(&self, now: Instant) -> Vec<ExplainedSurvey> {
        self.on_page(now, |visit| self.targeting.explain_surveys(visit, &Native::default()))
    }

    fn on_page<T>(&self, now: Instant, task: impl FnOnce(&Visit<'_>) -> T) -> T {
        let (id, snapshot) = (MemberId::new("m").unwrap(), self.wallet.snapshot());
        // What is published is what a page reads.
        let snapshot = serde_json::from_str(&serde_json::to_string(&snapshot).unwrap()).unwrap();
        let request = Attributes::default();
        let program = self.programs.newest().map(|(_, program)| program.as_ref());
        let visit = Visit {
            shop: "acme",
            program,
            member: Some(MemberOnPage { id: &id, key: "key", snapshot: &snapshot }),
            visitor: None,
            request: &request,
            language: "en",
            supply: Supply::FULL,
            now,
        };
        task(&visit)
    }

    /// Says something of a survey, as the page that was shown it.
    fn say(
        &mut self,
        survey: &str,
        occasion: &str,
        action: SurveyAction,
        now: Instant,
    ) -> Result<SurveyOutcome, Refusal> {
        let (version, document) = self.targeting.survey(survey).expect("the survey is published");
        let request = SurveyRequest {
            survey: document.clone(),
            version,
            occasion: Occasion::try_from(occasion.to_owned()).unwrap(),
            action,
            at: None,
            language: "en".to_owned(),
            is_for_member: true,
            rest_after_answer: self.targeting.rest_after_answer(),
            time_zone: None,
        };
        let request = request.check().expect("the answer is sound");
        let responded = self.wallet.respond(request, &self.programs, now);
        self.commit();
        responded
    }

    /// Answers a step of the survey after delivery.
    fn answer(&mut self, occasion: &str, answer: Value, now: &str) -> Result<SurveyOutcome, Refusal> {
        self.say("after-delivery", occasion, given(answer), at(now))
    }

    fn commit(&mut self) {
        self.wallet.check().expect("invariants hold");
        self.wallet.drain_changes();
    }
}

/// `{"step": "score", "score": 3}` as an answer.
fn given(answer: Value) -> SurveyAction {
    SurveyAction::Answer(serde_json::from_value::<StepAnswer>(answer).expect("the answer reads"))
}

/// Each fault as its path and what it says.
fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{} {}", fault.path, fault.message)).collect()
}
