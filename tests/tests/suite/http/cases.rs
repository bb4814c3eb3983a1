//! Cases as shoppers have them: opened, answered, read, and nobody else's.

use regulars_tests::{
    service::{eventually, unique},
    shop::{order, text},
};
use serde_json::{Value, json};

use crate::http::{all_at_once, shop, surveys};

#[test]
fn a_thread_goes_back_and_forth_until_it_is_closed_and_open_again() {
    let shop = shop();
    shop.put_order("o1", &order("ana", 1_000));
    assert_eq!(shop.cases("ana"), json!([]));
    let opening = json!({"kind": "complaint", "text": "The disc is scratched.", "order": "o1"});
    let opened = shop.say("ana", "/cases", "open", &opening).expect(201);
    let case = text(&opened["case"]["id"]);
    let message = json!({"by": "you", "text": "The disc is scratched.", "at": opened["case"]["opened_at"]});
    let expected = json!({
        "id": case, "kind": "complaint", "status": "open", "opened_at": opened["case"]["opened_at"],
        "order": "o1", "messages": [message], "unread": 0,
    });
    assert_eq!(opened["case"], expected);
    assert_eq!(opened["member"].get("cases"), None, "nothing waits to be read");
    assert_eq!(shop.member("ana")["traits"]["open_case"], true);
    eventually("the shop finds it", || (shop.desk("GET", &format!("/{case}")).send().status() == 200).then_some(()));

    shop.answer_case(&case, "We are sorry. Which one?");
    let note = json!({"by": "Eva", "text": "The pressing of May again", "internal": true});
    shop.desk("POST", &format!("/{case}/messages")).key("note").json(&note).send().expect(201);
    shop.patch_case(&case, &json!({"status": "waiting", "owner": "Eva"})).expect(200);
    let seen = shop.cases("ana")[0].clone();
    assert_eq!((&seen["status"], &seen["unread"]), (&json!("answered"), &json!(1)));
    assert_eq!(seen["messages"].as_array().map(Vec::len), Some(2), "{seen}");
    assert_eq!((&seen["messages"][1]["by"], &seen["messages"][1]["name"]), (&json!("shop"), &json!("Eva")));
    assert!(!seen.to_string().contains("pressing") && seen.get("owner").is_none(), "{seen}");
    eventually("the page hears of it", || (shop.boot("ana")["member"]["cases"]["unread"] == 1).then_some(()));

    // The page had shown the first message alone; then both.
    let read = |body: &Value| shop.shopper("ana", "POST", &format!("/cases/{case}/read")).json(body).send().expect(200);
    assert_eq!(read(&json!({"messages": 1}))["case"]["unread"], 1);
    let after = read(&json!({"messages": 2}));
    assert_eq!((&after["case"]["unread"], after["member"].get("cases")), (&json!(0), None));
    // Whoever has seen this state is told no other.
    let boot = shop.shopper("ana", "GET", &format!("/boot?seq={}", after["member"]["seq"])).send().expect(200);
    assert_eq!(boot["member"].get("cases"), None);

    let words = json!({"text": "The second"});
    let replied = shop.say("ana", &format!("/cases/{case}/messages"), "reply", &words).expect(201);
    assert_eq!(replied["case"]["status"], "open");
    shop.patch_case(&case, &json!({"status": "closed"})).expect(200);
    assert_eq!(shop.cases("ana")[0]["status"], "closed");
    assert_eq!(shop.member("ana")["traits"]["open_case"], false);
    let call = shop.desk("POST", &format!("/{case}/messages")).key("late");
    call.json(&json!({"by": "Eva", "text": "By the way"})).send().refused(409, "case_closed");
    shop.patch_case(&case, &json!({"status": "waiting"})).refused(409, "case_closed");
    let again = json!({"text": "It is scratched again"});
    assert_eq!(
        shop.say("ana", &format!("/cases/{case}/messages"), "again", &again).expect(201)["case"]["status"],
        "open"
    );
    let staff = shop.desk_case(&case);
    assert_eq!(
        (&staff["status"], &staff["owner"], &staff["notes"][0]["text"]),
        (&json!("open"), &json!("Eva"), &note["text"])
    );
    assert_eq!(staff["messages"].as_array().map(Vec::len), Some(4));
}

