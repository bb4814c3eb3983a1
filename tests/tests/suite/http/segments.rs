//! Who is in which segment: entering and leaving by an order and by time alone, in pages, and by the shop's own quantiles.

use regulars_tests::{
    service::{eventually, unique},
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::http::shop;

#[track_caller]
fn create(shop: &Shop, id: &str, condition: &Value) {
    let segment = json!({"id": id, "name": {"en": id}, "condition": condition});
    shop.server("POST", "/segments").key(&unique("segment")).json(&segment).send().expect(201);
}

#[track_caller]
fn page(shop: &Shop, segment: &str, rest: &str) -> Value {
    shop.server("GET", &format!("/segments/{segment}/{rest}")).send().expect(200)
}

fn names(page: &Value, list: &str) -> Vec<String> {
    let listed = page[list].as_array().into_iter().flatten();
    listed.map(|row| row["member"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Waits until exactly these are in a segment.
#[track_caller]
fn eventually_in(shop: &Shop, segment: &str, members: &[&str]) {
    eventually(&format!("{members:?} in {segment}"), || {
        let page = page(shop, segment, "members");
        assert_eq!(page["count"], names(&page, "members").len());
        (names(&page, "members") == members).then_some(())
    });
}

/// Everything that has changed in a segment: who, and what.
#[track_caller]
fn changes(shop: &Shop, segment: &str) -> Vec<(String, String)> {
    let page = page(shop, segment, "changes");
    let changes = page["changes"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    changes.iter().map(|change| (text(&change["member"]), text(&change["change"]))).collect()
}

fn said(member: &str, change: &str) -> (String, String) {
    (member.to_owned(), change.to_owned())
}

#[test]
fn members_enter_and_leave_by_orders_and_by_time_alone() {
    let shop = shop();
    // Without an order there is nothing to compare, and what is missing is less than 30 in this language.
    let recent = json!({"member.orders": {"$gte": 1}, "member.days_since_last_order": {"$lt": 30}});
    create(&shop, "recent", &recent);
    create(&shop, "lapsing", &json!({"member.segments": {"$nin": ["recent"]}, "member.orders": {"$gte": 1}}));
    shop.put_order("o1", &order("ana", 1_000));
    eventually_in(&shop, "recent", &["ana"]);
    shop.put_order("o2", &order("bor", 1_000));
    eventually_in(&shop, "recent", &["ana", "bor"]);
    let since = page(&shop, "recent", "members")["members"][0]["since"].clone();
    assert!(since.as_str().is_some_and(|since| since.starts_with("2020-06-15T12:")), "{since}");

    let cancelled = json!({"status": "cancelled", "updated_at": "2020-06-14T13:00:00Z"});
    shop.put_order("o2", &with(order("bor", 1_000), cancelled));
    eventually_in(&shop, "recent", &["ana"]);
    assert_eq!(page(&shop, "lapsing", "members")["members"], json!([]), "an order that is cancelled is none");

    // Twenty-nine days and some hours after the order nothing has changed; then nothing happens but time.
    shop.set_clock("2020-07-14T11:00:00Z");
    let seen_since = |instant: &str| {
        let as_of = page(&shop, "recent", "members")["as_of"].as_str().unwrap_or_default().to_owned();
        (as_of.as_str() >= instant).then_some(())
    };
    eventually("everybody is looked at again", || seen_since("2020-07-14T11:00:00"));
    eventually_in(&shop, "recent", &["ana"]);
    shop.set_clock("2020-07-14T12:00:00Z");
    eventually_in(&shop, "recent", &[]);
    eventually_in(&shop, "lapsing", &["ana"]);

    let told = [said("ana", "entered"), said("bor", "entered"), said("bor", "left"), said("ana", "left")];
    assert_eq!(changes(&shop, "recent"), told);
    assert_eq!(changes(&shop, "lapsing"), [said("ana", "entered")]);
}

#[test]
fn a_segment_that_says_something_else_has_others_in_it() {
    let shop = shop();
    for (member, cents) in [("ana", 1_000), ("bor", 2_000), ("cene", 3_000)] {
        shop.put_order(&unique("o"), &order(member, cents));
    }
    create(&shop, "some", &json!({"member.spend": {"$gte": 2_000}}));
    eventually_in(&shop, "some", &["bor", "cene"]);
    let other = json!({"id": "some", "name": {"en": "Some"}, "condition": {"member.spend": {"$lte": 2_000}}});
    shop.server("PUT", "/segments/some").header("if-match", "\"1\"").json(&other).send().expect(200);
    eventually_in(&shop, "some", &["ana", "bor"]);
    let told = changes(&shop, "some");
    let (entered, changed) = told.split_at(2.min(told.len()));
    let mut entered = entered.to_vec();
    entered.sort();
    assert_eq!(entered, [said("bor", "entered"), said("cene", "entered")]);
    let mut changed = changed.to_vec();
    changed.sort();
    assert_eq!(changed, [said("ana", "entered"), said("cene", "left")]);

    let removed = shop.server("DELETE", "/segments/some").header("if-match", "\"2\"").send();
    assert_eq!(removed.status(), 204);
    shop.server("GET", "/segments/some/members").send().refused(404, "not_found");
    eventually("everybody has left", || {
        let told = changes(&shop, "some").split_off(4);
        let left = told.iter().filter(|(_, change)| change == "left").count();
        (told.len() == 2 && left == 2).then_some(())
    });
}

#[test]
fn members_and_changes_come_in_pages() {
    let shop = shop();
    create(&shop, "all", &json!({"member.orders": {"$gte": 1}}));
    let members: Vec<String> = (0..7).map(|number| format!("član {number}")).collect();
    let orders: Vec<Value> =
        members.iter().map(|member| with(order(member, 500), json!({"id": format!("of {member}")}))).collect();
    shop.server("POST", "/orders/batch").json(&json!({"orders": orders})).send().expect(200);
    let all: Vec<&str> = members.iter().map(String::as_str).collect();
    eventually_in(&shop, "all", &all);

    let mut read = Vec::new();
    let mut after = String::new();
    for expected in [3, 3, 1] {
        let listed = page(&shop, "all", &format!("members?limit=3&after={}", regulars_tests::client::segment(&after)));
        assert_eq!((&listed["count"], names(&listed, "members").len()), (&json!(7), expected));
        read.extend(names(&listed, "members"));
        after = listed["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!((read, after.as_str()), (members.clone(), ""));

    let first = page(&shop, "all", "changes?limit=5");
    let rest = page(&shop, "all", &format!("changes?limit=5&after={}", first["next"]));
    let mut read = [names(&first, "changes"), names(&rest, "changes")].concat();
    read.sort();
    assert_eq!((read, &rest["next"]), (members, &Value::Null));
    let number = |change: &Value| change["number"].as_u64().unwrap_or(0);
    assert!(number(&first["changes"][4]) < number(&rest["changes"][0]));
    assert_eq!(first["next"], first["changes"][4]["number"]);

    for limit in ["0", "1001", "all"] {
        let refused = shop.server("GET", &format!("/segments/all/members?limit={limit}")).send();
        assert_eq!(refused.fault_paths(), ["limit"]);
    }
    shop.server("GET", "/segments/nobody/members").send().refused(404, "not_found");
    shop.server("GET", "/segments/nobody/changes").send().refused(404, "not_found");
}

#[test]
fn quantiles_of_the_shop_reach_segments_and_pages() {
    let shop = shop();
    create(&shop, "best", &json!({"member.rfm.money": 5}));
    create(&shop, "few", &json!({"member.top": true}));
    create(&shop, "buyers", &json!({"member.orders": {"$gte": 1}}));
    let offer = json!({
        "id": "dinner", "name": "Dinner", "status": "published", "holdout": 0, "condition": {"member.rfm.money": {"$gte": 4}},
        "display": {"type": "bar", "edge": "top"}, "triggers": [{"type": "at_once"}],
        "variants": [{"key": "only", "content": {"headline": {"en": "Come to dinner"}}}],
    });
    shop.server("POST", "/offers").key(&unique("offer")).json(&offer).send().expect(201);
    let spent = [("ana", 1_000), ("bor", 2_000), ("cene", 3_000), ("dora", 4_000), ("eva", 5_000)];
    for (member, cents) in spent {
        shop.put_order(&unique("o"), &order(member, cents));
    }
    eventually_in(&shop, "buyers", &["ana", "bor", "cene", "dora", "eva"]);
    shop.set_clock("2020-06-15T13:00:00Z");

    // Fifths of five are one each: above four cuts is the fifth. The three that spent most bring 12,000 of 15,000.
    eventually_in(&shop, "best", &["eva"]);
    eventually_in(&shop, "few", &["cene", "dora", "eva"]);
    let offered = |member: &str| {
        let boot = shop.shopper(member, "GET", "/boot?lang=en").send().expect(200);
        boot["offers"]["candidates"].as_array().is_some_and(|candidates| !candidates.is_empty())
    };
    eventually("the offer is for the two best", || {
        (spent.map(|(member, _)| offered(member)) == [false, false, false, true, true]).then_some(())
    });
}

#[test]
fn of_a_segment_that_asks_for_the_request_those_are_told_who_are_in_it_anyway() {
    let shop = shop();
    create(&shop, "abroad", &json!({"request.country": {"$ne": "SI"}}));
    create(
        &shop,
        "either",
        &json!({"$or": [{"member.spend": {"$gte": 2_000}}, {"member.segments": {"$in": ["abroad"]}}]}),
    );
    create(&shop, "buyers", &json!({"member.orders": {"$gte": 1}}));
    shop.put_order("o1", &order("ana", 1_000));
    shop.put_order("o2", &order("bor", 2_000));
    eventually_in(&shop, "buyers", &["ana", "bor"]);
    eventually_in(&shop, "either", &["bor"]);
    eventually_in(&shop, "abroad", &[]);
    for (segment, needs_request) in [("abroad", true), ("either", true), ("buyers", false)] {
        assert_eq!(page(&shop, segment, "members")["needs_request"], needs_request, "{segment}");
    }

    let count = |condition: Value| {
        let body = json!({"condition": condition});
        shop.server("POST", "/segments/count").json(&body).send().expect(200)
    };
    let counted =
        |members: u32, open: u32| json!({"members": members, "needs_request": open, "looked_at": 2, "next": null});
    assert_eq!(count(json!({"member.spend": {"$gte": 2_000}})), counted(1, 0));
    assert_eq!(count(json!({"member.segments": {"$in": ["either"]}})), counted(1, 1));
    assert_eq!(count(json!({"member.orders": 1, "request.country": "SI"})), counted(0, 2));
    assert_eq!(count(json!({})), counted(2, 0));
    let rest = json!({"condition": {}, "after": 1});
    assert_eq!(shop.server("POST", "/segments/count").json(&rest).send().expect(200)["looked_at"], 1);
    let faults = |condition: Value| {
        let body = json!({"condition": condition});
        shop.server("POST", "/segments/count").json(&body).send().fault_paths()
    };
    assert_eq!(faults(json!({"member.stag": 1})), ["condition"]);
    assert_eq!(faults(json!({"member.segments": {"$in": ["nobody"]}})), ["condition"]);
    assert_eq!(faults(json!({"member.tags": {"$in": 1}})), ["condition.member.tags.$in"]);
    assert_eq!(faults(json!({"cart.total": 1})), ["condition"]);
}

#[test]
fn a_member_is_told_with_every_segment_and_why() {
    let shop = shop();
    create(&shop, "abroad", &json!({"request.country": {"$ne": "SI"}}));
    create(&shop, "buyers", &json!({"member.orders": {"$gte": 1}}));
    create(&shop, "new", &json!({"member.segments": {"$nin": ["buyers"]}}));
    shop.put_order("o1", &order("ana", 1_000));
    eventually_in(&shop, "buyers", &["ana"]);
    let told = |member: &str| shop.server("GET", &format!("/members/{member}/segments")).send().expect(200);
    let orders = |orders: u32, matches: bool| json!({"path": "member.orders", "operator": "$gte", "expected": 1, "actual": orders, "matches": matches});
    let others = |segments: Value, matches: bool| json!({"path": "member.segments", "operator": "$nin", "expected": ["buyers"], "actual": segments, "matches": matches});
    let standing = |segment: &str, matches: Value, because: Value| json!({"segment": segment, "matches": matches, "because": because});
    let abroad = standing("abroad", Value::Null, json!([]));
    let (buyers, new) = (json!([orders(1, true)]), json!([others(json!(["buyers"]), false)]));
    let ana = json!([abroad, standing("buyers", json!(true), buyers), standing("new", json!(false), new)]);
    assert_eq!(told("ana"), json!({"segments": ana}));
    let (buyers, new) = (json!([orders(0, false)]), json!([others(json!([]), true)]));
    let nobody = json!([abroad, standing("buyers", json!(false), buyers), standing("new", json!(true), new)]);
    assert_eq!(told("nobody"), json!({"segments": nobody}));
}

#[test]
fn the_shop_sees_the_stage_and_the_scores_that_decide() {
    let shop = shop();
    create(&shop, "lapsed", &json!({"member.stage": "lapsed"}));
    let settings = json!({"stages": {"lapse_days": 10}});
    shop.server("PUT", "/offer-settings").header("if-match", "\"0\"").json(&settings).send().expect(200);
    for (member, cents) in [("ana", 1_000), ("bor", 2_000), ("cene", 3_000), ("dora", 4_000), ("eva", 5_000)] {
        shop.put_order(&unique("o"), &order(member, cents));
    }
    eventually("all have bought", || (report(&shop)["stages"]["first_time"] == 5).then_some(()));
    shop.set_clock("2020-06-26T13:00:00Z");
    eventually_in(&shop, "lapsed", &["ana", "bor", "cene", "dora", "eva"]);
    let eva = shop.member("eva")["traits"].clone();
    let scores = json!({"recency": 5, "frequency": 1, "money": 5});
    assert_eq!((&eva["stage"], &eva["rfm"], &eva["top"]), (&json!("lapsed"), &scores, &json!(true)));
    let ana = shop.member("ana")["traits"].clone();
    assert_eq!((&ana["rfm"]["money"], &ana["top"]), (&json!(1), &json!(false)));

    let told = report(&shop);
    let stages = json!({"prospect": 0, "first_time": 0, "repeat": 0, "client": 0, "advocate": 0, "lapsed": 5});
    assert_eq!((&told["stages"], &told["currency"]), (&stages, &json!("USD")));
    assert_eq!(
        (&told["quantiles"]["buyers"], &told["quantiles"]["spend"]),
        (&json!(5), &json!([1_000, 2_000, 3_000, 4_000]))
    );
    assert_eq!(told["quantiles"]["top"], json!({"threshold": 3_000, "members": 3, "spend": 12_000, "total": 15_000}));
    assert_eq!(told["top"], json!({"buyers_percent": 60, "spend_percent": 80}));
}

fn report(shop: &Shop) -> Value {
    shop.server("GET", "/reports/loyalty").send().expect(200)
}

#[test]
fn a_new_program_makes_the_quantiles_of_the_spends_by_it() {
    let shop = shop();
    for (member, cents) in [("ana", 1_000), ("bor", 2_000), ("cene", 3_000), ("dora", 4_000), ("eva", 5_000)] {
        shop.put_order(&unique("o"), &order(member, cents));
    }
    eventually("all have bought", || (report(&shop)["stages"]["first_time"] == 5).then_some(()));
    shop.set_clock("2020-06-15T13:00:00Z");
    let spends = |expected: Value| {
        eventually("quantiles", || (report(&shop)["quantiles"]["spend"] == expected).then_some(()));
    };
    spends(json!([1_000, 2_000, 3_000, 4_000]));
    // Nobody buys, no segment asks: the program alone, which counts in euros, two for a dollar.
    let program = shop.server("GET", "/program").send().expect(200);
    let mut euros = program["program"].clone();
    euros["currency"] = json!("EUR");
    euros["rates"] = json!({"EUR": 200, "USD": 100});
    let version = format!("\"{}\"", program["version"]);
    shop.server("PUT", "/program").header("if-match", &version).json(&euros).send().expect(200);
    spends(json!([2_000, 4_000, 6_000, 8_000]));
}

#[test]
fn the_best_customer_stays_one_however_many_orders_there_are() {
    let shop = shop();
    create(&shop, "many", &json!({"member.orders": {"$gte": 900}}));
    // Some 150 bytes each: more than a message takes.
    for batch in 0..2 {
        let orders: Vec<Value> = (0..450)
            .map(|number| {
                let id = format!("an order with a name as long as shops' own names for orders are {batch} {number}");
                with(order("ana", 500), json!({"id": id}))
            })
            .collect();
        shop.server("POST", "/orders/batch").json(&json!({"orders": orders})).send().expect(200);
    }
    eventually_in(&shop, "many", &["ana"]);
}
