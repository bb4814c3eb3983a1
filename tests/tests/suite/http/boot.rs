//! The answer a page waits for: what is in it, how large it is, and how new.

use regulars_tests::{
    budgets::Size,
    offers::{Device, event, offer},
    service::{eventually, unique},
    shop::{Shop, demo_program, order, text, with},
};
use serde_json::{Value, json};

use crate::http::{client, shop};

/// What the design allows for this answer: 8 KB, Brotli at quality 11.
const BROTLI_BYTES_MAX: usize = 8 * 1024;

#[test]
fn a_busy_member_of_the_demo_shop_fits_the_budget_in_every_language() {
    let shop = Shop::open_without_program(&client());
    let program = demo_program();
    shop.publish(&program);
    for number in 0..28 {
        let at = format!("2020-06-{:02}T{:02}:00:00Z", 1 + number / 2, 10 + number % 2);
        let placed = json!({"placed_at": at, "updated_at": at});
        shop.put_order(&format!("web-{number}"), &with(order("00004", 3_000 + number * 7), placed));
    }
    shop.give("00004", 20_000);
    for reward in program["rewards"].as_array().into_iter().flatten() {
        shop.redeem("00004", &unique("take"), &text(&reward["id"])).expect(201);
    }
    let seq = shop.member("00004")["seq"].clone();
    for language in ["en", "uk", "ru", "zh", "sl"] {
        let answer = shop.shopper("00004", "GET", &format!("/boot?seq={seq}&lang={language}")).send();
        let boot = answer.expect(200);
        let busy = |list: &str| boot["member"][list].as_array().map(Vec::len);
        assert_eq!((busy("arrivals"), busy("expirations"), busy("redemptions")), (Some(20), Some(20), Some(7)));
        let size = Size::of(answer.bytes()).unwrap_or_else(|error| panic!("{error}"));
        assert!(size.brotli <= BROTLI_BYTES_MAX, "{language}: {size:?}");
    }
}

