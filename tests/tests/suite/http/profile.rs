//! What a shop says of a member beside the orders, and what can be said of a member then.

use regulars_tests::{
    service::eventually,
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

#[track_caller]
fn put(shop: &Shop, profile: &Value) -> Value {
    shop.server("PUT", "/members/ana/profile").json(profile).send().expect(200)
}

#[test]
fn a_profile_is_the_full_state_and_comes_back_with_the_member() {
    let shop = shop();
    let full = json!({
        "tags": ["press", "vinyl"], "language": "sl", "birthday": "1990-05-17", "recommendations": 2,
        "consents": {"email": {"given": true, "at": "2020-06-01T00:00:00Z"}},
    });
    assert_eq!(put(&shop, &full), full);
    let member = shop.member("ana");
    assert_eq!(member["profile"], full);
    let traits = &member["traits"];
    assert_eq!((&traits["tags"], &traits["consents"]), (&json!(["press", "vinyl"]), &json!(["email"])));
    assert_eq!((&traits["birthday"], &traits["recommendations"]), (&json!("1990-05-17"), &json!(2)));

    let seq = &member["seq"];
    assert_eq!(put(&shop, &full), full);
    assert_eq!(&shop.member("ana")["seq"], seq, "the same again changes nothing");
    put(&shop, &json!({"language": "uk", "birthday": null, "consents": {"email": null}}));
    let profile = shop.member("ana")["profile"].clone();
    let taken_away = (profile["birthday_at"].clone(), profile["forgotten"].clone());
    assert!(taken_away.0.is_string() && taken_away.1["email"] == taken_away.0, "{profile}");
    let expected =
        json!({"language": "uk", "recommendations": 0, "birthday_at": taken_away.0, "forgotten": taken_away.1});
    assert_eq!(profile, expected);
    assert_eq!(shop.member("bor")["profile"], json!({"recommendations": 0}), "nobody else's");
}

#[test]
fn a_sync_forgets_nothing_that_forms_were_given_and_overtakes_nothing() {
    let shop = shop();
    let consents = json!({"email": {"given": true, "at": "2020-06-01T00:00:00Z"}});
    put(&shop, &json!({"birthday": "05-17", "consents": consents, "updated_at": "2020-06-02T00:00:00Z"}));
    let kept = put(&shop, &json!({"tags": ["vinyl"], "updated_at": "2020-06-03T00:00:00+02:00"}));
    let expected = json!({
        "tags": ["vinyl"], "birthday": "05-17", "recommendations": 0, "consents": consents,
        "updated_at": "2020-06-02T22:00:00Z",
    });
    assert_eq!(kept, expected);
    let late = put(&shop, &json!({"tags": ["old"], "birthday": null, "updated_at": "2020-06-02T12:00:00Z"}));
    assert_eq!(late, expected, "an older state changes nothing");
}

#[test]
fn traits_follow_the_orders_and_the_clock() {
    let shop = shop();
    let stage = || shop.member("ana")["traits"]["stage"].clone();
    assert_eq!(stage(), "prospect");
    shop.put_order("o1", &order("ana", 1_000));
    let traits = shop.member("ana")["traits"].clone();
    assert_eq!(
        (&traits["stage"], &traits["orders"], &traits["spend"]),
        (&json!("first_time"), &json!(1), &json!(1_000))
    );
    assert_eq!((&traits["products"], &traits["average_order"]), (&json!(["cd"]), &json!(1_000)));
    put(&shop, &json!({"recommendations": 1}));
    assert_eq!(stage(), "advocate");
    let cancelled = json!({"status": "cancelled", "updated_at": "2020-06-14T13:00:00Z"});
    shop.put_order("o1", &with(order("ana", 1_000), cancelled));
    assert_eq!(stage(), "prospect");

    shop.put_order("o2", &order("ana", 500));
    put(&shop, &json!({}));
    assert_eq!(stage(), "first_time");
    shop.set_clock("2021-01-01T00:00:00Z");
    eventually("half a year later the member has lapsed", || (stage() == "lapsed").then_some(()));
}

#[test]
fn nothing_of_a_profile_reaches_the_page() {
    let shop = shop();
    shop.give("ana", 100);
    put(&shop, &json!({"tags": ["difficult"], "birthday": "05-17"}));
    let seq = shop.member("ana")["seq"].clone();
    let answer = shop.shopper("ana", "GET", &format!("/boot?seq={seq}")).send();
    assert_eq!(answer.expect(200)["member"]["seq"], seq);
    let text = String::from_utf8_lossy(answer.bytes()).into_owned();
    for private in ["difficult", "05-17", "profile", "traits", "stage"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
}

#[test]
fn faults_of_a_profile() {
    let shop = shop();
    put(&shop, &json!({"language": "sl"}));
    let check = |profile: Value, place: &str| {
        let answer = shop.server("PUT", "/members/ana/profile").faulty_json(&profile).send();
        assert_eq!(answer.fault_paths(), [place], "{profile}: {answer}");
    };
    check(json!({"tags": "press"}), "tags");
    check(json!({"tags": [""]}), "tags");
    check(json!({"language": "slovene, please"}), "language");
    check(json!({"birthday": "17.5."}), "birthday");
    check(json!({"birthday": "02-30"}), "birthday");
    check(json!({"recommendations": -1}), "recommendations");
    check(json!({"recommendations": 1_000_001}), "recommendations");
    check(json!({"consents": {"email": true}}), "consents.email");
    check(json!({"updated_at": "yesterday"}), "updated_at");
    check(json!({"updated_at": "2020-06-15T12:15:00Z"}), "updated_at");
    check(json!({"shoe_size": 43}), "shoe_size");
    assert_eq!(shop.member("ana")["profile"]["language"], "sl");
}
