//! Random histories of cases, and what is stored of them.

use std::collections::BTreeMap;

use loyalty::{
    Days, Points,
    case::{Case, CaseStatus, DeskCase, Message},
};

use super::desk::{Desk, id, read};

/// Two hundred members with random histories, against what anybody would count.
#[test]
fn over_random_histories_limits_hold_unread_is_right_and_notes_are_never_shown() {
    const HISTORIES: u64 = 200;
    regulars_kit::counts::add(HISTORIES as usize, "histories of cases");
    for seed in 0..HISTORIES {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut desk = Desk::with_rewards();
        let mut unread = BTreeMap::<String, usize>::new();
        let (mut given, mut codes) = (Vec::new(), 0);
        for step in 0..150 {
            desk.pass(random.i64(0..4_000));
            let name = format!("c{}", random.u32(0..4));
            let is_closed = desk.wallet.case(&id(&name)).is_some_and(|case| case.status == CaseStatus::Closed);
            match random.u32(0..9) {
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
                        given.push((desk.now, points, true));
                    }
                }
                7 => {
                    let (reward, price) = [("voucher", 150), ("record", 180)][random.usize(0..2)];
                    if desk.give_reward(&name, reward, "support").is_ok() {
                        codes += 1;
                        given.push((desk.now, price, false));
                    }
                }
                _ => drop(desk.set_status(&name, CaseStatus::ALL[[0, 2, 3, 4][random.usize(0..4)]])),
            }
        }
        for (last, ..) in &given {
            let counting = given.iter().filter(|(at, ..)| at <= last && *last < *at + Days(90));
            let within: i64 = counting.map(|(_, points, _)| points).sum();
            assert!(within <= 1_000, "seed {seed}: {within} points in 90 days");
        }
        let all: i64 = given.iter().filter(|(.., is_points)| *is_points).map(|(_, points, _)| points).sum();
        assert_eq!(desk.wallet.holds().count(), codes, "seed {seed}");
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
    let mut desk = Desk::with_rewards();
    desk.open("c", "complaint").unwrap();
    desk.note("c", "Note").unwrap();
    desk.answer("c", "Answer").unwrap();
    desk.give("c", 5, "support").unwrap();
    desk.give_reward("c", "voucher", "support").unwrap();
    desk.set_status("c", CaseStatus::Closed).unwrap();
    let stored: Case = read(serde_json::to_value(desk.case("c")).unwrap());
    assert_eq!(stored, *desk.case("c"));
    for message in &desk.messages[&id("c")] {
        assert_eq!(read::<Message>(serde_json::to_value(message).unwrap()), *message);
    }
}
