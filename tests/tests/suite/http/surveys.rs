//! Questions to members: written as offers are, asked once at their time, answered step by step, and explained.

use regulars_tests::{
    client::Answer,
    service::{eventually, unique},
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::{all_at_once, shop};

/// Asks for a score and, unless that is high, for words, for two days after delivery.
pub(super) fn survey(id: &str) -> Value {
    json!({
        "id": id, "name": "After delivery", "status": "published", "points": 50, "rest_days": 30,
        "timing": {"at_delivery": {"for_hours": 48}},
        "steps": [
            {"id": "score", "ask": {"nps": {}}, "title": {"en": "Recommend us?", "sl": "Nas priporočate?"},
                "next": [{"from": 9, "step": "end"}]},
            {"id": "why", "ask": {"open": {}}, "title": {"en": "Why?"}, "optional": true},
        ],
        "thanks": [{"to": 6, "text": {"en": "Sorry."}, "offers_case": true}, {"text": {"en": "Thanks."}, "recommends": true}],
    })
}

#[track_caller]
pub(super) fn create(shop: &Shop, survey: &Value) -> Answer {
    shop.server("POST", "/surveys").key(&unique("survey")).json(survey).send()
}

/// An order of a member's, delivered six hours ago.
#[track_caller]
pub(super) fn deliver(shop: &Shop, member: &str, id: &str) {
    let delivered = json!({"delivered_at": "2020-06-15T06:00:00Z", "updated_at": "2020-06-15T06:00:00Z"});
    shop.put_order(id, &with(order(member, 1_000), delivered));
}

/// Waits until a member is asked, and gives the question.
#[track_caller]
pub(super) fn eventually_asked(shop: &Shop, member: &str) -> Value {
    eventually(&format!("{member} is asked"), || {
        let boot = shop.boot(member);
        boot.get("survey").cloned()
    })
}

/// A shop whose member has been asked about an order.
#[track_caller]
fn asked() -> (Shop, Value) {
    let shop = shop();
    create(&shop, &survey("s")).expect(201);
    deliver(&shop, "ana", "o1");
    let question = eventually_asked(&shop, "ana");
    (shop, question)
}

fn tell(shop: &Shop, member: &str, key: &str, told: &Value) -> Answer {
    let told = with(json!({"occasion": "order:o1", "version": 1}), told.clone());
    shop.shopper(member, "POST", "/surveys/s/answers").key(key).json(&told).send()
}

fn score(score: i64) -> Value {
    json!({"step": "score", "answer": {"score": score}})
}

#[track_caller]
fn why(shop: &Shop, member: &str) -> Value {
    shop.server("GET", &format!("/members/{member}/surveys")).send().expect(200)["surveys"][0].clone()
}

#[test]
fn surveys_are_written_as_offers_are() {
    let shop = shop();
    let back = json!([{"id": "score", "ask": {"nps": {}}, "title": {"en": "?"}, "next": [{"step": "score"}]}]);
    let faulty = with(survey("s"), json!({"condition": {"cart.total": 1}, "steps": back}));
    let draft = create(&shop, &with(faulty.clone(), json!({"status": "draft"}))).expect(201);
    let faults = draft["faults"].as_array().cloned().unwrap_or_default();
    let paths: Vec<_> = faults.iter().map(|fault| fault["path"].clone()).collect();
    assert_eq!(paths, [json!("condition"), json!("steps[0].next[0].step")]);
    create(&shop, &survey("s")).refused(409, "already_exists");
    let put = |version: u32, survey: &Value| {
        shop.server("PUT", "/surveys/s").header("if-match", &format!("\"{version}\"")).json(survey).send()
    };
    put(1, &faulty).refused(422, "invalid");
    put(0, &survey("s")).refused(412, "version_conflict");
    assert_eq!(put(1, &survey("s")).expect(200)["version"], 2);
    assert_eq!(shop.server("GET", "/surveys/s?version=1").send().expect(200)["survey"]["status"], "draft");
    assert_eq!(shop.server("GET", "/surveys?status=published").send().expect(200)["surveys"][0]["version"], 2);
    // What a published survey asks for cannot be taken from under it.
    let regulars = json!({"id": "regulars", "name": {"en": "R"}, "condition": {"member.orders": {"$gte": 3}}});
    shop.server("POST", "/segments").key("segment").json(&regulars).send().expect(201);
    put(2, &with(survey("s"), json!({"condition": {"member.segments": {"$in": ["regulars"]}}}))).expect(200);
    let delete = shop.server("DELETE", "/segments/regulars").header("if-match", "\"1\"").send();
    delete.refused(422, "invalid");
    assert!(String::from_utf8_lossy(delete.bytes()).contains("surveys[s].condition"), "{delete}");
    let delete = |version: u32| {
        shop.server("DELETE", "/surveys/s").header("if-match", &format!("\"{version}\"")).send().status()
    };
    assert_eq!((delete(2), delete(3)), (412, 204));
    let versions = shop.server("GET", "/surveys/s/versions").send().expect(200)["versions"].clone();
    assert_eq!(versions.as_array().map(Vec::len), Some(4), "{versions}");
}

/// The first survey of a shop that has no offers; whoever is not asked is sent what they were sent before.
#[test]
fn a_member_is_asked_in_one_language_and_nobody_else_is() {
    let shop = shop();
    deliver(&shop, "ana", "o1");
    let before = shop.boot("bor");
    create(&shop, &survey("s")).expect(201);
    let question = eventually_asked(&shop, "ana");
    assert_eq!(
        (&question["id"], &question["version"], &question["occasion"]),
        (&json!("s"), &json!(1), &json!("order:o1"))
    );
    assert_eq!((&question["until"], &question["points"]), (&json!("2020-06-17T06:00:00Z"), &json!(50)));
    let slovene = shop.shopper("ana", "GET", "/boot?lang=sl").send().expect(200)["survey"]["steps"].clone();
    let titles: Vec<_> = slovene.as_array().into_iter().flatten().map(|step| step["title"].clone()).collect();
    assert_eq!(titles, [json!("Nas priporočate?"), json!("Why?")]);
    assert!(shop.boot("ana")["offers"]["settings"].is_object(), "a question asks for attention, too");
    let same = |boot: Value| with(boot, json!({"now": null, "member": null}));
    assert_eq!(same(shop.boot("bor")), same(before));
    assert_eq!(shop.visitor("GET", "/boot").send().expect(200).get("survey"), None);
}

#[test]
fn an_answer_is_taken_once_and_its_points_are_given() {
    let (shop, _) = asked();
    let first = tell(&shop, "ana", "k1", &score(3));
    let told = first.expect(201);
    assert_eq!((&told["next"], &told["thanks"], &told["points"]), (&json!("why"), &Value::Null, &json!(0)));
    let again = tell(&shop, "ana", "k1", &score(3));
    assert!(again.is_replayed() && again.bytes() == first.bytes());
    tell(&shop, "ana", "k1", &score(4)).refused(422, "idempotency_key_reused");
    let half = eventually("the half is known", || shop.boot("ana")["survey"].get("answered").cloned());
    assert_eq!(half, json!([{"step": "score", "score": 3}]));

    let words = "<script>alert(1)</script> & **late**";
    let told = tell(&shop, "ana", "k2", &json!({"step": "why", "answer": {"text": words}})).expect(201);
    assert_eq!(told["thanks"], json!({"to": 6, "text": "Sorry.", "offers_case": true}));
    assert_eq!((&told["points"], &told["member"]["available"]), (&json!(50), &json!(50)));
    let answered = tell(&shop, "ana", "k3", &score(3));
    answered.refused(409, "already_answered");
    assert!(String::from_utf8_lossy(answered.bytes()).contains("Thank you"), "{answered}");
    let history = shop.shopper("ana", "GET", "/history").send().expect(200);
    let entry = history["entries"].as_array().into_iter().flatten().find(|entry| entry["kind"] == "answered").cloned();
    let entry = entry.unwrap_or_else(|| panic!("no entry in {history}"));
    assert_eq!((&entry["points"], &entry["survey"]), (&json!(50), &json!("s")));
    assert_eq!(shop.member("ana")["traits"]["nps"], "detractor");
    eventually("nothing is asked", || shop.boot("ana").get("survey").is_none().then_some(()));
    assert_eq!(why(&shop, "ana")["why"]["code"], "answered");
}

#[test]
fn from_two_tabs_at_once_one_answer_is_taken() {
    let (shop, _) = asked();
    let answers = all_at_once(8, |tab| tell(&shop, "ana", &format!("tab-{tab}"), &score(10)));
    assert_eq!(answers.iter().filter(|answer| answer.status() == 201).count(), 1, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        answer.refused(409, "already_answered");
    }
    assert_eq!(shop.member("ana")["available"], 50);
}

#[test]
fn the_same_answer_sent_many_times_at_once_is_one() {
    let (shop, _) = asked();
    let answers = all_at_once(8, |_| tell(&shop, "ana", "k", &score(10)));
    let first = answers[0].expect(201);
    assert!(answers.iter().all(|answer| answer.expect(201) == first), "{answers:?}");
    assert_eq!((&first["points"], &shop.member("ana")["available"]), (&json!(50), &json!(50)));
    let asked = |answers: u64| {
        let report = shop.server("GET", "/reports/feedback").send().expect(200);
        (report["overall"]["nps"]["answers"] == answers).then_some(())
    };
    eventually("it is counted once", || asked(1));
}

#[test]
fn of_two_tabs_that_go_different_ways_the_answers_are_those_of_one_way() {
    let (shop, _) = asked();
    tell(&shop, "ana", "half", &score(3)).expect(201);
    // One tab says why, the other changes its mind, after which nothing more is asked.
    let answers = all_at_once(2, |tab| match tab {
        0 => tell(&shop, "ana", "why", &json!({"step": "why", "answer": {"text": "Late"}})),
        _ => tell(&shop, "ana", "mind", &score(10)),
    });
    let taken: Vec<_> = answers.iter().filter(|answer| answer.status() == 201).collect();
    assert_eq!(taken.len(), 1, "whoever comes second finds it answered: {answers:?}");
    for answer in answers.iter().filter(|answer| answer.status() != 201) {
        answer.refused(409, "already_answered");
    }
    assert_eq!(shop.member("ana")["available"], 50);
}

#[test]
fn after_its_time_two_tabs_are_told_the_same_and_nothing_is_given() {
    let (shop, _) = asked();
    shop.set_clock("2020-06-17T06:00:00Z");
    eventually("its time is over", || (why(&shop, "ana")["why"]["code"] == "over").then_some(()));
    let before = shop.state("ana");
    for answer in all_at_once(4, |tab| tell(&shop, "ana", &format!("tab-{}", tab % 2), &score(3))) {
        answer.refused(410, "survey_over");
    }
    assert_eq!(shop.state("ana"), before);
}

#[test]
fn what_cannot_be_answered_changes_nothing() {
    let (shop, _) = asked();
    let before = shop.state("ana");
    let refused = |told: Value, path: &str| {
        let told = with(json!({"occasion": "order:o1", "version": 1}), told);
        let call = shop.shopper("ana", "POST", "/surveys/s/answers").key(&unique("k"));
        let answer = call.faulty_json(&told).send();
        answer.refused(422, "invalid");
        assert!(String::from_utf8_lossy(answer.bytes()).contains(path), "{path}: {answer}");
    };
    refused(score(11), "answer.score");
    refused(score(-1), "answer");
    refused(json!({"step": "nothing", "answer": {"score": 1}}), "step");
    refused(json!({"step": "why", "answer": {"text": "a".repeat(10_000)}}), "2,000 characters");
    refused(json!({"step": "why", "answer": {"text": "🎁".repeat(10_000)}}), "2,000 characters");
    refused(json!({"step": "score", "answer": {"attachment": "x.png"}}), "answer");
    refused(json!({"step": "score"}), "answer");
    refused(with(score(3), json!({"dismissed": true})), "answer");
    refused(with(score(3), json!({"occasion": "visit:1"})), "occasion");
    refused(with(score(3), json!({"files": []})), "files");
    tell(&shop, "ana", "k1", &json!({"step": "why", "answer": {"text": "Late"}})).refused(409, "step_not_asked");
    tell(&shop, "ana", "k2", &with(score(3), json!({"occasion": "order:o2"}))).refused(410, "survey_over");
    // Another member has no such order.
    tell(&shop, "bor", "k3", &score(3)).refused(410, "survey_over");
    let unknown = shop.shopper("ana", "POST", "/surveys/other/answers").key("k4");
    unknown
        .json(&with(json!({"occasion": "order:o1", "version": 1}), score(3)))
        .send()
        .refused(404, "survey_not_found");
    assert_eq!(shop.state("ana"), before);
}

#[test]
fn after_its_time_nothing_is_begun() {
    let (shop, _) = asked();
    deliver(&shop, "bor", "o2");
    eventually_asked(&shop, "bor");
    tell(&shop, "ana", "k1", &score(3)).expect(201);
    shop.set_clock("2020-06-17T06:00:00Z");
    tell(&shop, "bor", "k2", &with(score(3), json!({"occasion": "order:o2"}))).refused(410, "survey_over");
    let skipped = json!({"step": "why", "answer": {"skipped": true}});
    tell(&shop, "ana", "k3", &skipped).expect(201);
    assert_eq!(shop.member("ana")["available"], 50);
    assert_eq!(why(&shop, "bor")["why"], json!({"code": "over", "until": "2020-06-17T06:00:00Z"}));
}

#[test]
fn a_question_that_was_closed_is_not_asked_again() {
    let (shop, _) = asked();
    tell(&shop, "ana", "k1", &json!({"shown": true})).expect(201);
    let closed = tell(&shop, "ana", "k2", &json!({"dismissed": true})).expect(201);
    assert_eq!((&closed["next"], &closed["thanks"], &closed["points"]), (&Value::Null, &Value::Null, &json!(0)));
    eventually("nothing is asked", || shop.boot("ana").get("survey").is_none().then_some(()));
    assert_eq!(why(&shop, "ana")["why"], json!({"code": "dismissed"}));
}

#[test]
fn whom_it_is_for_is_explained_and_kept() {
    let shop = shop();
    create(&shop, &with(survey("s"), json!({"condition": {"member.orders": {"$gte": 2}}}))).expect(201);
    deliver(&shop, "ana", "o1");
    let reason = eventually("the survey is published", || {
        let surveys = shop.server("GET", "/members/ana/surveys").send().expect(200)["surveys"].clone();
        surveys.get(0).cloned()
    });
    assert_eq!((&reason["due"], &reason["why"]["code"]), (&json!(false), &json!("not_for_member")));
    tell(&shop, "ana", "k1", &score(9)).refused(404, "survey_not_found");
    deliver(&shop, "ana", "o2");
    // What is published may not know of the order yet; the wallet does.
    tell(&shop, "ana", "k2", &score(9)).expect(201);
    let again = tell(&shop, "ana", "k1", &score(9));
    again.refused(404, "survey_not_found");
    assert!(again.is_replayed());
}

#[test]
fn a_return_holds_questions_back() {
    let (shop, _) = asked();
    let returned = json!({
        "delivered_at": "2020-06-15T06:00:00Z", "updated_at": "2020-06-15T07:00:00Z",
        "returns": [{"opened_at": "2020-06-15T07:00:00Z"}],
    });
    shop.put_order("o1", &with(order("ana", 1_000), returned));
    eventually("nothing is asked", || shop.boot("ana").get("survey").is_none().then_some(()));
    assert_eq!(why(&shop, "ana")["why"], json!({"code": "open_return", "order": "o1"}));
}
