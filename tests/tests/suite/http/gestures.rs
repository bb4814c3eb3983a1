//! Gestures in cases: points and rewards, within the shop's limits.

use regulars_tests::{
    service::unique,
    shop::{text, with},
};
use serde_json::{Value, json};

use crate::http::{all_at_once, desk::settings, shop};

#[test]
fn a_gesture_is_points_in_the_balance_and_the_history_and_stays_within_limits() {
    let shop = shop();
    let case = shop.open_case("ana", "complaint", "Broken");
    let refused = shop.give_in_case(&case, 1, "owner").refused(409, "gesture_limit_reached");
    assert_eq!(refused["left"], 0, "nobody gives before the shop says how much");
    shop.settle_feedback(&settings());

    assert_eq!(shop.give_in_case(&case, 201, "support").refused(409, "gesture_limit_reached")["left"], 200);
    let given = shop.give_in_case(&case, 200, "support").expect(201)["case"].clone();
    let gesture = json!({
        "points": 200, "reason": "With our apology", "by": "Eva", "role": "support", "at": given["gestures"][0]["at"],
    });
    assert_eq!(given["gestures"], json!([gesture]));
    let history = shop.shopper("ana", "GET", "/history").send().expect(200);
    let entry = &history["entries"][0];
    assert_eq!((&entry["kind"], &entry["points"]), (&json!("adjusted"), &json!(200)), "{entry}");
    assert_eq!((&entry["reason"], entry.get("note")), (&json!("With our apology"), None), "{entry}");
    assert_eq!(shop.member("ana")["available"], 200);
    assert_eq!(text(&shop.member("ana")["entries"][0]["note"]), format!("Eva, case {case}"));

    // Many at once have no more than is left for the member; another case does not help.
    let other = shop.open_case("ana", "praise", "But the sleeve is nice");
    let answers =
        all_at_once(6, |number| shop.give_in_case(if number % 2 == 0 { &case } else { &other }, 100, "marketer"));
    let given = answers.iter().filter(|answer| answer.status() == 201).count();
    assert_eq!(given, 4, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        answer.refused(409, "gesture_limit_reached");
    }
    assert_eq!(shop.member("ana")["available"], 600);
    shop.set_clock("2020-09-14T12:00:00Z");
    shop.give_in_case(&case, 600, "owner").expect(201);
    // The same gesture twice under one key is one.
    shop.set_clock("2021-01-15T12:00:00Z");
    let body = json!({"points": 50, "reason": "Sorry", "by": "Eva", "role": "support"});
    let twice = || shop.desk("POST", &format!("/{case}/gestures")).key("once").json(&body).send();
    assert_eq!(twice().expect(201), twice().expect(201));
    assert_eq!(shop.member("ana")["available"], 1_250);

    shop.patch_case(&case, &json!({"status": "closed"})).expect(200);
    shop.give_in_case(&case, 1, "owner").refused(409, "case_closed");
    for (field, value) in [("points", json!(1.5)), ("role", json!("boss")), ("reason", json!("")), ("by", json!(" "))] {
        let mut body = body.clone();
        body[field] = value;
        let call = shop.desk("POST", &format!("/{case}/gestures")).key(&unique("k"));
        assert_eq!(call.faulty_json(&body).send().fault_paths(), [field]);
    }
}

#[test]
fn a_gesture_may_be_a_reward_whose_code_is_the_members() {
    let shop = shop();
    let case = shop.open_case("ana", "complaint", "Broken");
    assert_eq!(shop.give_reward_in_case(&case, "five-off").refused(409, "gesture_limit_reached")["left"], 0);
    shop.settle_feedback(&settings());
    let given = shop.give_reward_in_case(&case, "five-off").expect(201)["case"]["gestures"][0].clone();
    let member = shop.shopper("ana", "GET", "/boot?seq=3").send().expect(200)["member"].clone();
    let held = member["redemptions"][0].clone();
    assert_eq!(
        (&given["points"], &given["reward"]),
        (&json!(500), &json!({"id": "five-off", "redemption": held["id"]}))
    );
    assert_eq!((&held["status"], &held["points"], &held["case"]), (&json!("held"), &json!(0), &json!(case)), "{held}");
    assert_eq!((&member["balance"], &member["held"]), (&json!(0), &json!(0)));
    let shown = json!([{"reward": "$5 off", "reason": "With our apology", "at": given["at"]}]);
    assert_eq!(shop.cases("ana")[0]["gestures"], shown);
    let history = shop.shopper("ana", "GET", "/history").send().expect(200)["entries"].clone();
    let entry = json!({
        "seq": 1, "at": given["at"], "kind": "claimed", "points": 0, "held": 0, "redemption": held["id"],
        "reward": "$5 off", "reason": "With our apology",
    });
    assert_eq!(history, json!([entry]));
    assert_eq!(text(&shop.member("ana")["entries"][0]["note"]), format!("Eva, case {case}"));
    // A checkout takes it as any other, and it stays given: 100 are left of 600.
    shop.capture("checkout", &text(&held["code"])).expect(201);
    assert_eq!(shop.give_reward_in_case(&case, "five-off").refused(409, "gesture_limit_reached")["left"], 100);
    shop.give_reward_in_case(&case, "nothing").refused(404, "reward_not_found");
    shop.give_reward_in_case(&case, "not-yet").refused(409, "reward_not_available");
    let body = json!({"reason": "Sorry", "by": "Eva", "role": "owner"});
    for gift in [json!({}), json!({"points": 1, "reward": "five-off"})] {
        let call = shop.desk("POST", &format!("/{case}/gestures")).key(&unique("k"));
        assert_eq!(call.faulty_json(&with(body.clone(), gift)).send().fault_paths(), ["points"]);
    }
    let before = shop.state("ana");
    for repeated in 0..2 {
        let call = shop.desk("POST", &format!("/{case}/gestures")).key("once");
        let answer = call.json(&with(body.clone(), json!({"reward": "gold-only"}))).send();
        answer.expect(201);
        assert_eq!(answer.is_replayed(), repeated > 0);
    }
    let count = |state: &Value| state["redemptions"].as_array().map_or(0, Vec::len);
    assert_eq!(count(&shop.state("ana")), count(&before) + 1);
}

#[test]
fn of_a_reward_of_which_there_is_one_one_is_given() {
    let shop = shop();
    shop.settle_feedback(&settings());
    let cases = ["ana", "bor"].map(|member| shop.open_case(member, "complaint", "Broken"));
    let answers = all_at_once(6, |number| shop.give_reward_in_case(&cases[number % 2], "last-one"));
    let given = answers.iter().filter(|answer| answer.status() == 201).count();
    assert_eq!(given, 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        answer.refused(409, "out_of_stock");
    }
    shop.give("ana", 100);
    shop.redeem("ana", "k", "last-one").refused(409, "out_of_stock");
    let redemptions = |member: &str| shop.member(member)["redemptions"].as_array().map_or(0, Vec::len);
    assert_eq!(redemptions("ana") + redemptions("bor"), 1);
}
