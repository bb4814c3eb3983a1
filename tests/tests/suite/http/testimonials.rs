//! What members let the shop show: said with consent after an answer that asked for it, shown once it was approved, and taken
//! back.

use regulars_tests::{
    client::Answer,
    service::{eventually, unique},
    shop::{Shop, text, with},
};
use serde_json::{Value, json};

use crate::http::{all_at_once, shop, surveys};

/// A shop that asks who is happy with an order, and a member who has said so.
#[track_caller]
fn promoter(member: &str) -> Shop {
    let shop = shop();
    let thanks = json!([{"from": 9, "text": {"en": "Thanks."}, "asks_testimonial": true}, {"text": {"en": "Thanks."}}]);
    surveys::create(&shop, &with(surveys::survey("s"), json!({"thanks": thanks}))).expect(201);
    assert_eq!(answer(&shop, member, 10)["thanks"]["asks_testimonial"], true);
    shop
}

/// Delivers an order of a member's and answers what is asked about it.
#[track_caller]
fn answer(shop: &Shop, member: &str, score: i64) -> Value {
    let order = format!("{member}-1");
    surveys::deliver(shop, member, &order);
    surveys::eventually_asked(shop, member);
    let told = |step: &str, answer: Value| {
        let told = json!({"occasion": format!("order:{order}"), "version": 1, "step": step, "answer": answer});
        let call = shop.shopper(member, "POST", "/surveys/s/answers").key(&unique("answer"));
        call.json(&told).send().expect(201)
    };
    let scored = told("score", json!({"score": score}));
    if scored["next"].is_null() { scored } else { told("why", json!({"skipped": true})) }
}

fn words(member: &str, text: &str) -> Value {
    json!({"survey": "s", "occasion": format!("order:{member}-1"), "text": text, "name": "Ana K.", "consent": true})
}

#[track_caller]
fn say(shop: &Shop, member: &str, key: &str, body: &Value) -> Answer {
    shop.shopper(member, "POST", "/testimonials?lang=sl").key(key).json(body).send()
}

/// Says something that must be taken, waits until the shop can find it, and gives its id.
#[track_caller]
fn said(shop: &Shop, member: &str, text: &str) -> String {
    let answer = say(shop, member, &unique("say"), &words(member, text)).expect(201);
    let id = regulars_tests::shop::text(&answer["testimonial"]["id"]);
    eventually("the shop finds it", || found(shop, &id).is_some().then_some(()));
    id
}

/// A testimonial as the shop's list has it.
fn found(shop: &Shop, id: &str) -> Option<Value> {
    let list = shop.server("GET", "/desk/testimonials").send().expect(200)["testimonials"].clone();
    list.as_array().into_iter().flatten().find(|listed| listed["id"] == id).cloned()
}

#[track_caller]
fn judge(shop: &Shop, id: &str, version: u32, status: &str) -> Answer {
    let call = shop.server("PATCH", &format!("/desk/testimonials/{id}")).header("if-match", &format!("\"{version}\""));
    call.json(&json!({"status": status, "by": "Eva"})).send()
}

fn withdraw(shop: &Shop, member: &str, id: &str) -> Answer {
    shop.shopper(member, "DELETE", &format!("/testimonials/{id}")).send()
}

/// The ids that everybody is shown.
fn shown(shop: &Shop) -> Vec<String> {
    let list = shop.visitor("GET", "/testimonials/shown").send().expect(200)["testimonials"].clone();
    list.as_array().into_iter().flatten().map(|shown| text(&shown["id"])).collect()
}

#[track_caller]
fn eventually_shown(shop: &Shop, expected: &[&str]) {
    eventually(&format!("everybody is shown {expected:?}"), || (shown(shop) == expected).then_some(()));
}

