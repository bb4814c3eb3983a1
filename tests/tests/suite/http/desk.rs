//! Cases as the shop's people have them: found, changed by one at a time, answered within targets, counted.

use regulars_tests::{service::eventually, shop::text};
use serde_json::{Value, json};

use crate::http::{all_at_once, shop};

/// Targets and limits that the tests below count by.
pub fn settings() -> Value {
    json!({
        "targets": {"complaint": {"first_answer_hours": 4, "solution_hours": 48}},
        "gestures": {"support": 200, "marketer": 500, "owner": 2_000, "per_member": 600},
    })
}

#[test]
fn of_two_who_change_a_case_at_once_one_is_told_to_look_again() {
    let shop = shop();
    let case = shop.open_case("ana", "question", "Who?");
    let answers =
        all_at_once(2, |number| shop.patch_case_at(&case, &json!(1), &json!({"owner": format!("Eva {number}")})));
    let mut statuses: Vec<u16> = answers.iter().map(regulars_tests::client::Answer::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412], "{answers:?}");
    for answer in &answers {
        if answer.status() == 412 {
            assert_eq!(answer.refused(412, "version_conflict")["version"], 2);
        } else {
            assert_eq!(answer.header("etag"), Some("\"2\""));
            assert_eq!(shop.desk_case(&case)["owner"], answer.json()["case"]["owner"]);
        }
    }
    // What the shopper writes in between is another version, too.
    shop.say("ana", &format!("/cases/{case}/messages"), "k", &json!({"text": "Wait"})).expect(201);
    shop.patch_case_at(&case, &json!(2), &json!({"status": "closed"})).refused(412, "version_conflict");
    shop.desk("PATCH", &format!("/{case}")).json(&json!({})).send().refused(428, "if_match_required");

    let faulty = |body: Value| {
        shop.desk("PATCH", &format!("/{case}")).header("if-match", "\"3\"").faulty_json(&body).send().fault_paths()
    };
    assert_eq!(faulty(json!({"status": "answered"})), ["status"]);
    assert_eq!(faulty(json!({"status": "gone"})), ["status"]);
    assert_eq!(faulty(json!({"owner": ""})), ["owner"]);
    assert_eq!(faulty(json!({"messages": []})), ["messages"]);
    assert_eq!(faulty(json!({"same_as": case})), ["same_as"]);
    assert_eq!(faulty(json!({"same_as": "nothing"})), ["same_as"]);
    assert_eq!(shop.desk_case(&case)["version"], 3);
}

#[test]
fn what_the_shopper_writes_while_the_shop_closes_is_never_lost_behind_a_closed_case() {
    let shop = shop();
    for round in 0..4 {
        let case = shop.open_case("ana", "question", "Who?");
        let answers = all_at_once(2, |side| match side {
            0 => shop.say("ana", &format!("/cases/{case}/messages"), &format!("{round}"), &json!({"text": "Wait"})),
            _ => shop.patch_case_at(&case, &json!(1), &json!({"status": "closed"})),
        });
        answers[0].expect(201);
        // Whichever came first: the message opens the case again, or the shop is told to look again.
        if answers[1].status() != 200 {
            answers[1].refused(412, "version_conflict");
        }
        let staff = shop.desk_case(&case);
        assert_eq!(
            (&staff["status"], staff["messages"].as_array().map(Vec::len)),
            (&json!("open"), Some(2)),
            "{staff}"
        );
        shop.patch_case(&case, &json!({"status": "closed"})).expect(200);
    }
}

#[test]
fn two_who_answer_at_once_are_both_read() {
    let shop = shop();
    let case = shop.open_case("ana", "question", "When?");
    let path = format!("/{case}/messages");
    let answers = all_at_once(6, |number| {
        // Three people, each of whom sends twice.
        let body = json!({"by": format!("Eva {}", number % 3), "text": "Today"});
        shop.desk("POST", &path).key(&format!("k{}", number % 3)).json(&body).send()
    });
    answers.iter().for_each(|answer| drop(answer.expect(201)));
    let staff = shop.desk_case(&case);
    assert_eq!((staff["messages"].as_array().map(Vec::len), &staff["version"]), (Some(4), &json!(4)), "{staff}");
    assert_eq!(shop.cases("ana")[0]["unread"], 3);
}

