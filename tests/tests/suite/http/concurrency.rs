//! Many at once for what only one can have.

use regulars_tests::{
    client::Answer,
    service::{eventually, unique},
    shop::{order, program, with},
};
use serde_json::json;

use crate::http::{all_at_once, shop};

/// The answers that succeeded, after checking that all others were refused with this status and code.
#[track_caller]
fn winners(answers: Vec<Answer>, status: u16, code: &str) -> Vec<Answer> {
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status() < 300);
    for answer in lost {
        answer.refused(status, code);
    }
    won
}

#[test]
fn of_twenty_redemptions_of_the_same_points_one_wins() {
    let shop = shop();
    shop.give("ana", 700);
    let answers = all_at_once(20, |_| shop.redeem("ana", &unique("race"), "five-off"));
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        assert_eq!(answer.refused(409, "insufficient_points")["missing"], 300);
    }
    assert_eq!(winners(answers, 409, "insufficient_points").len(), 1);

    let member = shop.member("ana");
    assert_eq!((&member["balance"], &member["available"], &member["held"]), (&json!(700), &json!(200), &json!(500)));
    assert_eq!(member["redemptions"].as_array().map(Vec::len), Some(1));
    let kinds: Vec<_> = member["entries"].as_array().into_iter().flatten().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["held", "adjusted"]);
}

#[test]
fn the_last_piece_goes_to_one_of_ten_members_and_the_others_lose_nothing() {
    let shop = shop();
    let members: Vec<String> = (0..10).map(|number| format!("member {number}")).collect();
    for member in &members {
        shop.give(member, 100);
    }
    let answers = all_at_once(10, |number| shop.redeem(&members[number], &unique("race"), "last-one"));
    let winner = answers.iter().position(|answer| answer.status() == 201);
    let winner = winner.unwrap_or_else(|| panic!("nobody won: {answers:?}"));
    let prize = winners(answers, 409, "out_of_stock");
    assert_eq!(prize.len(), 1);
    for (number, member) in members.iter().enumerate() {
        let (available, held) = if number == winner { (0, 100) } else { (100, 0) };
        let state = shop.member(member);
        assert_eq!((&state["available"], &state["held"]), (&json!(available), &json!(held)), "{member}");
    }

    let id = prize[0].json()["redemption"]["id"].as_str().map(str::to_owned).unwrap_or_default();
    shop.give_back(&members[winner], &id).expect(200);
    let loser = &members[(winner + 1) % members.len()];
    eventually("the piece that was given back can be had again", || {
        let answer = shop.redeem(loser, &unique("again"), "last-one");
        if answer.status() == 201 {
            return Some(());
        }
        answer.refused(409, "out_of_stock");
        None
    });
}

#[test]
fn of_twenty_checkouts_with_one_code_one_uses_it() {
    let shop = shop();
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    let answers = all_at_once(20, |_| shop.capture(&unique("race"), &code));
    assert_eq!(winners(answers, 409, "hold_already_captured").len(), 1);
    let member = shop.member("ana");
    assert_eq!((&member["balance"], &member["held"]), (&json!(0), &json!(0)));
}

#[test]
fn using_a_code_and_giving_it_back_at_once_ends_the_hold_once() {
    let shop = shop();
    for round in 0..5 {
        let member = format!("member {round}");
        shop.give(&member, 500);
        let held = shop.take(&member, "five-off");
        let answers = all_at_once(2, |side| match side {
            0 => shop.capture(&unique("race"), &held.code),
            _ => shop.give_back(&member, &held.id),
        });
        let balance = match (answers[0].status(), answers[1].status()) {
            (201, 409) => {
                answers[1].refused(409, "hold_already_captured");
                0
            }
            (409, 200) => {
                answers[0].refused(409, "hold_already_released");
                500
            }
            _ => panic!("{} and {}", answers[0], answers[1]),
        };
        let state = shop.member(&member);
        assert_eq!((&state["balance"], &state["held"]), (&json!(balance), &json!(0)));
    }
}

#[test]
fn one_order_delivered_twenty_times_at_once_earns_once() {
    let shop = shop();
    let state = order("ana", 2_000);
    let answers = all_at_once(20, |_| shop.put_order("o1", &state));
    let applied = answers.iter().filter(|answer| answer["outcome"] == "applied").count();
    assert_eq!(applied, 1);
    assert!(answers.iter().all(|answer| answer["points"] == 200), "{answers:?}");
    assert_eq!(shop.member("ana")["pending"], 200);
}

#[test]
fn orders_of_one_member_at_once_all_count() {
    let shop = shop();
    all_at_once(20, |number| shop.put_order(&format!("o{number}"), &order("ana", 1_000)));
    let member = shop.member("ana");
    assert_eq!(member["pending"], 2_000);
    assert_eq!(member["orders"].as_array().map(Vec::len), Some(20));
}

#[test]
fn of_eight_publishers_of_the_next_version_one_wins() {
    let shop = shop();
    let answers = all_at_once(8, |number| {
        let program = with(program(), json!({"name": {"en": format!("Club {number}")}}));
        let answer = shop.server("PUT", "/program").header("if-match", "\"1\"").json(&program).send();
        (number, answer)
    });
    let winner = answers.iter().find(|(_, answer)| answer.status() == 200).map(|(number, _)| *number);
    let answers = answers.into_iter().map(|(_, answer)| answer).collect();
    assert_eq!(winners(answers, 412, "version_conflict").len(), 1);
    let current = eventually("the new version is seen", || {
        let current = shop.server("GET", "/program").send().expect(200);
        (current["version"] == 2).then_some(current)
    });
    assert_eq!(current["program"]["name"]["en"], format!("Club {}", winner.unwrap_or(usize::MAX)));
    let versions = shop.server("GET", "/program/versions").send().expect(200);
    assert_eq!(versions["versions"].as_array().map(Vec::len), Some(2));
}
