//! Cases: what each side may do, what is left of the targets, what the shopper sees, and that gestures stay within limits.
#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use loyalty::{
    CaseId, Days, Instant, MemberId, Points,
    calendar::Calendar,
    case::{
        Case, CaseKind, CasePatch, CaseReport, CaseStatus, CaseView, CasesHistory, DeskCase, DeskLine,
        FeedbackSettings, Giving, Message, Opening, Role, Targets,
    },
    ledger::{EntryKind, Refusal, Wallet},
    program::Programs,
};
use serde_json::{Value, json};

/// A member with cases, and the people who answer them, minute by minute.
struct Desk {
    wallet: Wallet,
    messages: BTreeMap<CaseId, Vec<Message>>,
    settings: FeedbackSettings,
    now: Instant,
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn id(name: &str) -> CaseId {
    CaseId::new(name).expect("an id")
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("it reads")
}

impl Desk {
    fn new() -> Self {
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

    fn at(&mut self, time: &str) -> &mut Self {
        self.now = at(time);
        self
    }

    fn pass(&mut self, minutes: i64) -> &mut Self {
        self.now = Instant::from_ms(self.now.as_ms() + minutes * 60_000);
        self
    }

    /// What a commit would store.
    fn done(&mut self, result: Result<(), Refusal>) -> Result<(), Refusal> {
        self.wallet.check().expect("invariants hold");
        for (case, message) in self.wallet.take_changes().into_iter().flat_map(|changes| changes.messages) {
            self.messages.entry(case).or_default().push(message);
        }
        result
    }

    fn open(&mut self, case: &str, kind: &str) -> Result<(), Refusal> {
        let opening: Opening = read(json!({"kind": kind, "text": format!("First words of {case}")}));
        let result = self.wallet.open_case(&id(case), (&opening, "sl"), &Programs::none(), self.now);
        self.done(result)
    }

    fn reply(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let result = self.wallet.reply(&id(case), read(json!(text)), &Programs::none(), self.now);
        self.done(result)
    }

    fn answer(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let said = (read(json!("Eva")), read(json!(text)));
        let result = self.wallet.answer(&id(case), said, &Programs::none(), self.now);
        self.done(result)
    }

    fn note(&mut self, case: &str, text: &str) -> Result<(), Refusal> {
        let said = (read(json!("Eva")), read(json!(text)));
        let result = self.wallet.note(&id(case), said, &Programs::none(), self.now);
        self.done(result)
    }

    fn read(&mut self, case: &str, shown: Option<u32>) -> Result<(), Refusal> {
        let result = self.wallet.read(&id(case), shown, &Programs::none(), self.now);
        self.done(result)
    }

    fn patch(&mut self, case: &str, change: impl FnOnce(&mut CasePatch)) -> Result<(), Refusal> {
        let mut patch = CasePatch::default();
        change(&mut patch);
        let version = self.wallet.case(&id(case)).map_or(0, |case| case.version);
        let result = self.wallet.patch_case(&id(case), version, &patch, &Programs::none(), self.now);
        self.done(result)
    }

    fn come_to(&mut self, case: &str, status: CaseStatus) -> Result<(), Refusal> {
        self.patch(case, |patch| patch.status = Some(status))
    }

    fn give(&mut self, case: &str, points: i64, role: &str) -> Result<(), Refusal> {
        let giving: Giving = read(json!({"points": points, "reason": "Sorry", "by": "Eva", "role": role}));
        let result = self.wallet.give(&id(case), &giving, &self.settings.gestures, &Programs::none(), self.now);
        self.done(result)
    }

    fn case(&self, name: &str) -> &Case {
        self.wallet.case(&id(name)).expect("a case")
    }

    fn line(&self, name: &str) -> DeskLine {
        let member = MemberId::new("ana").unwrap();
        DeskLine::new(self.case(name), &member, 1, &self.settings.targets, self.now)
    }

    fn view(&self, name: &str) -> CaseView {
        CaseView::new(self.case(name), self.messages[&id(name)].clone())
    }

    fn cases(&self) -> CasesHistory {
        self.wallet.snapshot().cases
    }
}

/// What a case of each status becomes by each act, or why not.
#[test]
fn who_may_do_what_in_each_status() {
    use CaseStatus::{Answered, Closed, Open, Solved, Waiting};
    type Act = fn(&mut Desk) -> Result<(), Refusal>;
    let reach = |status: CaseStatus| {
        let mut desk = Desk::new();
        desk.open("c", "complaint").unwrap();
        match status {
            Open => {}
            Answered => desk.answer("c", "Hello").unwrap(),
            _ => desk.come_to("c", status).unwrap(),
        }
        assert_eq!(desk.case("c").status, status);
        desk
    };
    let acts: [(&str, Act, [Option<CaseStatus>; 5]); 9] = [
        ("the shopper writes", |desk| desk.reply("c", "But"), [Some(Open); 5]),
        (
            "the shop answers",
            |desk| desk.answer("c", "So"),
            [Some(Answered), Some(Answered), Some(Answered), Some(Solved), None],
        ),
        ("a note", |desk| desk.note("c", "Hm"), CaseStatus::ALL.map(Some)),
        ("the shopper reads", |desk| desk.read("c", None), CaseStatus::ALL.map(Some)),
        (
            "a gesture",
            |desk| desk.give("c", 100, "support"),
            [Some(Open), Some(Answered), Some(Waiting), Some(Solved), None],
        ),
        ("opened", |desk| desk.come_to("c", Open), [Some(Open); 5]),
        (
            "waits",
            |desk| desk.come_to("c", Waiting),
            [Some(Waiting), Some(Waiting), Some(Waiting), Some(Waiting), None],
        ),
        ("solved", |desk| desk.come_to("c", Solved), [Some(Solved), Some(Solved), Some(Solved), Some(Solved), None]),
        ("closed", |desk| desk.come_to("c", Closed), [Some(Closed); 5]),
    ];
    for (name, act, expected) in acts {
        for (status, expected) in CaseStatus::ALL.into_iter().zip(expected) {
            let mut desk = reach(status);
            let before = (desk.case("c").clone(), desk.wallet.balance());
            let result = act(desk.pass(1));
            match expected {
                Some(expected) => assert_eq!((result, desk.case("c").status), (Ok(()), expected), "{name}, {status:?}"),
                None => {
                    assert_eq!(result, Err(Refusal::CaseClosed), "{name}, {status:?}");
                    assert_eq!((desk.case("c").clone(), desk.wallet.balance()), before, "{name}, {status:?}");
                }
            }
        }
    }
}

#[test]
fn of_two_who_change_one_version_the_second_is_told() {
    let mut desk = Desk::new();
    desk.open("c", "question").unwrap();
    let version = desk.case("c").version;
    let patch = CasePatch { owner: Some(Some(read(json!("Eva")))), ..CasePatch::default() };
    let mut both = || desk.wallet.patch_case(&id("c"), version, &patch, &Programs::none(), desk.now);
    assert_eq!(both(), Ok(()));
    assert_eq!(both(), Err(Refusal::CaseChanged { version: version + 1 }));
    // A message that came in between is one reason to look again; that the shopper has read is none.
    desk.reply("c", "Wait").unwrap();
    desk.answer("c", "Yes?").unwrap();
    let version = desk.case("c").version;
    desk.read("c", None).unwrap();
    assert_eq!(desk.case("c").version, version);
    assert_eq!(version, 4);
}

#[test]
fn unknown_cases_full_ones_and_one_too_many_are_refused() {
    let mut desk = Desk::new();
    assert_eq!(desk.reply("nobody's", "Hello"), Err(Refusal::CaseNotFound));
    assert_eq!(desk.answer("nobody's", "Hello"), Err(Refusal::CaseNotFound));
    assert_eq!(desk.read("nobody's", None), Err(Refusal::CaseNotFound));
    assert_eq!(desk.give("nobody's", 1, "owner"), Err(Refusal::CaseNotFound));
    for number in 0..10 {
        desk.open(&format!("c{number}"), "idea").unwrap();
    }
    assert_eq!(desk.open("c10", "idea"), Err(Refusal::TooManyCases));
    assert_eq!(desk.open("c3", "idea"), Ok(()), "it is there already");
    assert_eq!(desk.messages[&id("c3")].len(), 1);
    desk.come_to("c0", CaseStatus::Closed).unwrap();
    desk.open("c10", "idea").unwrap();
    for number in 1..200 {
        desk.note("c1", &number.to_string()).unwrap();
    }
    assert_eq!(desk.reply("c1", "Hello?"), Err(Refusal::CaseFull));
}

#[test]
fn only_ideas_are_joined() {
    let mut desk = Desk::new();
    desk.open("i", "idea").unwrap();
    desk.patch("i", |patch| patch.same_as = Some(Some(id("other")))).unwrap();
    assert_eq!(desk.case("i").same_as, Some(id("other")));
    desk.patch("i", |patch| patch.owner = Some(Some(read(json!("Eva"))))).unwrap();
    assert_eq!(desk.case("i").same_as, Some(id("other")), "what is absent stays");
    desk.patch("i", |patch| patch.kind = Some(CaseKind::Question)).unwrap();
    assert_eq!(desk.case("i").same_as, None);
    assert_eq!(desk.patch("i", |patch| patch.same_as = Some(Some(id("other")))), Err(Refusal::NotAnIdea));
    desk.patch("i", |patch| {
        patch.kind = Some(CaseKind::Idea);
        patch.same_as = Some(Some(id("other")));
        patch.owner = Some(None);
    })
    .unwrap();
    assert_eq!((desk.case("i").owner.clone(), desk.case("i").same_as.clone()), (None, Some(id("other"))));
}

#[test]
fn what_is_left_of_the_targets_as_time_passes() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let check = |desk: &Desk, first: (&str, Option<i64>), solution: (&str, Option<i64>), overdue: bool| {
        let line = desk.line("c");
        assert_eq!((line.first_answer.due_at, line.first_answer.left_minutes), (at(first.0), first.1), "first answer");
        assert_eq!((line.solution.due_at, line.solution.left_minutes), (at(solution.0), solution.1), "solution");
        assert_eq!(line.overdue, overdue);
    };
    let (four_hours, two_days) = ("2020-06-15T16:00:00Z", "2020-06-17T12:00:00Z");
    check(&desk, (four_hours, Some(240)), (two_days, Some(2_880)), false);
    desk.at("2020-06-15T15:59:59.999Z");
    check(&desk, (four_hours, Some(0)), (two_days, Some(2_640)), false);
    desk.at("2020-06-15T16:00:00Z");
    check(&desk, (four_hours, Some(0)), (two_days, Some(2_640)), true);
    desk.at("2020-06-15T17:30:30Z");
    check(&desk, (four_hours, Some(-91)), (two_days, Some(2_549)), true);
    // A late answer is an answer; nothing is overdue until the solution is.
    desk.answer("c", "Sorry, it is late").unwrap();
    check(&desk, (four_hours, None), (two_days, Some(2_549)), false);
    // While it waits for the shopper nothing is lost of the time.
    desk.at("2020-06-15T18:00:00Z").come_to("c", CaseStatus::Waiting).unwrap();
    desk.at("2020-06-20T18:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(2_520)), false);
    desk.reply("c", "I was away").unwrap();
    desk.at("2020-06-20T19:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(2_460)), false);
    desk.at("2020-06-22T12:00:00Z");
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", Some(0)), true);
    desk.come_to("c", CaseStatus::Solved).unwrap();
    check(&desk, (four_hours, None), ("2020-06-22T12:00:00Z", None), false);
    // Opened again it begins anew.
    desk.at("2020-06-30T00:00:00Z").reply("c", "It broke again").unwrap();
    check(&desk, (four_hours, None), ("2020-07-02T00:00:00Z", Some(2_880)), false);
    // As a question it has other targets.
    desk.patch("c", |patch| patch.kind = Some(CaseKind::Question)).unwrap();
    check(&desk, ("2020-06-16T12:00:00Z", None), ("2020-07-03T00:00:00Z", Some(4_320)), false);
}

#[test]
fn a_page_knows_what_is_open_unread_and_closed_lately() {
    let mut desk = Desk::new();
    assert!(desk.cases().is_empty());
    for number in 0..7 {
        let name = format!("c{number}");
        desk.pass(1).open(&name, "question").unwrap();
        desk.answer(&name, "One").unwrap();
        desk.answer(&name, "Two").unwrap();
    }
    assert_eq!((desk.cases().open, desk.cases().unread, desk.cases().closed.len()), (7, 14, 0));
    // The page showed the shopper's own message and the first answer.
    desk.read("c0", Some(2)).unwrap();
    assert_eq!((desk.view("c0").unread, desk.cases().unread), (1, 13));
    desk.read("c0", Some(1)).unwrap();
    assert_eq!(desk.view("c0").unread, 1);
    desk.read("c0", None).unwrap();
    desk.reply("c1", "I see").unwrap();
    assert_eq!(desk.cases().unread, 10);
    for number in 0..6 {
        desk.pass(1).come_to(&format!("c{number}"), CaseStatus::Closed).unwrap();
    }
    desk.come_to("c6", CaseStatus::Solved).unwrap();
    let closed: Vec<String> = desk.cases().closed.iter().map(|closed| closed.id.to_string()).collect();
    assert_eq!((desk.cases().open, closed), (0, ["c5", "c4", "c3", "c2", "c1"].map(str::to_owned).to_vec()));
    desk.reply("c5", "Not yet").unwrap();
    assert_eq!((desk.cases().open, desk.cases().closed[0].id.as_str()), (1, "c4"));
}

#[test]
fn a_gesture_is_points_and_stands_in_the_history() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let limit = |left| Err(Refusal::GestureLimitReached { left: Points(left) });
    assert_eq!(desk.give("c", 201, "support"), limit(200));
    assert_eq!(desk.give("c", 0, "support"), limit(200));
    assert_eq!(desk.give("c", -5, "owner"), limit(1_000));
    desk.give("c", 200, "support").unwrap();
    desk.give("c", 500, "marketer").unwrap();
    assert_eq!(desk.give("c", 400, "owner"), limit(300));
    desk.give("c", 300, "owner").unwrap();
    assert_eq!(desk.give("c", 1, "owner"), limit(0));
    assert_eq!(desk.wallet.balance().available, Points(1_000));
    let given: Vec<_> = desk.case("c").gestures.iter().map(|gesture| (gesture.points.0, gesture.role)).collect();
    assert_eq!(given, [(200, Role::Support), (500, Role::Marketer), (300, Role::Owner)]);
    // Another case of the same member does not help; 90 days do.
    desk.open("d", "praise").unwrap();
    assert_eq!(desk.give("d", 1, "owner"), limit(0));
    desk.now = desk.now + Days(90);
    desk.give("d", 1_000, "owner").unwrap();
    desk.wallet.pass_time(desk.now);
    assert_eq!(desk.wallet.balance().available, Points(2_000));
}

#[test]
fn the_entry_of_a_gesture_says_why_to_the_shopper_and_who_to_the_shop() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    let giving: Giving = read(json!({"points": 50, "reason": "For the wait", "by": "Eva", "role": "support"}));
    desk.wallet.give(&id("c"), &giving, &desk.settings.gestures, &Programs::none(), desk.now).unwrap();
    let entries = desk.wallet.take_changes().unwrap().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].kind, entries[0].points), (EntryKind::Adjusted, Points(50)));
    assert_eq!(entries[0].reason.as_deref(), Some("For the wait"));
    assert_eq!(entries[0].note.as_deref(), Some("Eva, case c"));
}

