//! Links to previews: a version of an offer on the shop's own pages before anybody else sees it, and why each offer shows.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use regulars_tests::{
    client::{Answer, Call},
    offers::{Device, event, hundred_points, offer, preview_token},
    service::{PLATFORM_SECRET, eventually},
    shop::{Shop, with},
    token::now_s,
};
use serde_json::{Value, json};

use crate::http::shop;

/// A draft of two variants that nobody is sent.
fn draft(id: &str) -> Value {
    let variants = ["a", "b"]
        .map(|key| json!({"key": key, "content": {"headline": {"en": key, "sl": format!("{key} po slovensko")}}}));
    let never = json!({"member.orders": {"$gte": 1_000}, "page.type": "product"});
    with(offer(id), json!({"status": "draft", "variants": variants, "condition": never, "holdout": 5_000}))
}

fn link(shop: &Shop, offer: &str) -> Answer {
    shop.server("POST", &format!("/offers/{offer}/previews")).send()
}

/// The token of a link to the newest version.
#[track_caller]
fn token(shop: &Shop, offer: &str) -> String {
    preview_token(&link(shop, offer).expect(201))
}

fn open<'a>(device: &Device<'a>, token: &str) -> Call<'a> {
    device.call("GET", &format!("/preview?token={token}&lang=en{}", device.query()))
}

/// What is said of each offer on a page with a preview, by its id.
#[track_caller]
fn why(device: &Device<'_>, token: &str, offer: &str) -> Value {
    let page = open(device, token).send().expect(200);
    let offers = page["offers"].as_array().cloned().unwrap_or_default();
    let explained = offers.iter().find(|explained| explained["id"] == offer);
    explained.unwrap_or_else(|| panic!("{offer} is not explained in {page:#}"))["why"].clone()
}

/// A link to the same that was signed for another time, as the service signs: the time cannot be waited for.
pub(super) fn signed_until(shop: &str, token: &str, expires_at_ms: i64) -> String {
    let keyed = |key: &[u8], parts: [&str; 2]| {
        let message = parts.map(|part| format!("{part}\0")).concat();
        crypto::sign(message.as_bytes(), &EncodingKey::from_secret(key), Algorithm::HS256).unwrap_or_default()
    };
    let key =
        BASE64_URL_SAFE_NO_PAD.decode(keyed(PLATFORM_SECRET.as_bytes(), ["regulars", "preview"])).unwrap_or_default();
    let said = token.split('.').next().unwrap_or_default();
    let mut said: Value =
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(said).unwrap_or_default()).unwrap_or_default();
    said["expires_at_ms"] = json!(expires_at_ms);
    let said = BASE64_URL_SAFE_NO_PAD.encode(said.to_string());
    [&said, ".", &keyed(&key, [shop, &said])].concat()
}

fn headlines(page: &Value) -> Vec<&str> {
    let variants = page["variants"].as_array().map(Vec::as_slice).unwrap_or_default();
    variants.iter().filter_map(|variant| variant["content"]["headline"].as_str()).collect()
}

#[test]
fn a_link_opens_a_draft_for_whoever_has_it() {
    let shop = shop();
    shop.offer(&[draft("spring")]);
    let linked = link(&shop, "spring").expect(201);
    let token = preview_token(&linked);
    let visitor = Device::new(&shop);
    assert!(!visitor.is_sent("spring"));
    let page = open(&visitor, &token).send().expect(200);
    assert_eq!((&page["offer"], &page["version"]), (&json!("spring"), &json!(1)));
    assert_eq!((&page["expires_at"], &page["status"]), (&linked["expires_at"], &json!("draft")));
    assert_eq!(headlines(&page), ["a", "b"], "each variant, whatever its conditions, schedule and experiment say");
    for (variant, key) in page["variants"].as_array().into_iter().flatten().zip(["a", "b"]) {
        assert_eq!((&variant["arm"], &variant["condition"]), (&json!({"variant": key}), &Value::Null));
        assert_eq!(variant["triggers"], json!([{"type": "at_once"}]));
    }
    let slovene = shop.visitor("GET", &format!("/preview?token={token}&lang=sl")).send().expect(200);
    assert_eq!(headlines(&slovene), ["a po slovensko", "b po slovensko"]);

    // The link is to this version, whatever becomes of the offer.
    let published = with(offer("spring"), json!({"status": "archived"}));
    shop.server("PUT", "/offers/spring").header("if-match", "\"1\"").json(&published).send().expect(200);
    assert_eq!(headlines(&open(&visitor, &token).send().expect(200)), ["a", "b"]);
    let older = shop.server("POST", "/offers/spring/previews").json(&json!({"version": 1})).send().expect(201);
    assert_eq!(open(&visitor, &preview_token(&older)).send().expect(200)["version"], 1);
    let newest = open(&visitor, &self::token(&shop, "spring")).send().expect(200);
    assert_eq!((&newest["version"], headlines(&newest)), (&json!(2), vec!["Five off"]));
    assert_eq!(newest["status"], "archived");
}

