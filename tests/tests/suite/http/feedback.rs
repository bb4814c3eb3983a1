//! What people say, measured: answers to surveys as wallets tell them, and what comes from elsewhere.

use regulars_tests::{
    client::Answer,
    service::{eventually, unique},
    shop::{Shop, order, text, with},
};
use serde_json::{Value, json};

use crate::http::shop;

/// Sends feedback from elsewhere.
fn send(shop: &Shop, key: &str, feedback: &Value) -> Answer {
    let feedback = with(json!({"id": key, "channel": "email", "at": "2020-06-15T06:00:00Z"}), feedback.clone());
    shop.server("POST", "/feedback").key(key).json(&feedback).send()
}

#[track_caller]
fn report(shop: &Shop, query: &str) -> Value {
    shop.server("GET", &format!("/reports/feedback{query}")).send().expect(200)
}

/// The name and the number of answers of each group.
fn groups(report: &Value) -> Vec<(String, u64)> {
    let groups = report["groups"].as_array().cloned().unwrap_or_default();
    let group = |group: &Value| {
        (group["name"].as_str().unwrap_or_default().to_owned(), group["nps"]["answers"].as_u64().unwrap_or_default())
    };
    groups.iter().map(group).collect()
}

#[test]
fn what_comes_from_elsewhere_is_counted_once() {
    let shop = shop();
    let empty = report(&shop, "");
    assert_eq!(empty["overall"], json!({"asked": 0, "answered": 0, "partial": 0, "skipped": 0}));
    assert_eq!((&empty["groups"], empty["until"].is_string()), (&json!([]), true));
    let first = send(&shop, "review-17", &json!({"nps": 9, "text": "<b>Quick</b>", "products": ["cd"]}));
    let taken = first.expect(201)["feedback"].clone();
    assert_eq!((&taken["id"], &taken["text"]), (&json!("review-17"), &json!("<b>Quick</b>")));
    let again = send(&shop, "review-17", &json!({"nps": 9, "text": "<b>Quick</b>", "products": ["cd"]}));
    assert!(again.is_replayed() && again.bytes() == first.bytes());
    let same = with(taken.clone(), json!({}));
    shop.server("POST", "/feedback").key("another").json(&same).send().expect(201);
    let other = shop.server("POST", "/feedback").key("third").json(&with(same, json!({"nps": 0}))).send();
    other.refused(409, "already_exists");
    send(&shop, "call-1", &json!({"channel": "phone", "sentiment": "negative"})).expect(201);
    // Six weeks ago: of the period before.
    send(&shop, "old", &json!({"at": "2020-05-01T00:00:00Z", "nps": 0})).expect(201);

    let list = |query: &str| shop.server("GET", &format!("/feedback{query}")).send();
    let said = list("").expect(200)["feedback"].clone();
    let review = json!({
        "id": said[0]["id"], "member": null, "channel": "email", "at": "2020-06-15T06:00:00Z", "status": "complete",
        "nps": 9, "words": [{"text": "<b>Quick</b>"}], "language": null,
    });
    // Of one instant, in an order that stays.
    let mut both = [&said[0], &said[1]];
    both.sort_by_key(|line| line["channel"].to_string());
    assert_eq!(*both[0], with(review, json!({"id": both[0]["id"]})));
    assert_eq!((&both[1]["sentiment"], &both[1]["words"]), (&json!("negative"), &json!([])), "{said}");
    assert_eq!((said.as_array().map(Vec::len), &said[2]["at"]), (Some(3), &json!("2020-05-01T00:00:00Z")));
    let (mut place, mut paged) = (String::new(), Vec::new());
    loop {
        let page = list(&format!("?limit=1{place}")).expect(200);
        paged.extend(page["feedback"].as_array().cloned().unwrap_or_default());
        match page["next"].as_str() {
            Some(next) => place = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(json!(paged), said);
    let within = list("?from=2020-05-01T00:00:00Z&until=2020-06-15T06:00:00Z").expect(200)["feedback"].clone();
    assert_eq!(within, json!([said[2]]));
    for (query, path) in [
        ("?after=nothing", "after"),
        ("?score=fan", "score"),
        ("?words=some", "words"),
        ("?limit=101", "limit"),
        ("?from=yesterday", "from"),
        ("?survey=", "survey"),
    ] {
        assert_eq!(list(query).fault_paths(), [path], "{query}");
    }

    let told = report(&shop, "?by=channel");
    let nps = &told["overall"]["nps"];
    assert_eq!((&nps["value"], &nps["answers"], &nps["promoters"]), (&json!(100.0), &json!(1), &json!(1)));
    let happiness = &told["overall"]["happiness"];
    assert_eq!((&happiness["value"], &happiness["all"], &happiness["negative"]), (&json!(0.5), &json!(2), &json!(1)));
    let change = &told["overall"]["change"]["nps"];
    assert_eq!((&change["before"], &change["difference"]), (&json!(-100.0), &json!(200.0)));
    assert_eq!(change["is_more_than_noise"], false, "one answer each");
    assert_eq!(groups(&told), [("email".to_owned(), 1), ("phone".to_owned(), 0)]);
    let named = report(&shop, "?by=product&from=2020-06-15T06:00:00Z&until=2020-06-15T06:00:01Z");
    assert_eq!(groups(&named), [("cd".to_owned(), 1)]);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let shop = shop();
    for (feedback, path) in [
        (json!({"nps": 11}), "nps"),
        (json!({}), "sentiment"),
        (json!({"nps": 9, "channel": "widget"}), "channel"),
        (json!({"nps": 9, "text": "a".repeat(10_000)}), "text"),
        (json!({"nps": 9, "attachment": "x.png"}), "attachment"),
        (json!({"nps": 9, "at": "2021-01-01T00:00:00Z"}), "at"),
    ] {
        let feedback = with(json!({"id": "f", "channel": "email", "at": "2020-06-15T06:00:00Z"}), feedback);
        let answer = shop.server("POST", "/feedback").key(&unique("feedback")).faulty_json(&feedback).send();
        answer.refused(422, "invalid");
        assert!(String::from_utf8_lossy(answer.bytes()).contains(path), "{path}: {answer}");
    }
    for query in ["?by=nothing", "?from=yesterday", "?from=2020-06-15T06:00:00Z&until=2020-06-15T06:00:00Z", "?survey="]
    {
        shop.server("GET", &format!("/reports/feedback{query}")).send().refused(422, "invalid");
    }
    let long = "?from=2018-01-01T00:00:00Z&until=2020-01-01T00:00:00Z";
    shop.server("GET", &format!("/reports/feedback{long}")).send().refused(422, "invalid");
    assert_eq!(report(&shop, "")["overall"]["asked"], 0);
}

#[test]
fn answers_are_measured_with_what_was_known_of_their_members() {
    let shop = shop();
    let survey = json!({
        "id": "s", "name": "S", "status": "published", "timing": {"at_delivery": {"for_hours": 48}},
        "steps": [{"id": "score", "ask": {"nps": {}}, "title": {"en": "?"}},
            {"id": "why", "ask": {"open": {}}, "title": {"en": "Why?"}}],
    });
    shop.server("POST", "/surveys").key("survey").json(&survey).send().expect(201);
    let members = ["ana", "bor", "cene", "dana"];
    for member in members {
        let delivered = json!({"delivered_at": "2020-06-15T06:00:00Z", "updated_at": "2020-06-15T06:00:00Z"});
        shop.put_order(&format!("o-{member}"), &with(order(member, 1_000), delivered));
        eventually("the member is asked", || shop.boot(member).get("survey").cloned());
    }
    let tell = |member: &str, told: Value| {
        let told = with(json!({"occasion": format!("order:o-{member}"), "version": 1}), told);
        shop.shopper(member, "POST", "/surveys/s/answers").key(&unique("k")).json(&told).send().expect(201);
    };
    let score = |score: i64| json!({"step": "score", "answer": {"score": score}});
    let why = || json!({"step": "why", "answer": {"text": "Because"}});
    for member in members {
        tell(member, json!({"shown": true}));
    }
    tell("ana", score(10));
    tell("ana", why());
    tell("bor", score(2));
    tell("cene", json!({"dismissed": true}));

    let told = eventually("all of it is told", || {
        let told = report(&shop, "?by=stage");
        let overall = &told["overall"];
        let counts = ["asked", "answered", "partial", "skipped"].map(|name| overall[name].as_u64().unwrap_or_default());
        (counts == [4, 1, 1, 1]).then_some(told.clone())
    });
    let list = |query: &str| -> Vec<(String, u64)> {
        let lines = shop.server("GET", &format!("/feedback{query}")).send().expect(200)["feedback"].clone();
        let line = |line: &Value| (text(&line["member"]), line["nps"].as_u64().unwrap_or_default());
        lines.as_array().into_iter().flatten().map(line).collect()
    };
    let (ana, bor) = (("ana".to_owned(), 10), ("bor".to_owned(), 2));
    // Who was asked and said nothing is not among those who said something.
    assert_eq!(list(""), [bor.clone(), ana.clone()]);
    assert_eq!(list("?words=true"), list("?score=promoter"));
    assert_eq!((list("?score=promoter&survey=s"), list("?words=false")), (vec![ana], vec![bor.clone()]));
    assert_eq!((list("?score=detractor"), list("?score=passive"), list("?survey=other")), (vec![bor], vec![], vec![]));
    let nps = &told["overall"]["nps"];
    assert_eq!((&nps["value"], &nps["answers"]), (&json!(0.0), &json!(2)), "among answers only");
    assert_eq!(told["overall"]["rates"]["skip"]["value"], 0.25);
    assert_eq!(groups(&told), [("first_time".to_owned(), 2)]);
    assert_eq!(groups(&report(&shop, "?by=label")), [("music".to_owned(), 2)]);
    assert_eq!(groups(&report(&shop, "?by=survey&survey=s")), [("s".to_owned(), 2)]);
    assert_eq!(report(&shop, "?survey=other")["overall"]["asked"], 0);
    assert_eq!(groups(&report(&shop, "?by=channel")), [("widget".to_owned(), 2)]);
}
