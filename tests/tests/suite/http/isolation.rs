//! One member's token never reads or changes another member's state, one shop's key never another shop's (I9).

use regulars_tests::{
    client::Answer,
    service::unique,
    shop::{order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Checks that two refusals cannot be told apart.
#[track_caller]
fn alike(one: &Answer, other: &Answer) {
    let body = |answer: &Answer| with(answer.refused(404, "redemption_not_found"), json!({"instance": null}));
    assert_eq!(body(one), body(other));
    let headers = ["content-type", "cache-control", "content-length", "vary", "access-control-allow-origin"];
    for name in headers {
        assert_eq!(one.header(name), other.header(name), "{name}");
    }
}

#[test]
fn another_members_redemption_looks_like_none_at_all() {
    let (shop, elsewhere) = (shop(), shop());
    shop.give("ana", 1_000);
    elsewhere.give("ana", 1_000);
    let mine = shop.take("ana", "five-off");
    let theirs = elsewhere.take("ana", "five-off");
    let ended = shop.take("ana", "five-off");
    shop.give_back("ana", &ended.id).expect(200);
    let before = (shop.state("ana"), elsewhere.state("ana"));

    let unknown = shop.give_back("bor", &"0".repeat(mine.id.len()));
    for id in [&mine.id, &theirs.id, &ended.id, &mine.code, "x", "’", &"x".repeat(128)] {
        alike(&shop.give_back("bor", id), &unknown);
    }
    // Nor does the shopper's own id work as another member of the same name elsewhere, or by its code.
    alike(&shop.give_back("ana", &theirs.id), &unknown);
    alike(&shop.give_back("ana", &mine.code), &unknown);
    assert_eq!(before, (shop.state("ana"), elsewhere.state("ana")));
}

#[test]
fn another_shops_code_looks_like_none_at_all() {
    let (shop, elsewhere) = (shop(), shop());
    elsewhere.give("ana", 1_500);
    let held = elsewhere.take("ana", "five-off");
    let used = elsewhere.take("ana", "five-off");
    let ended = elsewhere.take("ana", "five-off");
    elsewhere.capture(&unique("capture"), &used.code).expect(201);
    elsewhere.release(&unique("release"), &ended.code).expect(201);
    let before = elsewhere.state("ana");

    let unknown_capture = shop.capture(&unique("k"), &"0".repeat(held.code.len()));
    let unknown_release = shop.release(&unique("k"), &"0".repeat(held.code.len()));
    for code in [&held.code, &used.code, &ended.code, &held.id, "x", "’", &"x".repeat(128)] {
        alike(&shop.capture(&unique("k"), code), &unknown_capture);
        alike(&shop.release(&unique("k"), code), &unknown_release);
    }
    assert_eq!(before, elsewhere.state("ana"));
}

#[test]
fn another_members_code_in_an_order_changes_nothing() {
    let shop = shop();
    shop.give("ana", 500);
    let code = shop.take("ana", "five-off").code;
    let before = shop.state("ana");
    let result = shop.put_order("o1", &with(order("bor", 2_000), json!({"coupon_codes": [code, "NOT-OURS"]})));
    assert_eq!(
        result["coupons"],
        json!([
            {"code": code, "status": "unknown", "order": null, "late": false},
            {"code": "NOT-OURS", "status": "unknown", "order": null, "late": false}
        ])
    );
    assert_eq!(before, shop.state("ana"));
}

#[test]
fn the_same_member_id_in_two_shops_is_two_people() {
    let (shop, elsewhere) = (shop(), shop());
    shop.give("ana", 300);
    assert_eq!((&shop.member("ana")["balance"], &elsewhere.member("ana")["balance"]), (&json!(300), &json!(0)));
    assert_eq!(elsewhere.boot("ana")["member"]["balance"], 0);
}

#[test]
fn member_ids_that_look_alike_are_different_people() {
    let shop = shop();
    let ids = ["ana", "Ana", "ana ", " ana", "ana/1", "ana%2F1", "ána", "a\u{301}na", "ана"];
    for (number, id) in ids.iter().enumerate() {
        shop.give(id, 100 + number as i64);
    }
    for (number, id) in ids.iter().enumerate() {
        let member = shop.member(id);
        assert_eq!((&member["member"], &member["balance"]), (&json!(id), &json!(100 + number)));
    }
}

#[test]
fn what_a_shopper_is_told_holds_nothing_of_other_members_and_no_secret() {
    let shop = shop();
    let secrets = [
        ("member", "other-member-zqx"),
        ("order", "other-order-zqx"),
        ("adjustment", "other-adjustment-zqx"),
        ("reason", "other-reason-zqx"),
        ("note", "own-note-zqx"),
    ];
    let given = json!({"id": secrets[2].1, "points": 500, "reason": secrets[3].1, "note": "other-note-zqx"});
    shop.adjust(secrets[0].1, "k1", &given).expect(201);
    shop.put_order(secrets[1].1, &order(secrets[0].1, 4_000));
    let other = shop.take(secrets[0].1, "five-off");
    let own = json!({"id": "own-adjustment", "points": 500, "reason": "own-reason", "note": secrets[4].1});
    shop.adjust("ana", "k2", &own).expect(201);
    shop.put_order("own-order", &order("ana", 4_000));
    let taken = shop.redeem("ana", "k3", "five-off");
    assert!(taken.status() == 201, "{taken}");

    let detail = shop.member("ana").to_string();
    assert!(detail.contains("own-note-zqx"), "the shop sees its own notes");
    let answers = [
        shop.shopper("ana", "GET", "/boot").send(),
        shop.shopper("ana", "GET", "/boot?seq=1000000").send(),
        shop.shopper("ana", "GET", "/history").send(),
        taken,
    ];
    for answer in answers {
        let text = String::from_utf8_lossy(answer.bytes()).into_owned();
        assert!(text.len() > 100, "{answer}");
        for forbidden in ["zqx", &other.id, &other.code, &shop.api_key, &shop.signing.secret, &shop.signing.kid] {
            assert!(!text.contains(forbidden), "{forbidden} in {answer}");
        }
    }
    let history = shop.shopper("ana", "GET", "/history").send().expect(200);
    assert!(history["entries"].as_array().into_iter().flatten().all(|entry| entry["note"] == Value::Null));
}
