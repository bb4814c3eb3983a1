//! A member with cases, and the people who answer them, minute by minute.

use std::collections::BTreeMap;

use loyalty::{
    CaseId, Instant, MemberId,
    case::{Case, CasePatch, CaseStatus, CaseView, CasesHistory, DeskLine, FeedbackSettings, Giving, Message, Opening},
    ledger::{Refusal, Wallet},
    program::Programs,
};
use serde_json::{Value, json};

/// A member with cases, and the people who answer them, minute by minute.
pub struct Desk {
    pub wallet: Wallet,
    pub messages: BTreeMap<CaseId, Vec<Message>>,
    pub settings: FeedbackSettings,
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
            settings: settings.check().expect("sound").into_inner(),
            now: at("2020-06-15T12:00:00Z"),
        }
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
        for (case, message) in self.wallet.take_changes().into_iter().flat_map(|changes| changes.messages) {
            self.messages.entry(case).or_default().push(message);
        }
        result
    }

    pub fn open(&mut self, case: &str, kind: &str) -> Result<(), Refusal> {
        let opening: Opening = read(json!({"kind": kind, "text": format!("First words of {case}")}));
        let result = self.wallet.open_case(&id(case), (&opening, "sl"), &Programs::none(), self.now);
        self.done(result)
    }

    pub fn reply(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let result = self.wallet.reply(&id(case), read(json!(text)), &Programs::none(), self.now);
        self.done(result)
    }

    pub fn answer(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let said = (read(json!("Eva")), read(json!(text)));
        let result = self.wallet.answer(&id(case), said, &Programs::none(), self.now);
        self.done(result)
    }

    pub fn note(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let said = (read(json!("Eva")), read(json!(text)));
        let result = self.wallet.note(&id(case), said, &Programs::none(), self.now);
        self.done(result)
    }

    pub fn read(&mut self, case: &str, shown: Option<u32>) -> Result<(), Refusal> {
        let result = self.wallet.read(&id(case), shown, &Programs::none(), self.now);
        self.done(result)
    }

    pub fn patch(&mut self, case: &str, change: impl FnOnce(&mut CasePatch)) -> Result<(), Refusal> {
        let mut patch = CasePatch::default();
        change(&mut patch);
        let version = self.wallet.case(&id(case)).map_or(0, |case| case.version);
        let result = self.wallet.patch_case(&id(case), version, &patch, &Programs::none(), self.now);
        self.done(result)
    }

    pub fn come_to(&mut self, case: &str, status: CaseStatus) -> Result<(), Refusal> {
        self.patch(case, |patch| patch.status = Some(status))
    }

    pub fn give(&mut self, case: &str, points: i64, role: &str) -> Result<(), Refusal> {
        let giving: Giving = read(json!({"points": points, "reason": "Sorry", "by": "Eva", "role": role}));
        let result = self.wallet.give(&id(case), &giving, &self.settings.gestures, &Programs::none(), self.now);
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
        CaseView::new(self.case(name), self.messages[&id(name)].clone())
    }

    pub fn cases(&self) -> CasesHistory {
        self.wallet.snapshot().cases
    }
}