#[test]
fn nobody_gives_anything_before_the_shop_has_said_how_much() {
    let mut desk = Desk::new();
    desk.settings = FeedbackSettings::default();
    desk.open("c", "complaint").unwrap();
    assert_eq!(desk.give("c", 1, "owner"), Err(Refusal::GestureLimitReached { left: Points::ZERO }));
    assert_eq!(desk.settings.targets.of(CaseKind::Idea).first_answer_hours, 24);
    assert_eq!(desk.settings.targets.of(CaseKind::Idea).solution_hours, 72);
}

#[test]
fn settings_are_checked() {
    let check = |document: Value, paths: &[&str]| {
        let faults = read::<FeedbackSettings>(document).check().err().unwrap_or_default();
        assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), paths);
    };
    check(json!({}), &[]);
    check(json!({"targets": {"idea": {"first_answer_hours": 8_784, "solution_hours": 1}}}), &[]);
    check(
        json!({"targets": {"idea": {"first_answer_hours": 0}, "praise": {"solution_hours": 8_785}}}),
        &["targets.idea.first_answer_hours", "targets.praise.solution_hours"],
    );
    check(json!({"gestures": {"owner": -1}}), &["gestures.owner"]);
    check(json!({"gestures": {"per_member": 900_000_000_001_i64}}), &["gestures.per_member"]);
    assert!(serde_json::from_value::<FeedbackSettings>(json!({"target": {}})).is_err());
}