#[test]
fn twelve_long_offers_and_a_long_memory_fit_the_budget() {
    let shop = shop();
    let words = [
        "вініл",
        "платівка",
        "джаз",
        "знижка",
        "подарунок",
        "кошик",
        "лише",
        "сьогодні",
        "друга",
        "збірка",
        "рідкісна",
        "безкоштовно",
        "доставка",
        "клуб",
        "бали",
        "концерт",
        "автограф",
        "сторона",
        "запис",
        "студія",
        "голос",
        "струни",
    ];
    // Every text has words of its own, so that none of them compresses to a few bytes.
    let text = |seed: usize, count: usize| {
        let word = |place: usize| words[(seed * 7 + place * (seed % 5 + 3) + place * place) % words.len()];
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    };
    let shown = |number: usize| {
        let content = json!({
            "headline": {"uk": text(number, 6)}, "body": {"uk": text(number + 40, 40)},
            "button": {"label": {"uk": text(number + 80, 2)}, "href": format!("/albums/{number}")},
        });
        let condition = json!({"page.path": {"$regex": format!("^/albums/{number}/")}});
        with(
            offer(&format!("offer-{number:03}")),
            json!({"priority": number, "condition": condition, "variants": [{"key": "only", "content": content}]}),
        )
    };
    let quiet = |number: usize| {
        let nobody = json!({"request.country": "nowhere"});
        with(offer(&format!("quiet-{number:03}")), json!({"condition": nobody}))
    };
    let mut documents: Vec<Value> = (0..12).map(shown).collect();
    documents.extend((0..120).map(quiet));
    shop.offer(&documents);
    let ana = Device::of(&shop, "ana");
    let now = 1_592_222_400_000_i64;
    let arm = json!({"variant": "only"});
    let mut events: Vec<Value> = Vec::new();
    for number in 0..200_i64 {
        let id = format!("quiet-{:03}", number % 120);
        events.push(event("seen", &id, &arm, now - 60_000 * (number + 1)));
        if number < 120 {
            events.push(event("dismissed", &id, &arm, now - 60_000 * number - 1_000));
        }
    }
    for part in events.chunks(50) {
        ana.told(part);
    }
    let boot = || shop.shopper("ana", "GET", "/boot?lang=uk&seq=0").send();
    eventually("the memory is published", || {
        let told = boot().expect(200)["offers"]["memory"]["seen"].as_object().map_or(0, serde_json::Map::len);
        (told > 0).then_some(())
    });
    let answer = boot();
    assert_eq!(answer.expect(200)["offers"]["candidates"].as_array().map(Vec::len), Some(12));
    let size = Size::of(answer.bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert!(size.brotli <= BROTLI_BYTES_MAX && size.gzip <= BROTLI_BYTES_MAX, "{size:?}");
}

#[test]
fn a_shopper_sees_what_they_just_did() {
    let shop = shop();
    shop.give("ana", 5_000);
    for round in 1..=10 {
        let seq = shop.redeem("ana", &unique("take"), "five-off").expect(201)["member"]["seq"].clone();
        let boot = shop.shopper("ana", "GET", &format!("/boot?seq={seq}")).send().expect(200);
        assert!(boot["member"]["seq"].as_u64() >= seq.as_u64(), "{boot}");
        assert_eq!(boot["member"]["held"], 500 * round);
    }
}

#[test]
fn a_device_that_knows_nothing_sees_the_newest_state_soon() {
    let shop = shop();
    assert_eq!(shop.boot("ana")["member"]["balance"], 0);
    shop.give("ana", 100);
    shop.give("ana", 20);
    eventually("the published state catches up", || (shop.boot("ana")["member"]["balance"] == 120).then_some(()));
}

#[test]
fn a_device_that_claims_to_have_seen_the_future_is_answered() {
    let shop = shop();
    shop.give("ana", 100);
    let boot = shop.shopper("ana", "GET", "/boot?seq=9007199254740991").send().expect(200);
    assert_eq!(boot["member"]["balance"], 100);
    let stranger = shop.shopper("nobody yet", "GET", "/boot?seq=9").send().expect(200);
    assert_eq!(stranger["member"]["balance"], 0);
}

#[test]
fn a_seq_that_is_no_number_is_refused() {
    let shop = shop();
    for seq in ["", "-1", "1.5", "x", "99999999999999999999"] {
        let answer = shop.shopper("ana", "GET", &format!("/boot?seq={seq}")).send();
        assert_eq!(answer.fault_paths(), ["seq"], "{seq}");
    }
}

#[test]
fn names_come_in_the_language_asked_for() {
    let shop = shop();
    let check = |query: &str, name: &str| {
        let boot = shop.visitor("GET", &format!("/boot{query}")).send().expect(200);
        assert_eq!(boot["program"]["name"], name, "{query}");
    };
    check("", "Club");
    check("?lang=sl", "Klub");
    check("?lang=sl-SI", "Klub");
    check("?lang=en-GB", "Club");
    check("?lang=zh", "Club");
}

#[test]
fn a_member_of_a_shop_without_a_program_is_told_so() {
    let shop = Shop::open_without_program(&client());
    let boot = shop.boot("ana");
    assert_eq!(boot["program"], Value::Null);
    shop.redeem("ana", &unique("take"), "five-off").refused(409, "no_program");
    shop.server("GET", "/program").send().refused(404, "not_found");
    assert_eq!(shop.server("GET", "/program/versions").send().expect(200)["versions"], json!([]));
    assert_eq!(shop.member("ana")["balance"], 0);
    // Points given by hand need no program; without one they do not expire.
    shop.give("ana", 5);
    assert_eq!(shop.member("ana")["lots"][0]["expires_at"], Value::Null);
}

#[test]
fn nobody_on_the_way_may_keep_the_answer() {
    let shop = shop();
    for answer in [shop.visitor("GET", "/boot").send(), shop.shopper("ana", "GET", "/boot").send()] {
        assert!(answer.header("cache-control").is_some_and(|value| value.contains("no-store")), "{answer}");
    }
}

#[test]
fn what_a_member_may_still_earn_and_have_is_told() {
    let shop = shop();
    shop.give("ana", 450);
    let seq = shop.member("ana")["seq"].clone();
    let boot = shop.shopper("ana", "GET", &format!("/boot?seq={seq}")).send().expect(200);
    let status = |id: &str| {
        let rewards = boot["member"]["rewards"].as_array().into_iter().flatten();
        let mut found = rewards
            .filter(|reward| reward["id"] == id)
            .map(|reward| (reward["status"].clone(), reward["missing"].clone()));
        found.next().unwrap_or_default()
    };
    assert_eq!(status("five-off"), (json!("insufficient_points"), json!(50)));
    assert_eq!(status("last-one"), (json!("available"), json!(0)));
    assert_eq!(status("gold-only").0, "tier_required");
    assert_eq!(status("not-yet").0, "reward_not_available");
    assert_eq!(boot["program"]["rules"][0]["cap"], Value::Null);
}
