//! What an offer must satisfy before it can be published.

use loyalty::offer::Offer;
use serde_json::{Value, json};

use crate::offers::{document, offers, told, with};

/// The paths of the faults of a sound offer after `change`.
#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let mut document = document();
    change(&mut document);
    let faults = offers(&[document]).err().unwrap_or_default();
    let paths: Vec<_> = faults.iter().map(|fault| fault.path.strip_prefix("offers[0].").unwrap()).collect();
    assert_eq!(paths, expected, "{:?}", told(&faults));
}

/// As `check`, with the content of the second variant.
#[track_caller]
fn check_content(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|path| format!("variants[1].content.{path}")).collect();
    let expected: Vec<_> = expected.iter().map(String::as_str).collect();
    check(|offer| change(&mut offer["variants"][1]["content"]), &expected);
}

#[test]
fn fields_within_bounds() {
    check(|_| {}, &[]);
    check(|o| o["id"] = json!("program-holdout"), &["id"]);
    check(|o| o["name"] = json!(" "), &["name"]);
    check(|o| o["name"] = json!("x".repeat(101)), &["name"]);
    check(|o| o["display"] = json!({"type": "inline", "place": "below-cart"}), &[]);
    check(|o| o["display"] = json!({"type": "inline", "place": "a\"]"}), &["display.place"]);
    check(|o| o["limits"] = json!({"total": 0, "days_between": 400}), &["limits.total", "limits.days_between"]);
    check(|o| o["variants"] = json!([]), &["variants"]);
    check(|o| o["holdout"] = json!(10_000), &["holdout", "variants"]);
    check(|o| o["variants"][1]["key"] = json!("short"), &["variants[1].key"]);
    check(|o| o["variants"][1]["weight"] = json!(1), &["variants"]);
}

#[test]
fn triggers() {
    let check = |trigger: Value, expected: &[&str]| check(|o| o["triggers"] = json!([trigger]), expected);
    for kind in ["time_on_page", "time_on_site", "inactivity"] {
        check(json!({"type": kind, "seconds": 3_600}), &[]);
        check(json!({"type": kind, "seconds": 0}), &["triggers[0].seconds"]);
        check(json!({"type": kind, "seconds": 3_601}), &["triggers[0].seconds"]);
    }
    check(json!({"type": "at_once"}), &[]);
    check(json!({"type": "scroll_depth", "percent": 100}), &[]);
    check(json!({"type": "scroll_depth", "percent": 101}), &["triggers[0].percent"]);
    check(json!({"type": "cart_value", "minimum": 0}), &["triggers[0].minimum"]);
    check(json!({"type": "click", "mark": "a b"}), &["triggers[0].mark"]);
    check(json!({"type": "event", "name": ""}), &["triggers[0].name"]);
}

#[test]
fn an_offer_has_one_to_five_triggers() {
    check(|o| o["triggers"] = json!([]), &["triggers"]);
    check(|o| o["triggers"] = json!(vec![json!({"type": "at_once"}); 6]), &["triggers"]);
}

#[test]
fn conditions() {
    let check = |condition: Value, expected: &[&str]| check(|o| o["condition"] = condition, expected);
    check(json!({"request.country": "SI", "page.path": "/", "visit.pages": {"$gt": 2}}), &[]);
    check(json!({"member.orders": {"$above": 3}}), &["condition.member.orders.$above"]);
    check(json!({"wallet.points": 3}), &["condition"]);
    check(json!({"member.segments": {"$in": ["nobody"]}}), &["condition"]);
    check(json!({"member.segments": "regulars"}), &["condition"]);
    check(json!([]), &["condition"]);
    check(json!({"request.country": {"$inGroup": "balkans"}}), &["condition"]);
}

#[test]
fn what_no_page_can_be_sent_is_a_fault() {
    let paths: Vec<String> = (0..400).map(|number| format!("/albums/{number:0>30}")).collect();
    let at_page = json!({"page.path": {"$in": paths}});
    let languages = ["variants[0].content.body.en", "variants[0].content.body.uk"];
    let both = [languages, ["variants[1].content.body.en", "variants[1].content.body.uk"]].concat();
    check(|o| o["condition"] = at_page.clone(), &both);
    // At the edge it may become nothing.
    check(|o| o["condition"] = json!({"member.orders": 3, "page.path": {"$in": paths}}), &[]);
}