#[test]
fn targets_pass_with_the_shops_clock() {
    let shop = shop();
    shop.settle_feedback(&settings());
    shop.set_clock("2020-06-15T12:00:00Z");
    let complaint = shop.open_case("ana", "complaint", "Broken");
    let question = shop.open_case("bor", "question", "When?");
    let before = shop.desk_case(&complaint);
    let minutes = |case: &Value| case["first_answer"]["left_minutes"].as_i64();
    assert!(minutes(&before).is_some_and(|left| (230..=240).contains(&left)), "{before}");
    assert_eq!(before["overdue"], false);
    shop.listed("?overdue=true", &[]);

    shop.set_clock("2020-06-15T17:00:00Z");
    eventually("the clock has moved", || (shop.desk_case(&complaint)["overdue"] == true).then_some(()));
    let late = shop.desk_case(&complaint);
    assert!(minutes(&late).is_some_and(|left| (-70..=-60).contains(&left)), "{late}");
    shop.listed("?overdue=true", &[&complaint]);
    shop.listed("?overdue=false", &[&question]);
    let answered = shop.answer_case(&complaint, "Sorry");
    assert_eq!((&answered["overdue"], minutes(&answered)), (&json!(false), None), "{answered}");
    assert!(answered["first_answer"]["answered_at"].is_string());
    shop.listed("?overdue=true", &[]);
    shop.set_clock("2020-06-17T13:00:00Z");
    shop.listed("?overdue=true", &[&question, &complaint]);
    shop.patch_case(&complaint, &json!({"status": "solved"})).expect(200);
    shop.listed("?overdue=true", &[&question]);
}

#[test]
fn an_answer_that_nobody_replies_to_closes_the_case_for_everybody() {
    let shop = shop();
    shop.settle_feedback(&json!({"close_answered_after_days": 3}));
    let [quiet, busy] = ["ana", "bor"].map(|member| shop.open_case(member, "question", "When?"));
    shop.answer_case(&quiet, "Today");
    let answered = shop.answer_case(&busy, "Today");
    assert_eq!(text(&answered["closes_at"]).get(..10), Some("2020-06-18"), "{answered}");
    shop.say("bor", &format!("/cases/{busy}/messages"), "k", &json!({"text": "Really?"})).expect(201);
    shop.listed("?status=open", &[&busy]);
    shop.listed("?status=answered", &[&quiet]);
    shop.set_clock("2020-06-18T13:00:00Z");
    shop.listed("?status=closed", &[&quiet]);
    shop.listed("?status=answered", &[]);
    let closed = shop.desk_case(&quiet);
    assert_eq!((&closed["status"], &closed["closes_at"]), (&json!("closed"), &Value::Null), "{closed}");
    assert_eq!((&shop.cases("ana")[0]["status"], &shop.cases("bor")[0]["status"]), (&json!("closed"), &json!("open")));
    assert_eq!(shop.member("ana")["traits"]["open_case"], false);
    let report = shop.server("GET", "/reports/cases").send().expect(200);
    assert_eq!((&report["closed"], &report["open_now"]), (&json!(1), &json!(1)), "{report}");
    // What the list has is what the shop can change, and the shopper opens it again.
    let line = shop.desk("GET", "?status=closed").send().expect(200)["cases"][0].clone();
    shop.patch_case_at(&quiet, &line["version"], &json!({"owner": "Eva"})).expect(200);
    shop.say("ana", &format!("/cases/{quiet}/messages"), "k", &json!({"text": "Thanks"})).expect(201);
    shop.listed("?status=open", &[&busy, &quiet]);
}

