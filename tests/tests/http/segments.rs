//! Who is in which segment: entering and leaving by an order and by time alone, in pages, and by the shop's own quantiles.

use regulars_tests::{
    service::{eventually, unique},
    shop::{Shop, order, with},
};
use serde_json::{Value, json};

use crate::shop;

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
    for rest in ["members", "changes"] {
        shop.server("GET", &format!("/segments/some/{rest}")).send().refused(404, "not_found");
    }
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