/// Two hundred members with random histories, against what anybody would count.
#[test]
fn over_random_histories_limits_hold_unread_is_right_and_notes_are_never_shown() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut desk = Desk::new();
        let mut unread = BTreeMap::<String, usize>::new();
        let mut given = Vec::new();
        for step in 0..150 {
            desk.pass(random.i64(0..4_000));
            let name = format!("c{}", random.u32(0..4));
            let is_closed = desk.wallet.case(&id(&name)).is_some_and(|case| case.status == CaseStatus::Closed);
            match random.u32(0..8) {
                0 => drop(desk.open(&name, "complaint")),
                1 => {
                    if desk.reply(&name, &format!("said {step}")).is_ok() {
                        unread.insert(name, 0);
                    }
                }
                2 => {
                    let answered = desk.answer(&name, &format!("said {step}"));
                    assert!(!is_closed || answered.is_err());
                    if answered.is_ok() {
                        *unread.entry(name).or_default() += 1;
                    }
                }
                3 => drop(desk.note(&name, &format!("secret {step}"))),
                4 => {
                    if desk.read(&name, None).is_ok() {
                        unread.insert(name, 0);
                    }
                }
                5 | 6 => {
                    let role = ["support", "marketer", "owner"][random.usize(0..3)];
                    let points = random.i64(1..700);
                    let gave = desk.give(&name, points, role);
                    assert!(!is_closed || gave.is_err(), "a closed case gets no gesture");
                    if gave.is_ok() {
                        assert!(
                            points
                                <= match role {
                                    "support" => 200,
                                    "marketer" => 500,
                                    _ => 2_000,
                                }
                        );
                        given.push((desk.now, points));
                    }
                }
                _ => drop(desk.come_to(&name, CaseStatus::ALL[[0, 2, 3, 4][random.usize(0..4)]])),
            }
        }
        for (last, _) in &given {
            let within: i64 =
                given.iter().filter(|(at, _)| at <= last && *last < *at + Days(90)).map(|(_, points)| points).sum();
            assert!(within <= 1_000, "seed {seed}: {within} points in 90 days");
        }
        let all: i64 = given.iter().map(|(_, points)| points).sum();
        assert_eq!(desk.wallet.balance().balance, Points(all), "seed {seed}");
        for case in desk.wallet.cases() {
            let view = desk.view(case.id.as_str());
            assert_eq!(view.unread as usize, unread.get(case.id.as_str()).copied().unwrap_or(0), "seed {seed}");
            let text = serde_json::to_string(&view).unwrap();
            assert!(!text.contains("secret") && !text.contains("owner") && !text.contains("due_at"), "{text}");
            let staff = DeskCase::new(desk.line(case.id.as_str()), case, desk.messages[&case.id].clone(), "en");
            assert_eq!(staff.notes.len() + staff.messages.len(), case.messages as usize);
            assert_eq!(staff.messages.len(), case.shown as usize);
            assert_eq!(staff.messages.len(), view.messages.len());
        }
        let total: usize = unread.values().sum();
        assert_eq!(desk.cases().unread as usize, total, "seed {seed}");
    }
}