#[test]
fn a_list_has_what_is_asked_for_page_by_page() {
    let shop = shop();
    let mut cases = Vec::new();
    for (number, (member, kind)) in
        [("ana", "question"), ("bor", "idea"), ("ana", "idea"), ("cene", "praise")].into_iter().enumerate()
    {
        shop.set_clock(&format!("2020-06-{}T12:00:00Z", 15 + number));
        cases.push(shop.open_case(member, kind, &format!("Case {number}")));
    }
    let [first, second, third, fourth] = [&cases[0], &cases[1], &cases[2], &cases[3]].map(String::as_str);
    shop.listed("", &[fourth, third, second, first]);
    shop.listed("?member=ana", &[third, first]);
    shop.listed("?kind=idea", &[third, second]);
    shop.listed("?kind=idea&member=bor", &[second]);
    shop.answer_case(first, "Yes");
    shop.patch_case(second, &json!({"owner": "Eva", "status": "closed"})).expect(200);
    shop.listed("?status=answered", &[first]);
    shop.listed("?status=closed&owner=Eva", &[second]);
    shop.listed("?owner=Nobody", &[]);
    shop.listed("?status=open", &[fourth, third]);

    let page = shop.desk("GET", "?limit=3").send().expect(200);
    assert_eq!((page["cases"].as_array().map(Vec::len), &page["next"]), (Some(3), &json!(second)));
    shop.listed(&format!("?limit=3&after={second}"), &[first]);
    let last = shop.desk("GET", &format!("?limit=1&after={second}")).send().expect(200);
    assert_eq!(last["next"], Value::Null);
    assert_eq!(page["cases"][0]["title"], "Case 3");

    for (query, path) in [
        ("?status=done", "status"),
        ("?kind=rant", "kind"),
        ("?overdue=maybe", "overdue"),
        ("?after=nothing", "after"),
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
    ] {
        assert_eq!(shop.desk("GET", query).send().fault_paths(), [path], "{query}");
    }
}

#[test]
fn same_ideas_are_joined_and_their_people_counted() {
    let shop = shop();
    let idea = shop.open_case("ana", "idea", "Sell sleeves");
    let same = shop.open_case("bor", "idea", "Sleeves, please");
    let again = shop.open_case("bor", "idea", "Sleeves!");
    let other = shop.open_case("cene", "idea", "Gift wrapping");
    let question = shop.open_case("dana", "question", "Sleeves?");
    for case in [&same, &again] {
        let joined = shop.patch_case(case, &json!({"same_as": idea})).expect(200);
        assert_eq!(joined["case"]["same_as"], json!(idea));
    }
    eventually("they are counted", || (shop.desk_case(&idea)["joined"] == 2).then_some(()));
    let list = shop.desk("GET", "?kind=idea").send().expect(200);
    let joined: Vec<_> = list["cases"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|case| (text(&case["id"]), case["joined"].as_u64()))
        .collect();
    for (case, people) in [(&idea, 2), (&same, 1), (&again, 1), (&other, 1)] {
        assert!(joined.contains(&(case.clone(), Some(people))), "{case}: {people} of {joined:?}");
    }
    shop.patch_case(&question, &json!({"same_as": idea})).refused(409, "not_an_idea");
    let version = shop.desk_case(&same)["version"].clone();
    let call = shop.desk("PATCH", &format!("/{same}")).header("if-match", &format!("\"{version}\""));
    assert_eq!(call.json(&json!({"same_as": question})).send().fault_paths(), ["same_as"]);

    let ideas = || shop.server("GET", "/reports/cases").send().expect(200)["ideas"].clone();
    let first = json!({"case": idea, "title": "Sell sleeves", "members": 2});
    // The second of bor's counts nobody anew, so only now is it sure to have come.
    let both = || (ideas().as_array().map(Vec::len) == Some(2)).then(ideas);
    assert_eq!(eventually("both are joined", both)[0], first);
    shop.patch_case(&again, &json!({"same_as": null})).expect(200);
    shop.patch_case(&same, &json!({"kind": "question"})).expect(200);
    eventually("they are counted anew", || (ideas()[0]["members"] == 1).then_some(()));
}