#[test]
fn a_link_is_good_in_its_shop_as_it_was_made() {
    let (shop, other) = (shop(), shop());
    for shop in [&shop, &other] {
        shop.offer(&[draft("spring")]);
    }
    let token = token(&shop, "spring");
    let device = Device::new(&shop);
    let (said, signed) = token.split_once('.').unwrap_or_else(|| panic!("{token}"));
    let reversed: String = signed.chars().rev().collect();
    let more = format!("{said}A.{signed}");
    for forged in ["", "x", ".", said, &more, &format!("{said}.{reversed}"), &format!("{said}.")] {
        open(&device, forged).send().refused(403, "preview_invalid");
    }
    device.call("GET", "/preview").send().refused(403, "preview_invalid");
    open(&Device::new(&other), &token).send().refused(403, "preview_invalid");
    let elsewhere =
        shop.anyone("GET", &format!("/preview?token={token}")).header("origin", "https://elsewhere.example");
    elsewhere.send().refused(403, "origin_not_allowed");
    open(&device, &token).send().expect(200);
    shop.shopper("ana", "POST", "/offers/spring/previews").send().expect(401);
}

#[test]
fn a_link_works_until_it_has_run_out() {
    let shop = shop();
    shop.offer(&[draft("spring")]);
    let token = token(&shop, "spring");
    let device = Device::new(&shop);
    let soon_ms = (now_s() + 600) * 1_000;
    let page = open(&device, &signed_until(&shop.id, &token, soon_ms)).send().expect(200);
    assert_eq!(headlines(&page), ["a", "b"], "signed here it is a link like any other");
    for expired_ms in [(now_s() - 1) * 1_000, 0, -1] {
        open(&device, &signed_until(&shop.id, &token, expired_ms)).send().refused(410, "preview_expired");
    }
    let elsewhere = signed_until("elsewhere", &token, soon_ms);
    open(&device, &elsewhere).send().refused(403, "preview_invalid");
}

#[test]
fn a_page_without_room_for_an_offer_is_told_so() {
    let shop = shop();
    let first: Vec<Value> = (0..11).map(|number| offer(&format!("first-{number}"))).collect();
    // The last of all is sent; what comes behind it would be the thirteenth.
    let behind = with(offer("behind"), json!({"priority": -2}));
    shop.offer(&[first, vec![behind, draft("spring")]].concat());
    let (token, visitor) = (token(&shop, "spring"), Device::new(&shop));
    assert_eq!(why(&visitor, &token, "first-10")["code"], "sent");
    assert_eq!(why(&visitor, &token, "behind")["code"], "full");
}

#[test]
fn a_draft_with_faults_cannot_be_shown() {
    let shop = shop();
    let faulty = with(draft("spring"), json!({"condition": {"member.segments": {"$in": ["none"]}}}));
    shop.create_offer(&faulty).expect(201);
    assert_eq!(link(&shop, "spring").fault_paths(), ["condition"]);
    link(&shop, "unknown").refused(404, "not_found");
    let version =
        |version: u32| shop.server("POST", "/offers/spring/previews").json(&json!({"version": version})).send();
    version(7).refused(404, "not_found");
    let sound = shop.server("PUT", "/offers/spring").header("if-match", "\"1\"").json(&draft("spring")).send();
    sound.expect(200);
    link(&shop, "spring").expect(201);
    assert_eq!(version(1).fault_paths(), ["condition"], "the first version has them still");
}

#[test]
fn it_is_said_why_each_offer_shows_or_not() {
    let shop = shop();
    let tomorrow = json!({"schedule": {"from": "2020-06-17T00:00"}});
    let regulars = json!({"condition": {"member.orders": {"$gte": 2}, "cart.total": {"$gte": 100}}});
    shop.offer(&[
        draft("spring"),
        offer("plain"),
        with(offer("tomorrow"), tomorrow),
        with(offer("regulars"), regulars),
        with(offer("few"), json!({"coverage": 1})),
        hundred_points("welcome", 10),
    ]);
    let token = token(&shop, "spring");
    let code = |device: &Device<'_>, offer: &str| why(device, &token, offer)["code"].clone();
    let visitor = Device::new(&shop);
    let nobody = visitor.with_id(None);
    assert_eq!(code(&nobody, "plain"), "nobody");
    assert_eq!(code(&visitor, "tomorrow"), "schedule");
    assert_eq!(code(&visitor, "few"), "outside", "one in ten thousand is not");

    let sent = why(&visitor, &token, "plain");
    assert_eq!((&sent["code"], &sent["candidate"]["id"]), (&json!("sent"), &json!("plain")));
    let unmet = why(&visitor, &token, "regulars");
    assert_eq!(unmet["code"], "condition");
    let because = json!([{"path": "member.orders", "operator": "$gte", "expected": 2, "actual": unmet["because"][0]["actual"], "matches": false}]);
    assert_eq!(unmet["because"], because, "what only the page knows is no reason");
    assert_eq!(code(&visitor, "spring"), "condition", "the draft itself is explained, too");

    let ana = visitor.signed_in("ana");
    assert_eq!(code(&ana, "welcome"), "sent");
    ana.told(&[event("converted", "plain", &json!({"variant": "only"}), 1_592_222_400_000)]);
    shop.claim("ana", "k", "welcome").expect(201);
    for id in ["plain", "welcome"] {
        eventually("it is over", || (code(&ana, id) == "over").then_some(()));
    }
    assert_eq!(code(&visitor, "plain"), "sent");
}

#[test]
fn who_sees_no_offer_is_told_so_beside_the_preview() {
    let shop = shop();
    shop.settle(&json!({"holdout": 5_000}));
    shop.offer(&[draft("spring"), offer("plain")]);
    let token = token(&shop, "spring");
    for _ in 0..8 {
        let device = Device::new(&shop);
        let expected = if device.offers()["cohort"] == "holdout" { "program_holdout" } else { "sent" };
        assert_eq!(why(&device, &token, "plain")["code"], expected);
        assert_eq!(headlines(&open(&device, &token).send().expect(200)), ["a", "b"]);
    }
}