#[test]
fn the_same_message_twice_under_one_key_is_one() {
    let shop = shop();
    let opening = json!({"kind": "question", "text": "When?"});
    let answers = all_at_once(8, |_| shop.say("ana", "/cases", "open", &opening));
    let first = answers[0].expect(201);
    assert!(answers.iter().all(|answer| answer.expect(201) == first), "{answers:?}");
    assert_eq!(shop.cases("ana").as_array().map(Vec::len), Some(1));
    shop.say("ana", "/cases", "open", &json!({"kind": "question", "text": "Where?"}))
        .refused(422, "idempotency_key_reused");

    let path = format!("/cases/{}/messages", text(&first["case"]["id"]));
    let one = shop.say("ana", &path, "reply", &json!({"text": "Today?"}));
    let two = shop.say("ana", &path, "reply", &json!({"text": "Today?"}));
    assert!(two.is_replayed() && !one.is_replayed());
    assert_eq!((one.status(), one.bytes()), (two.status(), two.bytes()));
    assert_eq!(shop.cases("ana")[0]["messages"].as_array().map(Vec::len), Some(2));
    shop.shopper("ana", "POST", &path).json(&json!({"text": "Now?"})).send().refused(400, "idempotency_key_required");
}

#[test]
fn somebody_elses_case_looks_like_none_at_all() {
    let (shop, elsewhere) = (shop(), shop());
    let case = shop.open_case("ana", "question", "Mine alone");
    let words = json!({"text": "Let me in"});
    for (shop, member, case) in [(&shop, "bor", case.as_str()), (&elsewhere, "ana", &case), (&shop, "ana", "x")] {
        shop.say(member, &format!("/cases/{case}/messages"), &unique("k"), &words).refused(404, "case_not_found");
        let read = shop.shopper(member, "POST", &format!("/cases/{case}/read")).json(&json!({})).send();
        read.refused(404, "case_not_found");
    }
    assert_eq!((shop.cases("bor"), elsewhere.cases("ana")), (json!([]), json!([])));

    // Nor does another shop's key, or no key, or a shopper's token, open the desk.
    let path = format!("/{case}");
    elsewhere.desk("GET", &path).send().refused(404, "case_not_found");
    let patch = elsewhere.desk("PATCH", &path).header("if-match", "\"1\"");
    patch.json(&json!({"status": "closed"})).send().refused(404, "case_not_found");
    let desk = format!("/desk/cases/{case}");
    shop.anyone("GET", &desk).bearer(&elsewhere.api_key).send().refused(401, "unauthenticated");
    shop.anyone("GET", &desk).send().refused(401, "unauthenticated");
    shop.shopper("ana", "GET", &desk).send().refused(401, "unauthenticated");
    shop.visitor("GET", "/cases").send().refused(401, "unauthenticated");
    assert_eq!(shop.desk_case(&case)["version"], 1);
}

#[test]
fn texts_are_plain_within_limits_and_nothing_is_attached() {
    let shop = shop();
    let markup = "<script>alert(1)</script> & \"quotes\" 🎁\nthe next line";
    let case = shop.open_case("ana", "idea", markup);
    assert_eq!(shop.cases("ana")[0]["messages"][0]["text"], markup);
    assert_eq!(shop.desk_case(&case)["messages"][0]["text"], markup);
    shop.answer_case(&case, markup);
    assert_eq!(shop.cases("ana")[0]["messages"][1]["text"], markup);

    let path = format!("/cases/{case}/messages");
    let refused = |words: &str| {
        let answer = shop.shopper("ana", "POST", &path).key(&unique("k")).faulty_json(&json!({"text": words})).send();
        answer.refused(422, "invalid")["errors"][0].clone()
    };
    let fault = refused(&"x".repeat(10_000));
    assert_eq!(fault["path"], "text");
    assert!(text(&fault["message"]).contains("1 to 2,000 characters"), "{fault}");
    // However many bytes they take.
    for long in ["中", "🎁", "\u{1}"] {
        assert_eq!(refused(&long.repeat(10_000))["path"], "text");
    }
    for words in [&"中".repeat(2_001), "", " \n ", "null \u{0}"] {
        assert_eq!(refused(words)["path"], "text", "{words:?}");
    }
    let longest = "中".repeat(2_000);
    shop.say("ana", &path, &unique("k"), &json!({"text": longest})).expect(201);

    let faulty = |body: Value| shop.shopper("ana", "POST", "/cases").key(&unique("k")).faulty_json(&body).send();
    assert_eq!(faulty(json!({"kind": "rant", "text": "x"})).fault_paths(), ["kind"]);
    assert_eq!(faulty(json!({"kind": "idea"})).fault_paths(), ["text"]);
    assert_eq!(faulty(json!({"kind": "idea", "text": "x", "attachment": "data:"})).fault_paths(), ["attachment"]);
    assert_eq!(faulty(json!({"kind": "idea", "text": "x", "owner": "me"})).fault_paths(), ["owner"]);
    assert_eq!(faulty(json!({"kind": "idea", "text": "x", "order": "not-mine"})).fault_paths(), ["order"]);
    let nothing = json!({"survey": "after-delivery", "occasion": "visit"});
    assert_eq!(faulty(json!({"kind": "idea", "text": "x", "answer": nothing})).fault_paths(), ["answer.occasion"]);
    for kind in ["multipart/form-data; boundary=x", "image/png", "text/plain"] {
        let call = shop.shopper("ana", "POST", "/cases").key(&unique("k"));
        call.bytes(kind, b"{\"kind\":\"idea\",\"text\":\"x\"}").send().refused(415, "unsupported_media_type");
    }
    assert_eq!(shop.cases("ana").as_array().map(Vec::len), Some(1));
}