#[test]
fn a_stored_case_reads_back() {
    let mut desk = Desk::new();
    desk.open("c", "complaint").unwrap();
    desk.note("c", "Note").unwrap();
    desk.answer("c", "Answer").unwrap();
    desk.give("c", 5, "support").unwrap();
    desk.come_to("c", CaseStatus::Closed).unwrap();
    let stored: Case = read(serde_json::to_value(desk.case("c")).unwrap());
    assert_eq!(stored, *desk.case("c"));
    for message in &desk.messages[&id("c")] {
        assert_eq!(read::<Message>(serde_json::to_value(message).unwrap()), *message);
    }
}

#[test]
fn a_report_counts_what_happened_in_its_time_and_what_is_now() {
    let mut desk = Desk::new();
    // Before the time: its answer is within.
    desk.at("2020-06-14T23:30:00Z").open("before", "question").unwrap();
    desk.at("2020-06-15T00:30:00Z").answer("before", "Yes").unwrap();
    // Within: answered after 10 minutes, solved after 60 of which it waited 20.
    desk.at("2020-06-16T12:00:00Z").open("quick", "complaint").unwrap();
    desk.at("2020-06-16T12:10:00Z").answer("quick", "What happened?").unwrap();
    desk.at("2020-06-16T12:30:00Z").come_to("quick", CaseStatus::Waiting).unwrap();
    desk.at("2020-06-16T12:50:00Z").reply("quick", "This").unwrap();
    desk.at("2020-06-16T13:00:00Z").come_to("quick", CaseStatus::Closed).unwrap();
    // The week after: nobody has answered.
    desk.at("2020-06-22T00:00:00Z").open("late", "complaint").unwrap();
    // Closed, but opened again.
    desk.at("2020-06-23T00:00:00Z").open("again", "idea").unwrap();
    desk.come_to("again", CaseStatus::Closed).unwrap();
    desk.at("2020-06-23T01:00:00Z").reply("again", "And another thing").unwrap();

    desk.at("2020-06-23T02:00:00Z");
    let cases: Vec<(MemberId, Case)> =
        desk.wallet.cases().map(|case| (MemberId::new("ana").unwrap(), case.clone())).collect();
    let period = (at("2020-06-15T00:00:00Z"), at("2020-06-24T00:00:00Z"));
    let report = CaseReport::new(&cases, period, &desk.settings.targets, &Calendar::utc(), desk.now);
    let times =
        |cases: u32, median: i64, p90: i64| json!({"cases": cases, "median_minutes": median, "p90_minutes": p90});
    let flow = |opened: u32, answered: u32, closed: u32, first_answer: Value, solution: Value| json!({"opened": opened, "answered": answered, "closed": closed, "first_answer": first_answer, "solution": solution});
    let with = |mut flow: Value, more: Value| {
        flow.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        flow
    };
    let now = |open: u32, overdue: u32| json!({"open_now": open, "overdue_now": overdue});
    let report = serde_json::to_value(&report).unwrap();
    let complaints = with(flow(2, 1, 1, times(1, 10, 10), times(1, 40, 40)), now(1, 1));
    assert_eq!(report["kinds"]["complaint"], complaints);
    assert_eq!(report["kinds"]["question"], with(flow(0, 1, 0, times(1, 60, 60), Value::Null), now(1, 1)));
    assert_eq!(report["kinds"]["praise"], with(flow(0, 0, 0, Value::Null, Value::Null), now(0, 0)));
    let weeks = json!([
        with(flow(1, 2, 1, times(2, 10, 60), times(1, 40, 40)), json!({"week": "2020-06-15"})),
        with(flow(2, 0, 0, Value::Null, Value::Null), json!({"week": "2020-06-22"})),
    ]);
    assert_eq!(report["weeks"], weeks);
    assert_eq!((&report["opened"], &report["open_now"], &report["overdue_now"]), (&json!(3), &json!(3), &json!(2)));
    assert_eq!(report["ideas"], json!([{"case": "again", "title": "First words of again", "members": 1}]));
}

#[test]
fn a_week_is_one_of_the_shops_calendar() {
    let mut desk = Desk::new();
    // Monday in Ljubljana, still Sunday in UTC.
    desk.at("2020-06-14T22:30:00Z").open("c", "praise").unwrap();
    let cases = [(MemberId::new("ana").unwrap(), desk.case("c").clone())];
    let period = (at("2020-06-01T00:00:00Z"), at("2020-07-01T00:00:00Z"));
    let week = |calendar: Calendar| {
        CaseReport::new(&cases, period, &Targets::default(), &calendar, desk.now).weeks[0].week.clone()
    };
    assert_eq!(week(Calendar::utc()), "2020-06-08");
    assert_eq!(week(Calendar::new("Europe/Ljubljana").unwrap()), "2020-06-15");
}