#[test]
fn what_a_member_says_is_shown_once_approved_and_until_it_is_taken_back() {
    let shop = promoter("ana");
    let points = shop.boot("ana")["member"]["points"].clone();
    let answer = say(&shop, "ana", "say", &words("ana", "Here the next day.")).expect(201);
    let own = &answer["testimonial"];
    let id = text(&own["id"]);
    let expected =
        json!({"id": id, "status": "waiting", "text": "Here the next day.", "name": "Ana K.", "at": own["at"]});
    assert_eq!(*own, expected);
    assert_eq!(answer["member"]["points"], points, "there are no points for it");
    // A page knows it without asking for it.
    let on_a_page = |status: &str| {
        let expected = json!({"id": id, "status": status});
        let known = || (shop.boot("ana")["member"]["testimonial"] == expected).then_some(());
        eventually(&format!("a page knows that it is {status}"), known);
    };
    assert_eq!(answer["member"]["testimonial"], json!({"id": id, "status": "waiting"}));
    on_a_page("waiting");
    let listed = || shop.shopper("ana", "GET", "/testimonials").send().expect(200)["testimonials"].clone();
    assert_eq!(listed(), json!([expected]));

    let staff = eventually("the shop finds it", || found(&shop, &id));
    let about = json!({"survey": "s", "occasion": "order:ana-1"});
    assert_eq!(
        staff,
        json!({
            "id": id, "member": "ana", "status": "waiting", "version": 1, "text": "Here the next day.", "name": "Ana K.",
            "language": "sl", "answer": about, "at": own["at"], "changed_at": own["at"], "by": null,
        })
    );
    assert_eq!(shown(&shop), [""; 0], "nobody has approved it");

    let approved = judge(&shop, &id, 1, "approved");
    assert_eq!(approved.header("etag"), Some("\"2\""));
    let approved = approved.expect(200)["testimonial"].clone();
    assert_eq!((&approved["status"], &approved["by"]), (&json!("approved"), &json!("Eva")));
    eventually_shown(&shop, &[&id]);
    on_a_page("approved");
    // A stranger, on a page of the shop, hears this and nothing more; it is kept for a minute.
    let everybody = shop.visitor("GET", "/testimonials/shown").send();
    assert_eq!(everybody.header("cache-control"), Some("public, max-age=60"));
    let one = json!({"id": id, "name": "Ana K.", "text": "Here the next day.", "at": own["at"], "language": "sl"});
    assert_eq!(everybody.expect(200), json!({"testimonials": [one]}));

    assert_eq!(withdraw(&shop, "ana", &id).expect(200)["testimonial"]["status"], "withdrawn");
    eventually_shown(&shop, &[]);
    on_a_page("withdrawn");
    assert_eq!(withdraw(&shop, "ana", &id).expect(200)["testimonial"]["status"], "withdrawn", "once more is the same");
    assert_eq!(listed()[0]["status"], "withdrawn");
    judge(&shop, &id, 2, "approved").refused(409, "testimonial_withdrawn");
    assert_eq!(shop.boot("ana")["member"]["points"], points);
}

#[test]
fn only_who_was_asked_can_say_something_and_only_with_consent() {
    let shop = promoter("ana");
    let refused = |body: &Value| {
        let call = shop.shopper("ana", "POST", "/testimonials").key(&unique("say")).faulty_json(body);
        call.send().fault_paths()
    };
    assert_eq!(refused(&with(words("ana", "Good"), json!({"consent": false}))), ["consent"]);
    let mut without = words("ana", "Good");
    without.as_object_mut().map(|body| body.remove("consent"));
    assert_eq!(refused(&without), ["consent"]);
    let other = with(words("ana", "Good"), json!({"occasion": "order:2"}));
    say(&shop, "ana", "other", &other).refused(409, "testimonial_not_asked");
    let other = with(words("ana", "Good"), json!({"survey": "t"}));
    say(&shop, "ana", "survey", &other).refused(409, "testimonial_not_asked");
    // Another member's answer asks nobody else, and a low one nobody.
    say(&shop, "bor", "not-mine", &words("ana", "Good")).refused(409, "testimonial_not_asked");
    assert_eq!(answer(&shop, "eva", 3)["thanks"].get("asks_testimonial"), None);
    say(&shop, "eva", "low", &words("eva", "Good")).refused(409, "testimonial_not_asked");
    shop.visitor("POST", "/testimonials").key("k").json(&words("ana", "Good")).send().refused(401, "unauthenticated");
    shop.visitor("GET", "/testimonials").send().refused(401, "unauthenticated");

    let first = said(&shop, "ana", "Good");
    say(&shop, "ana", "second", &words("ana", "Better")).refused(409, "testimonial_exists");
    judge(&shop, &first, 1, "refused").expect(200);
    let second = said(&shop, "ana", "Better");
    judge(&shop, &first, 2, "approved").refused(409, "testimonial_exists");
    withdraw(&shop, "ana", &second).expect(200);
    judge(&shop, &first, 2, "approved").expect(200);
    eventually_shown(&shop, &[&first]);
}