#[test]
fn a_report_has_the_numbers_of_its_time() {
    let shop = shop();
    shop.settle_feedback(&settings());
    // A sandbox's clock goes on, so minutes are told to within the time that the test itself takes.
    shop.set_clock("2020-06-15T12:00:00Z");
    let quick = shop.open_case("ana", "complaint", "Broken");
    shop.set_clock("2020-06-15T12:30:00Z");
    shop.answer_case(&quick, "Sorry");
    shop.patch_case(&quick, &json!({"status": "waiting"})).expect(200);
    shop.set_clock("2020-06-16T12:30:00Z");
    shop.say("ana", &format!("/cases/{quick}/messages"), "k", &json!({"text": "Here"})).expect(201);
    shop.set_clock("2020-06-16T13:00:00Z");
    shop.patch_case(&quick, &json!({"status": "closed"})).expect(200);
    // Before the time at which it would close by itself: later, what the shop last heard of it would be enough.
    shop.listed("?status=closed", &[&quick]);
    shop.set_clock("2020-06-22T12:00:00Z");
    let late = shop.open_case("bor", "complaint", "Broken, too");
    shop.set_clock("2020-06-23T12:00:00Z");
    shop.listed("?overdue=true", &[&late]);

    let report = shop.server("GET", "/reports/cases").send().expect(200);
    let numbers = |of: &Value| ["opened", "answered", "closed"].map(|name| of[name].as_u64().unwrap_or_default());
    assert_eq!(numbers(&report), [2, 1, 1], "{report}");
    assert_eq!((&report["open_now"], &report["overdue_now"]), (&json!(1), &json!(1)));
    let complaint = &report["kinds"]["complaint"];
    assert_eq!((numbers(complaint), numbers(&report["kinds"]["idea"])), ([2, 1, 1], [0, 0, 0]));
    let about = |minutes: &Value, expected: i64| {
        let minutes = minutes.as_i64().unwrap_or_default();
        assert!((expected - 2..=expected + 2).contains(&minutes), "{minutes} is not about {expected}: {report}");
    };
    about(&complaint["first_answer"]["median_minutes"], 30);
    about(&complaint["solution"]["p90_minutes"], 60);
    let weeks: Vec<_> =
        report["weeks"].as_array().into_iter().flatten().map(|week| (text(&week["week"]), numbers(week))).collect();
    assert_eq!(weeks, [("2020-06-15".to_owned(), [1, 1, 1]), ("2020-06-22".to_owned(), [1, 0, 0])]);

    let of = |query: &str| shop.server("GET", &format!("/reports/cases{query}")).send();
    let one_week = of("?from=2020-06-22T00:00:00Z&until=2020-06-29T00:00:00Z").expect(200);
    assert_eq!((numbers(&one_week), &one_week["kinds"]["complaint"]["first_answer"]), ([1, 0, 0], &Value::Null));
    assert_eq!(of("?from=yesterday").fault_paths(), ["from"]);
    assert_eq!(of("?from=2020-06-22T00:00:00Z&until=2020-06-22T00:00:00Z").fault_paths(), ["until"]);
    assert_eq!(of("?from=2018-06-22T00:00:00Z").fault_paths(), ["until"]);
}

#[test]
fn settings_have_versions_and_are_checked() {
    let shop = shop();
    let get = || shop.server("GET", "/feedback-settings").send();
    assert_eq!((&get().expect(200)["version"], &get().expect(200)["settings"]), (&json!(0), &json!({})));
    shop.settle_feedback(&settings());
    assert_eq!((get().header("etag"), &get().json()["settings"]), (Some("\"1\""), &settings()));
    let put = |version: u32, body: &Value| {
        let call = shop.server("PUT", "/feedback-settings").header("if-match", &format!("\"{version}\""));
        call.faulty_json(body).send()
    };
    put(0, &json!({})).refused(412, "version_conflict");
    assert_eq!(
        put(1, &json!({"targets": {"idea": {"solution_hours": 0}}})).fault_paths(),
        ["targets.idea.solution_hours"]
    );
    assert_eq!(put(1, &json!({"gestures": {"owner": -1}})).fault_paths(), ["gestures.owner"]);
    assert_eq!(put(1, &json!({"close_answered_after_days": 0})).fault_paths(), ["close_answered_after_days"]);
    assert_eq!(put(1, &json!({"gifts": 1})).fault_paths(), ["gifts"]);
    put(1, &json!({})).expect(200);
    let first = shop.server("GET", "/feedback-settings?version=1").send().expect(200);
    assert_eq!(first["settings"], settings());
    // What holds for offers is another document.
    assert_eq!(shop.server("GET", "/offer-settings").send().expect(200)["version"], 0);
}

#[test]
fn the_steps_of_a_good_answer_are_in_the_members_language() {
    let shop = shop();
    let opened = shop
        .shopper("ana", "POST", "/cases?lang=uk")
        .key("k")
        .json(&json!({"kind": "praise", "text": "Гарно!"}))
        .send();
    let case = text(&opened.expect(201)["case"]["id"]);
    eventually("the shop finds it", || (shop.desk("GET", &format!("/{case}")).send().status() == 200).then_some(()));
    let first = || shop.desk_case(&case)["template"][0].clone();
    assert_eq!(first(), json!({"step": "thank", "text": "Дякуємо, нам дуже приємно."}));
    assert_eq!(shop.desk_case(&case)["language"], "uk");
    shop.server("PUT", "/members/ana/profile").json(&json!({"language": "sl-SI"})).send().expect(200);
    assert_eq!(first(), json!({"step": "thank", "text": "Hvala, to nas zelo veseli."}));
}