#[test]
fn schedules() {
    let check = |schedule: Value, expected: &[&str]| {
        check(|o| o["schedule"] = schedule, expected);
    };
    let until = "2026-04-20T08:00";
    check(json!({"until": until, "days": ["friday"], "hours": {"from": "22:00", "until": "02:00"}}), &[]);
    check(json!({"from": until, "until": until}), &["schedule.until"]);
    check(json!({"from": "2026-05-01T00:00", "until": until}), &["schedule.until"]);
    check(json!({"until": until, "hours": {"from": "08:00", "until": "08:00"}}), &["schedule.hours.until"]);
    // Both variants count down to an end.
    check(json!({}), &["variants[0].content.countdown", "variants[1].content.countdown"]);
}

#[test]
fn contents() {
    check_content(|c| c["headline"]["uk"] = json!(" "), &["headline.uk"]);
    check_content(|c| c["headline"]["uk"] = json!("я".repeat(101)), &["headline.uk"]);
    check_content(|c| c["headline"] = json!({}), &["headline"]);
    check_content(|c| c["body"]["uk"] = json!("**відкрито"), &["body.uk"]);
    check_content(|c| c["body"]["en"] = json!("[x](javascript:alert(1))"), &["body.en"]);
    check_content(|c| c["button"]["label"]["en"] = json!("x".repeat(41)), &["button.label.en"]);
    check_content(|c| c["capture"]["consent"] = json!({}), &["capture.consent"]);
    check_content(|c| c["picture"]["alt"] = json!({}), &["picture.alt"]);
}

#[test]
fn links_lead_to_https_or_to_the_same_site() {
    let check = |href: &str, sound: bool| {
        let change = |o: &mut Value| {
            o["value"].take();
            o["variants"][1]["content"]["button"]["href"] = json!(href);
        };
        check(change, if sound { &[] } else { &["variants[1].content.button.href"] });
    };
    for sound in ["/", "/sale?x=1#top", "https://shop.example", "https://shop.example:8443/x"] {
        check(sound, true);
    }
    for unsound in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "http://shop.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https://",
        "https://shop.example@evil.example/",
        " https://shop.example",
        "sale",
        "",
    ] {
        check(unsound, false);
    }
}

#[test]
fn pictures_come_from_the_shops_origins() {
    let check = |address: &str, sound: bool| {
        check_content(|c| c["picture"]["address"] = json!(address), if sound { &[] } else { &["picture.address"] });
    };
    check("https://cdn.example/a.webp", true);
    check("https://cdn.example", true);
    for elsewhere in [
        "https://cdn.example.evil.example/a.webp",
        "https://cdn.example@evil.example/a.webp",
        "https://cdn.example:8443/a.webp",
        "http://cdn.example/a.webp",
        "https://CDN.example/a.webp",
        "//cdn.example/a.webp",
        "/a.webp",
        "data:image/svg+xml,<svg/>",
    ] {
        check(elsewhere, false);
    }
}

#[test]
fn what_is_of_value_is_limited() {
    let check = |change: fn(&mut Value), expected: &[&str]| check(|o| change(&mut o["value"]), expected);
    let points = |points: i64, reason: &str| json!({"points": {"points": points, "reason": reason}});
    check(|v| v["budget"] = json!(0), &["value.budget"]);
    check(|v| v["limit_per_member"]["count"] = json!(0), &["value.limit_per_member.count"]);
    check(|v| v["limit_per_member"]["days"] = json!(0), &["value.limit_per_member.days"]);
    check(|v| v["gives"]["coupon"]["reward"] = json!("twenty"), &["value.gives.coupon.reward"]);
    check(|v| v["gives"]["coupon"]["valid_days"] = json!(366), &[]);
    check(|v| v["gives"]["coupon"]["valid_days"] = json!(0), &["value.gives.coupon.valid_days"]);
    check(|v| v["gives"]["coupon"]["valid_days"] = json!(367), &["value.gives.coupon.valid_days"]);
    for (gives, expected) in [
        (points(1_800_000_000, "Spring"), None),
        (points(1_800_000_001, "Spring"), Some("value.gives.points.points")),
        (points(i64::MAX, "Spring"), Some("value.gives.points.points")),
        (points(0, "Spring"), Some("value.gives.points.points")),
        (points(1, ""), Some("value.gives.points.reason")),
    ] {
        self::check(|o| o["value"]["gives"] = gives, expected.as_slice());
    }
}