#[test]
fn sent_twice_it_is_said_once() {
    let shop = promoter("ana");
    let body = words("ana", "Good");
    let answers = all_at_once(8, |_| say(&shop, "ana", "say", &body));
    let first = answers[0].expect(201);
    assert!(answers.iter().all(|answer| answer.expect(201) == first), "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| !answer.is_replayed()).count(), 1);
    say(&shop, "ana", "say", &words("ana", "Better")).refused(422, "idempotency_key_reused");
    let call = shop.shopper("ana", "POST", "/testimonials").json(&body);
    call.send().refused(400, "idempotency_key_required");
    let answers = all_at_once(4, |number| say(&shop, "ana", &format!("other-{number}"), &body));
    assert!(answers.iter().all(|answer| answer.refused(409, "testimonial_exists").is_object()));
    let own = shop.shopper("ana", "GET", "/testimonials").send().expect(200)["testimonials"].clone();
    assert_eq!(own.as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_taken_back_while_the_shop_decides_is_never_shown() {
    let shop = promoter("ana");
    for round in 0..6 {
        let id = said(&shop, "ana", &format!("Good, {round}"));
        let answers =
            all_at_once(
                2,
                |number| {
                    if number == 0 { withdraw(&shop, "ana", &id) } else { judge(&shop, &id, 1, "approved") }
                },
            );
        answers[0].expect(200);
        // The shop was first, or is told.
        if answers[1].status() != 200 {
            answers[1].refused(409, "testimonial_withdrawn");
        }
        eventually("the shop hears of it", || found(&shop, &id).filter(|found| found["status"] == "withdrawn"));
        eventually_shown(&shop, &[]);
    }

    // Of two who decide at once one is told to look again.
    let id = said(&shop, "ana", "Good after all");
    let answers = all_at_once(2, |number| judge(&shop, &id, 1, if number == 0 { "approved" } else { "refused" }));
    let mut statuses: Vec<u16> = answers.iter().map(Answer::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{answers:?}");
    let late =
        answers.iter().find(|answer| answer.status() == 412).map(|answer| answer.refused(412, "version_conflict"));
    assert_eq!(late.map(|problem| problem["version"].clone()), Some(json!(2)));
    let path = format!("/desk/testimonials/{id}");
    let body = json!({"status": "approved", "by": "Eva"});
    shop.server("PATCH", &path).json(&body).send().refused(428, "if_match_required");
    let faulty = |body: Value| {
        let call = shop.server("PATCH", &path).header("if-match", "\"2\"").faulty_json(&body);
        call.send().fault_paths()
    };
    assert_eq!(faulty(json!({"status": "withdrawn", "by": "Eva"})), ["status"]);
    assert_eq!(faulty(json!({"status": "approved", "by": ""})), ["by"]);
    assert_eq!(faulty(json!({"status": "approved"})), ["by"]);
}

#[test]
fn somebody_elses_looks_like_none_at_all() {
    let (shop, elsewhere) = (promoter("ana"), shop());
    let id = said(&shop, "ana", "Good");
    for (shop, member, id) in [(&shop, "bor", id.as_str()), (&elsewhere, "ana", &id), (&shop, "ana", "x")] {
        withdraw(shop, member, id).refused(404, "testimonial_not_found");
    }
    let own = |member: &str| shop.shopper(member, "GET", "/testimonials").send().expect(200)["testimonials"].clone();
    assert_eq!((own("bor"), &own("ana")[0]["status"]), (json!([]), &json!("waiting")));
    judge(&elsewhere, &id, 1, "approved").refused(404, "testimonial_not_found");
    judge(&shop, "x", 1, "approved").refused(404, "testimonial_not_found");
    let path = format!("/desk/testimonials/{id}");
    let patch = |bearer: &str| {
        let call = shop.anyone("PATCH", &path).bearer(bearer).header("if-match", "\"1\"");
        call.json(&json!({"status": "approved", "by": "Eva"})).send()
    };
    patch(&elsewhere.api_key).refused(401, "unauthenticated");
    shop.shopper("ana", "GET", "/desk/testimonials").send().refused(401, "unauthenticated");
    assert_eq!((shown(&shop), shown(&elsewhere)), (Vec::new(), Vec::new()));
}

#[test]
fn what_is_said_is_text_within_limits() {
    let shop = promoter("ana");
    let refused = |change: Value| {
        let body = with(words("ana", "Good"), change);
        let answer = shop.shopper("ana", "POST", "/testimonials").key(&unique("say")).faulty_json(&body).send();
        answer.refused(422, "invalid")["errors"][0].clone()
    };
    let fault = refused(json!({"text": "x".repeat(10_000)}));
    assert_eq!(fault["path"], "text");
    assert!(text(&fault["message"]).contains("1 to 1,000 characters"), "{fault}");
    for (field, value) in [
        ("text", "中".repeat(1_001)),
        ("text", " \n ".to_owned()),
        ("text", "null \u{0}".to_owned()),
        ("name", String::new()),
        ("name", "x".repeat(61)),
        ("occasion", "visit".to_owned()),
        ("picture", "data:".to_owned()),
    ] {
        assert_eq!(refused(json!({field: value}))["path"], field, "{value:?}");
    }
    let huge = with(words("ana", "Good"), json!({"text": "x".repeat(20_000)}));
    let call = shop.shopper("ana", "POST", "/testimonials").key("huge").faulty_json(&huge);
    call.send().refused(413, "body_too_large");

    let markup = "<script>alert(1)</script> & \"quotes\" 🎁\nthe next line";
    let body = with(words("ana", markup), json!({"name": "<b>Ana</b>"}));
    let id = text(&say(&shop, "ana", "say", &body).expect(201)["testimonial"]["id"]);
    let staff = eventually("the shop finds it", || found(&shop, &id));
    assert_eq!((&staff["text"], &staff["name"]), (&json!(markup), &json!("<b>Ana</b>")));
    judge(&shop, &id, 1, "approved").expect(200);
    eventually_shown(&shop, &[&id]);
    let everybody = shop.visitor("GET", "/testimonials/shown").send().expect(200);
    assert_eq!(everybody["testimonials"][0]["text"], markup);
}

#[test]
fn the_shops_list_has_pages_and_everybody_is_shown_the_last_approved_first() {
    let shop = promoter("ana");
    let mut ids = vec![said(&shop, "ana", "Good")];
    for (member, time) in [("bor", "12:30"), ("eva", "13:00")] {
        shop.set_clock(&format!("2020-06-15T{time}:00Z"));
        answer(&shop, member, 10);
        ids.push(said(&shop, member, "Good, too"));
    }
    let page = |query: &str| {
        let page = shop.server("GET", &format!("/desk/testimonials{query}")).send().expect(200);
        let ids: Vec<_> = page["testimonials"].as_array().into_iter().flatten().map(|one| text(&one["id"])).collect();
        (ids, page["next"].clone())
    };
    assert_eq!(page("?limit=2"), (vec![ids[2].clone(), ids[1].clone()], json!(ids[1])));
    assert_eq!(page(&format!("?limit=2&after={}", ids[1])), (vec![ids[0].clone()], Value::Null));
    judge(&shop, &ids[2], 1, "approved").expect(200);
    shop.set_clock("2020-06-15T13:30:00Z");
    judge(&shop, &ids[0], 1, "approved").expect(200);
    eventually_shown(&shop, &[&ids[0], &ids[2]]);
    assert_eq!(page("?status=waiting"), (vec![ids[1].clone()], Value::Null));
    assert_eq!(page("?status=approved").0, [ids[2].clone(), ids[0].clone()]);
    let faulty = |query: &str| {
        let answer = shop.server("GET", &format!("/desk/testimonials{query}")).send();
        answer.fault_paths()
    };
    assert_eq!(faulty("?status=gone"), ["status"]);
    assert_eq!(faulty("?after=nothing"), ["after"]);
    assert_eq!(faulty("?limit=101"), ["limit"]);
}
