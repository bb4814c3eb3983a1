//! What the forms of offers are given: kept for the shop as written, once for each person, and by nobody else to be read.

use regulars_tests::{
    offers::{CONSENT, Device, form, offer},
    service::{eventually, unique},
    shop::{Shop, text, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// A shop with a form of each kind on its pages.
#[track_caller]
fn shop_with_forms() -> Shop {
    let shop = shop();
    shop.offer(&[form("letter", "email"), form("cake", "birthday"), form("saint", "name_day"), offer("formless")]);
    shop
}

#[track_caller]
fn captures(shop: &Shop, offer: &str, query: &str) -> Value {
    shop.server("GET", &format!("/offers/{offer}/captures{query}")).send().expect(200)
}

/// Checks what the shop is told of the only capture of an offer.
#[track_caller]
fn check_kept(shop: &Shop, offer: &str, expected: &Value) {
    let page = captures(shop, offer, "");
    assert_eq!(page["captures"].as_array().map(Vec::len), Some(1), "{page}");
    let kept = &page["captures"][0];
    assert!(kept["at"].as_str().is_some_and(|at| at.starts_with("2020-06-15T12:")), "{kept}");
    assert_eq!(with(kept.clone(), json!({"at": null, "number": null})), *expected);
}

#[test]
fn a_visitor_and_a_member_give_an_address() {
    let shop = shop_with_forms();
    let device = Device::new(&shop);
    assert_eq!(device.fill_in("letter", "k", " ana@example.org ").expect(201)["captured"], "email");
    let kept = json!({"member": null, "visitor": device.visitor, "kind": "email", "value": "ana@example.org", "consent": CONSENT});
    check_kept(&shop, "letter", &kept);

    let slovene = json!({"value": "bor@example.org", "consent": "Pišite mi"});
    let member = Device::of(&shop, "bor");
    let call = member.call("POST", "/offers/letter/captures?lang=sl-SI").key("k");
    call.json(&slovene).send().expect(201);
    let second = captures(&shop, "letter", "")["captures"][1].clone();
    for (field, value) in [("member", json!("bor")), ("visitor", Value::Null), ("consent", json!("Pišite mi"))] {
        assert_eq!(second[field], value, "{field}");
    }
    eventually("it is taken up", || (!member.is_sent("letter")).then_some(()));
    let profile = shop.member("bor")["profile"].clone();
    assert_eq!(profile["consents"]["email"]["given"], true, "{profile}");
    assert!(!profile.to_string().contains("bor@example.org"), "the address is the shop's to keep: {profile}");
}

#[test]
fn a_birthday_is_the_members_unless_the_shop_knows_it() {
    let shop = shop_with_forms();
    let device = Device::new(&shop);
    let ana = device.signed_in("ana");
    assert_eq!(ana.fill_in("cake", "k", "1990-05-17").expect(201)["captured"], "birthday");
    let kept = json!({"member": "ana", "visitor": device.visitor, "kind": "birthday", "value": "1990-05-17", "consent": CONSENT});
    check_kept(&shop, "cake", &kept);
    let profile = shop.member("ana")["profile"].clone();
    assert_eq!((&profile["birthday"], &profile["consents"]["birthday"]["given"]), (&json!("1990-05-17"), &json!(true)));

    let known = json!({"birthday": "02-29", "tags": ["press"]});
    shop.server("PUT", "/members/bor/profile").json(&known).send().expect(200);
    Device::of(&shop, "bor").fill_in("cake", "k", "05-17").expect(201);
    let profile = shop.member("bor")["profile"].clone();
    assert_eq!((&profile["birthday"], &profile["tags"]), (&json!("02-29"), &json!(["press"])));
    assert_eq!(profile["consents"]["birthday"]["given"], true);
}

#[test]
fn a_request_that_comes_again_undoes_no_opt_out() {
    let shop = shop_with_forms();
    let ana = Device::of(&shop, "ana");
    let first = ana.fill_in("letter", "k", "ana@example.org");
    let consent = || shop.member("ana")["profile"]["consents"]["email"].clone();
    assert_eq!(consent(), json!({"given": true, "at": first.expect(201)["at"]}));
    // An hour that the shop's clock has not come to is that of now.
    let declined = json!({"consents": {"email": {"given": false, "at": "2020-06-15T13:00:00Z"}}});
    shop.server("PUT", "/members/ana/profile").json(&declined).send().expect(200);
    let opted_out = consent();
    assert_eq!(opted_out["given"], false, "{opted_out}");
    let again = ana.fill_in("letter", "k", "ana@example.org");
    assert!(again.is_replayed());
    assert_eq!(again.expect(201), first.expect(201));
    assert_eq!(consent(), opted_out);
    // What she agrees to anew counts.
    ana.fill_in("letter", "another key", "ana@example.org").expect(201);
    assert_eq!(consent()["given"], true);
}

#[test]
fn a_name_day_is_kept_and_is_no_birthday() {
    let shop = shop_with_forms();
    let ana = Device::of(&shop, "ana");
    assert_eq!(ana.fill_in("saint", "k", "07-26").expect(201)["captured"], "name_day");
    let kept = captures(&shop, "saint", "")["captures"][0].clone();
    assert_eq!((&kept["kind"], &kept["value"]), (&json!("name_day"), &json!("07-26")));
    let profile = shop.member("ana")["profile"].clone();
    assert_eq!((&profile["birthday"], &profile["consents"]["name_day"]["given"]), (&Value::Null, &json!(true)));
}

#[test]
fn what_is_not_what_the_form_asks_for_is_refused_and_kept_nowhere() {
    let shop = shop_with_forms();
    let device = Device::new(&shop);
    let wrong = [
        ("letter", ["ana", "<b>@example.org", "ana@example.org, eve@example.org"]),
        ("cake", ["17.5.", "1990-02-29", "2062-05-17"]),
        ("saint", ["1990-05-17", "13-01", ""]),
    ];
    for (id, values) in wrong {
        for value in values {
            assert_eq!(device.fill_in(id, &unique("k"), value).fault_paths(), ["value"], "{value}");
        }
        let unwilling = device.body(json!({"value": "05-17", "consent": false}));
        let refused = device.call("POST", &format!("/offers/{id}/captures")).key("k").faulty_json(&unwilling).send();
        assert_eq!(refused.fault_paths(), ["consent"]);
        assert_eq!(captures(&shop, id, ""), json!({"captures": [], "next": null}));
    }
    let faulty = |body: Value| {
        shop.visitor("POST", "/offers/letter/captures").key("k").faulty_json(&device.body(body)).send().fault_paths()
    };
    assert_eq!(faulty(json!({"value": 5, "consent": CONSENT})), ["value"]);
    assert_eq!(faulty(json!({"value": "ana@example.org"})), ["consent"]);
    assert_eq!(faulty(json!({"value": "ana@example.org", "consent": CONSENT, "name": "Ana"})), ["name"]);
}

#[test]
fn only_who_is_shown_a_form_can_fill_it_in() {
    let shop = shop();
    let half = with(form("half", "email"), json!({"holdout": 5_000}));
    let members = with(form("silver", "email"), json!({"condition": {"member.tier": "silver"}}));
    let tomorrow = with(form("tomorrow", "email"), json!({"schedule": {"from": "2020-06-16T00:00"}}));
    let draft = with(form("draft", "email"), json!({"status": "draft"}));
    shop.offer(&[half, members, tomorrow, draft, offer("formless")]);
    let device = Device::new(&shop);
    for id in ["silver", "draft", "formless", "unknown"] {
        device.fill_in(id, &unique("k"), "ana@example.org").refused(404, "offer_not_found");
    }
    device.fill_in("tomorrow", &unique("k"), "ana@example.org").refused(409, "offer_not_available");
    for _ in 0..8 {
        let device = Device::new(&shop);
        let expected = if device.arm("half") == "holdout" { 404 } else { 201 };
        device.fill_in("half", "k", "ana@example.org").expect(expected);
    }

    let nobody = device.with_id(None);
    nobody.fill_in("half", "k", "ana@example.org").refused(401, "unauthenticated");
    let forged = device.with_id(Some(&"0".repeat(52)));
    assert_eq!(forged.fill_in("half", "k", "ana@example.org").fault_paths(), ["visitor"]);
    let body = device.body(json!({"value": "ana@example.org", "consent": CONSENT}));
    let keyless = shop.visitor("POST", "/offers/half/captures").json(&body).send();
    keyless.refused(400, "idempotency_key_required");
}

#[test]
fn what_was_agreed_to_is_kept_in_the_words_that_were_shown() {
    let shop = shop();
    shop.offer(&[form("letter", "email"), form("other", "email")]);
    let said = |consent: &str| json!({"value": "ana@example.org", "consent": consent});
    let device = Device::new(&shop);
    device.fill_in_with("letter", "k1", &said("Sell my address")).refused(409, "offer_changed");
    assert!(device.fill_in_with("letter", "k1", &said("Sell my address")).is_replayed());
    assert_eq!(captures(&shop, "letter", "")["captures"], json!([]));

    // The page was made before the offer came to say something else.
    let changed = |words: &str, stage: &str| {
        let capture = json!({"kind": "email", "consent": {"en": words}});
        let content = json!({"headline": {"en": "Tell us"}, "capture": capture});
        with(form("letter", "email"), json!({"status": stage, "variants": [{"key": "only", "content": content}]}))
    };
    shop.put_offer(1, &changed("Write to me daily", "published")).expect(200);
    device.fill_in_with("letter", "k2", &said(CONSENT)).expect(201);
    assert_eq!(captures(&shop, "letter", "")["captures"][0]["consent"], CONSENT);
    shop.put_offer(2, &changed("Sell my address", "draft")).expect(200);
    let bor = Device::new(&shop);
    bor.fill_in_with("other", "k", &said("Write to me daily")).refused(409, "offer_changed");
    shop.put_offer(3, &changed("Write to me daily", "published")).expect(200);
    eventually("it is published again", || bor.is_sent("letter").then_some(()));
    // What a draft said was shown to nobody.
    bor.fill_in_with("letter", "k3", &said("Sell my address")).refused(409, "offer_changed");
}

#[test]
fn a_request_that_was_done_is_answered_alike_whatever_has_become_of_the_offer() {
    let shop = shop();
    let once = with(form("cake", "birthday"), json!({"condition": {"member.birthday": {"$exists": false}}}));
    shop.offer(&[once, form("letter", "email")]);
    let ana = Device::of(&shop, "ana");
    let first = ana.fill_in("cake", "k", "05-17");
    first.expect(201);
    // By now the shop knows a birthday, for which the offer is not.
    eventually("it is not for her", || (!ana.is_sent("cake")).then_some(()));
    let again = ana.fill_in("cake", "k", "05-17");
    assert_eq!((again.status(), again.bytes(), again.is_replayed()), (201, first.bytes(), true));
    ana.fill_in("cake", "other", "05-18").refused(404, "offer_not_found");
    assert!(ana.fill_in("cake", "other", "05-18").is_replayed(), "a refusal, too");

    let bor = Device::of(&shop, "bor");
    bor.fill_in("letter", "k", "bor@example.org").expect(201);
    shop.put_offer(1, &with(form("letter", "email"), json!({"status": "archived"}))).expect(200);
    eventually("nobody is sent it", || (!Device::new(&shop).is_sent("letter")).then_some(()));
    let again = bor.fill_in("letter", "k", "bor@example.org");
    assert!(again.status() == 201 && again.is_replayed(), "{again}");
    assert_eq!(shop.member("bor")["profile"]["consents"]["email"]["given"], true);
}

#[test]
fn what_was_corrected_stays_so_when_the_mistake_is_told_again() {
    let shop = shop_with_forms();
    let device = Device::new(&shop);
    device.fill_in("letter", "k1", "anna@example.org").expect(201);
    device.fill_in("letter", "k2", "ana@example.org").expect(201);
    assert!(device.fill_in("letter", "k1", "anna@example.org").is_replayed());
    let kept = captures(&shop, "letter", "");
    assert_eq!(kept["captures"].as_array().map(Vec::len), Some(1));
    assert_eq!(kept["captures"][0]["value"], "ana@example.org");
}

#[test]
fn the_newest_answer_of_a_person_stands_and_is_kept_once() {
    let shop = shop_with_forms();
    let device = Device::new(&shop);
    let first = device.fill_in("letter", "k1", "ana@example.org");
    let again = device.fill_in("letter", "k1", "ana@example.org");
    assert_eq!((first.expect(201), again.is_replayed()), (again.expect(201), true));
    device.fill_in("letter", "k1", "other@example.org").refused(422, "idempotency_key_reused");
    let kept = || {
        let page = captures(&shop, "letter", "");
        let kept = page["captures"].as_array().cloned().unwrap_or_default();
        kept.iter().map(|kept| (kept["number"].as_u64().unwrap_or_default(), text(&kept["value"]))).collect::<Vec<_>>()
    };
    let [(number, value)] = &kept()[..] else { panic!("{:?}", kept()) };
    assert_eq!(value, "ana@example.org");
    device.fill_in("letter", "k2", "other@example.org").expect(201);
    let [(newer, value)] = &kept()[..] else { panic!("{:?}", kept()) };
    assert!(newer > number, "who reads on from a number hears of it");
    assert_eq!(value, "other@example.org");
    // Another person under the same key is another person.
    Device::new(&shop).fill_in("letter", "k1", "bor@example.org").expect(201);
    assert_eq!(kept().len(), 2);
}

#[test]
fn the_shop_reads_page_by_page_and_nobody_else_does() {
    let shop = shop_with_forms();
    let name = |number: u32| format!("m{number}@example.org");
    for number in 0..3 {
        Device::new(&shop).fill_in("letter", "k", &name(number)).expect(201);
    }
    let mut values = Vec::new();
    let mut query = "?limit=2".to_owned();
    let pages = loop {
        let page = captures(&shop, "letter", &query);
        values.extend(page["captures"].as_array().into_iter().flatten().map(|kept| text(&kept["value"])));
        match page["next"].as_u64() {
            Some(next) => query = format!("?limit=2&after={next}"),
            None => break page,
        }
    };
    assert_eq!(values, [name(0), name(1), name(2)]);
    assert_eq!(pages["captures"].as_array().map(Vec::len), Some(1));
    let full = captures(&shop, "letter", "?limit=3");
    assert_eq!((full["captures"].as_array().map(Vec::len), &full["next"]), (Some(3), &Value::Null), "there is no more");
    for query in ["limit=0", "limit=101", "limit=x"] {
        let answer = shop.server("GET", &format!("/offers/letter/captures?{query}")).send();
        assert_eq!(answer.fault_paths(), ["limit"], "{query}");
    }
    shop.shopper("ana", "GET", "/offers/letter/captures").send().expect(401);
    shop.visitor("GET", "/offers/letter/captures").send().expect(401);
    let other = crate::http::shop();
    shop.anyone("GET", "/offers/letter/captures").bearer(&other.api_key).send().expect(401);
    assert_eq!(captures(&other, "letter", "")["captures"], json!([]));
}
