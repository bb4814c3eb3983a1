//! A member with cases, and the people who answer them, minute by minute.

use std::{collections::BTreeMap, rc::Rc};

use loyalty::{
    CaseId, Instant, MemberId,
    case::{Case, CasePatch, CaseStatus, CaseView, CasesHistory, DeskLine, FeedbackSettings, Message, Opening},
    ledger::{Refusal, Wallet},
    member::GestureRequest,
    program::{Program, Programs},
};
use serde_json::{Value, json};

/// A member with cases, and the people who answer them, minute by minute.
pub struct Desk {
    pub wallet: Wallet,
    pub messages: BTreeMap<CaseId, Vec<Message>>,
    pub settings: FeedbackSettings,
    pub programs: Programs,
    /// Gifts so far, given or refused: each has another name.
    pub gifts: usize,
    pub now: Instant,
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

pub fn id(name: &str) -> CaseId {
    CaseId::new(name).expect("an id")
}

pub fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("it reads")
}

impl Desk {
    pub fn new() -> Self {
        let settings = json!({
            "targets": {"complaint": {"first_answer_hours": 4, "solution_hours": 48}},
            "gestures": {"support": 200, "marketer": 500, "owner": 2_000, "per_member": 1_000},
        });
        let settings: FeedbackSettings = read(settings);
        Self {
            wallet: Wallet::default(),
            messages: BTreeMap::new(),
            programs: Programs::none(),
            gifts: 0,
            settings: settings.check().expect("sound").into_inner(),
            now: at("2020-06-15T12:00:00Z"),
        }
    }

    /// A shop with a program of two rewards, one of which is over.
    pub fn with_rewards() -> Self {
        let reward = |id: &str, points: i64, hold_minutes: i64, valid_until: Option<&str>| {
            json!({"id": id, "name": {"en": format!("The {id}"), "sl": format!("{id} po naše")}, "points": points,
                "kind": {"type": "amount_off", "amount": 500}, "hold_minutes": hold_minutes,
                "valid_until": valid_until, "limit_per_member": {"count": 1}})
        };
        let program: Program = read(json!({
            "name": {"en": "Club"}, "currency": "USD", "rates": {"USD": 100}, "time_zone": "UTC", "earn_on": "paid",
            "return_window_days": 30, "expires_after_days": 365, "debt": "stop_at_zero", "rules": [], "tiers": null,
            "rewards": [
                reward("voucher", 150, 60, None), reward("record", 180, 90 * 24 * 60, None),
                reward("gone", 100, 60, Some("2020-01-01T00:00:00Z")),
            ],
        }));
        let program = program.check().expect("sound").into_inner();
        Self { programs: Programs::current(1, Rc::new(program)), ..Self::new() }
    }

    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = at(time);
        self
    }

    pub fn pass(&mut self, minutes: i64) -> &mut Self {
        self.now = Instant::from_ms(self.now.as_ms() + minutes * 60_000);
        self
    }

    /// What a commit would store.
    pub fn done(&mut self, result: Result<(), Refusal>) -> Result<(), Refusal> {
        self.wallet.check().expect("invariants hold");
        for (case, message) in self.wallet.drain_changes().into_iter().flat_map(|changes| changes.member.messages) {
            self.messages.entry(case).or_default().push(message);
        }
        result
    }

    pub fn open(&mut self, case: &str, kind: &str) -> Result<(), Refusal> {
        let opening: Opening = read(json!({"kind": kind, "text": format!("First words of {case}")}));
        let result = self.wallet.open_case(&id(case), &opening, "sl", &self.programs, self.now);
        self.done(result)
    }

    pub fn reply(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let result = self.wallet.reply_in_case(&id(case), read(json!(text)), &self.programs, self.now);
        self.done(result)
    }

    pub fn answer(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let (by, text) = (read(json!("Eva")), read(json!(text)));
        let close_after = self.settings.close_answered_after_days;
        let result = self.wallet.answer_case(&id(case), by, text, close_after, &self.programs, self.now);
        self.done(result)
    }

    pub fn note(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let (by, text) = (read(json!("Eva")), read(json!(text)));
        let result = self.wallet.add_case_note(&id(case), by, text, &self.programs, self.now);
        self.done(result)
    }

    pub fn read(&mut self, case: &str, shown: Option<u32>) -> Result<(), Refusal> {
        let result = self.wallet.mark_case_read(&id(case), shown, &self.programs, self.now);
        self.done(result)
    }

    pub fn patch(&mut self, case: &str, change: impl FnOnce(&mut CasePatch)) -> Result<(), Refusal> {
        let mut patch = CasePatch::default();
        change(&mut patch);
        let version = self.wallet.case(&id(case)).map_or(0, |case| case.version);
        let close_after = self.settings.close_answered_after_days;
        let result = self.wallet.patch_case(&id(case), &version.into(), &patch, close_after, &self.programs, self.now);
        self.done(result)
    }

    pub fn set_status(&mut self, case: &str, status: CaseStatus) -> Result<(), Refusal> {
        self.patch(case, |patch| patch.status = Some(status))
    }

    pub fn give(&mut self, case: &str, points: i64, role: &str) -> Result<(), Refusal> {
        self.give_gift(case, &json!({"points": points}), role)
    }

    pub fn give_reward(&mut self, case: &str, reward: &str, role: &str) -> Result<(), Refusal> {
        self.give_gift(case, &json!({"reward": reward}), role)
    }

    fn give_gift(&mut self, case: &str, gift: &Value, role: &str) -> Result<(), Refusal> {
        self.gifts += 1;
        let request: GestureRequest = read(json!({
            "case": case, "limits": self.settings.gestures, "hold": format!("h{}", self.gifts),
            "code": format!("CODE{}", self.gifts),
            "giving": {"gift": gift, "reason": "Sorry", "by": "Eva", "role": role},
        }));
        let result = self.wallet.make_gesture(&request, &self.programs, self.now);
        self.done(result)
    }

    pub fn case(&self, name: &str) -> &Case {
        self.wallet.case(&id(name)).expect("a case")
    }

    pub fn line(&self, name: &str) -> DeskLine {
        let member = MemberId::new("ana").unwrap();
        DeskLine::new(self.case(name), &member, 1, &self.settings.targets, self.now)
    }

    pub fn view(&self, name: &str) -> CaseView {
        CaseView::new(self.case(name), self.messages[&id(name)].clone(), (&self.wallet, "sl"))
    }

    pub fn cases(&self) -> CasesHistory {
        self.wallet.snapshot().cases
    }
}