#[test]
fn what_is_of_value_can_be_taken() {
    let content = |change: fn(&mut Value), expected: &[&str]| {
        let change = |o: &mut Value| change(&mut o["variants"][1]["content"]);
        check(change, expected);
    };
    content(|c| drop(c["capture"].take()), &[]);
    content(|c| drop(c["button"].take()), &[]);
    content(
        |c| {
            c["button"].take();
            c["capture"].take();
        },
        &["variants[1].content.button"],
    );
    content(|c| c["button"]["href"] = json!("/cart"), &["variants[1].content.button.href"]);
    let twice = |repeatable: bool| {
        move |o: &mut Value| {
            o["repeatable"] = json!(repeatable);
            o["value"]["limit_per_member"] = json!({"count": 2});
        }
    };
    check(twice(true), &[]);
    check(twice(false), &["repeatable"]);
}

#[test]
fn a_kind_nobody_knows_or_that_nothing_limits_is_not_read() {
    let refused = |change: fn(&mut Value)| {
        let mut document = document();
        change(&mut document);
        assert!(serde_json::from_value::<Offer>(document).is_err());
    };
    refused(|o| o["display"]["type"] = json!("popunder"));
    refused(|o| o["triggers"][0]["type"] = json!("mouse_shake"));
    refused(|o| o["schedule"]["from"] = json!("2026-03-20"));
    refused(|o| o["schedule"]["from"] = json!("2026-03-20T08:00:30"));
    refused(|o| o["schedule"]["from"] = json!("2026-03-20T08:00+02:00"));
    refused(|o| o["schedule"]["from"] = json!("2026-02-30T08:00"));
    refused(|o| o["schedule"]["hours"] = json!({"from": "24:00", "until": "8:00"}));
    refused(|o| drop(o["value"].as_object_mut().unwrap().remove("budget")));
    refused(|o| drop(o["value"].as_object_mut().unwrap().remove("limit_per_member")));
    refused(|o| o["variants"][0]["content"]["capture"] = json!({"kind": "email"}));
}

#[test]
fn drafts_may_have_faults_and_ids_are_used_once() {
    let mut draft = document();
    draft["status"] = json!("draft");
    draft["variants"] = json!([]);
    assert!(offers(&[draft, document()]).is_ok());
    let faults = offers(&[document(), document()]).err().unwrap();
    assert_eq!(told(&faults), ["offers[1].id is used twice"]);
}

#[test]
fn an_offer_that_says_little_has_a_holdout_and_limits() {
    let content = json!({"headline": {"en": "Free delivery"}});
    let little = json!({"id": "a", "name": "A", "display": {"type": "modal"}, "triggers": [{"type": "at_once"}],
        "variants": [{"key": "v", "content": content}]});
    let offer: Offer = serde_json::from_value(little).unwrap();
    let said = serde_json::to_value(&offer).unwrap();
    assert_eq!(said["status"], "draft");
    assert_eq!(said["holdout"], 1_000);
    assert_eq!(said["limits"], json!({"total": 5, "per_day": 1}));
    assert_eq!(offer.experiment().key.as_str(), "a");
    // What was written is read as the same offer.
    assert!(serde_json::from_value::<Offer>(said).unwrap() == offer);
}

#[test]
fn a_grant_needs_a_program_and_a_schedule_a_time_zone() {
    let offer: Offer = serde_json::from_value(document()).unwrap();
    let segments = crate::offers::segments();
    let origins = ["https://cdn.example".to_owned()];
    let faults = with(|context| {
        let engine = context.engine;
        let nowhere = loyalty::offer::OfferCheckContext {
            program: None,
            calendar: None,
            segments: &segments,
            picture_origins: &origins,
            groups: &loyalty::condition::Groups::new(),
            engine,
        };
        offer.check(nowhere).err().unwrap()
    });
    let clocks = "schedule needs a time zone: that of the program, or of the settings for offers";
    assert_eq!(told(&faults), [clocks, "value.gives needs a program"]);
}
