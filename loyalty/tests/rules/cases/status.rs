//! What each side may do with a case in each status, and what is refused.

use loyalty::{
    Days,
    case::{CaseKind, CasePatch, CaseStatus},
    ledger::Refusal,
    program::Programs,
};
use serde_json::json;

use super::desk::{Desk, id, read};

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
            _ => desk.set_status("c", status).unwrap(),
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
        ("opened", |desk| desk.set_status("c", Open), [Some(Open); 5]),
        (
            "waits",
            |desk| desk.set_status("c", Waiting),
            [Some(Waiting), Some(Waiting), Some(Waiting), Some(Waiting), None],
        ),
        ("solved", |desk| desk.set_status("c", Solved), [Some(Solved), Some(Solved), Some(Solved), Some(Solved), None]),
        ("closed", |desk| desk.set_status("c", Closed), [Some(Closed); 5]),
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
    let mut both = || desk.wallet.patch_case(&id("c"), &version.into(), &patch, Days(7), &Programs::none(), desk.now);
    assert_eq!(both(), Ok(()));
    assert_eq!(both(), Err(Refusal::Changed { version: version + 1 }));
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
    desk.set_status("c0", CaseStatus::Closed).unwrap();
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