#[test]
fn a_case_comes_from_an_answer_of_the_members_own() {
    let shop = shop();
    surveys::create(&shop, &surveys::survey("s")).expect(201);
    surveys::deliver(&shop, "ana", "o1");
    surveys::eventually_asked(&shop, "ana");
    let score = json!({"occasion": "order:o1", "version": 1, "step": "score", "answer": {"score": 3}});
    shop.shopper("ana", "POST", "/surveys/s/answers").key("score").json(&score).send().expect(201);
    let answer = json!({"survey": "s", "occasion": "order:o1"});
    let opening =
        |order: Option<&str>| json!({"kind": "complaint", "text": "It came late.", "order": order, "answer": answer});
    // Whoever signs in where somebody else was asked says nothing in that one's name.
    let call = shop.shopper("bor", "POST", "/cases").key(&unique("k"));
    assert_eq!(call.json(&opening(None)).send().fault_paths(), ["answer"]);
    let opened = shop.say("ana", "/cases", "open", &opening(Some("o1"))).expect(201);
    let case = text(&opened["case"]["id"]);
    eventually("the shop finds it", || (shop.desk("GET", &format!("/{case}")).send().status() == 200).then_some(()));
    assert_eq!(shop.desk_case(&case)["answer"], answer);
}

#[test]
fn there_is_a_page_after_twenty() {
    let shop = shop();
    let mut opened = Vec::new();
    for number in 0..23 {
        let case = shop.open_case("ana", "question", &format!("No. {number}"));
        shop.patch_case(&case, &json!({"status": "closed"})).expect(200);
        opened.insert(0, case);
    }
    let page = |query: &str| shop.shopper("ana", "GET", &format!("/cases{query}")).send();
    let ids = |page: &Value| -> Vec<String> {
        page["cases"].as_array().into_iter().flatten().map(|case| text(&case["id"])).collect()
    };
    let first = page("").expect(200);
    assert_eq!((ids(&first), &first["next"]), (opened[..20].to_vec(), &json!(opened[19])));
    let second = page(&format!("?after={}", opened[19])).expect(200);
    assert_eq!((ids(&second), &second["next"]), (opened[20..].to_vec(), &Value::Null));
    let bors = shop.open_case("bor", "question", "Mine");
    for unknown in [&bors, "nothing", ""] {
        assert_eq!(page(&format!("?after={unknown}")).fault_paths(), ["after"], "{unknown}");
    }
}

#[test]
fn ten_cases_may_be_open_at_a_time() {
    let shop = shop();
    let open = |number: usize| {
        shop.say("ana", "/cases", &format!("k{number}"), &json!({"kind": "question", "text": format!("No. {number}")}))
    };
    let first = text(&open(0).expect(201)["case"]["id"]);
    (1..10).for_each(|number| drop(open(number).expect(201)));
    open(10).refused(409, "too_many_cases");
    eventually("the shop finds it", || (shop.desk("GET", &format!("/{first}")).send().status() == 200).then_some(()));
    shop.patch_case(&first, &json!({"status": "closed"})).expect(200);
    open(11).expect(201);
    // A refusal is repeated even though there is room by now.
    assert!({
        let again = open(10);
        again.refused(409, "too_many_cases");
        again.is_replayed()
    });
    let words: Vec<Value> = (0..11).map(|place| shop.cases("ana")[place]["messages"][0]["text"].clone()).collect();
    assert_eq!((&words[0], words.len()), (&json!("No. 11"), 11), "what changed last comes first: {words:?}");
}
