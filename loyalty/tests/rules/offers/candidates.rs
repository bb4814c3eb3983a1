//! What one person's page is sent: only what is theirs, little of it, and nothing private.

use std::collections::BTreeSet;

use loyalty::{
    CandidateId, Instant, RewardId,
    condition::Value as Attributes,
    offer::{
        CANDIDATES_BYTES_MAX, CANDIDATES_MAX, ForPerson, OFFERS_MAX, OfferHistory, Offers, Person, Supply, Trigger,
    },
    program::Program,
    view::Left,
};
use serde_json::{Value, json};

use crate::offers::{document, offers, program, with};

/// What a person with so many orders is sent on the 1st of April 2026.
fn sent(offers: &Offers, orders: u32, subject: &str, language: &str) -> Vec<ForPerson> {
    let attributes: Attributes =
        serde_json::from_value(json!({"member": {"orders": orders}, "request": {"country": "SI"}})).unwrap();
    let now = Instant::parse("2026-04-01T12:00:00Z").unwrap();
    let (program, history, supply) = (program(), &OfferHistory::default(), Supply::FULL);
    let program = Some(&program);
    let person = Person { attributes: &attributes, subject, language, program, supply, now, history };
    with(|context| offers.candidates(person, context))
}

/// The example, changed.
fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = document();
    change(&mut document);
    document
}

/// The ids sent to a member with three orders.
#[track_caller]
fn check_ids(documents: &[Value], expected: &[&str]) {
    let Ok(offers) = offers(documents) else { panic!("the offers are sound") };
    let sent = sent(&offers, 3, "ana", "en");
    assert_eq!(sent.iter().map(|offer| offer.id.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn a_page_is_sent_one_variant_in_one_language() {
    let only_short = changed(|o| {
        o["variants"].as_array_mut().unwrap().truncate(1);
        o["variants"][0]["weight"] = json!(10_000);
        let content = &mut o["variants"][0]["content"];
        content["body"]["uk"] = json!("Лише **сьогодні**. [Що саме?](/goods)");
        content["picture"]["alt"]["uk"] = json!("Тюльпани");
        content["button"]["label"]["uk"] = json!("Хочу");
        content["capture"]["consent"]["uk"] = json!("Я згодна отримувати листи.");
    });
    let Ok(offers) = offers(&[only_short]) else { panic!("the offer is sound") };
    let sent = serde_json::to_value(sent(&offers, 3, "ana", "uk-UA")).unwrap();
    let expected = json!([{
        "id": "spring", "display": {"type": "bar", "edge": "top"},
        "triggers": [{"type": "time_on_page", "seconds": 10}, {"type": "exit_intent"}],
        "condition": {"cart.total": {"$gte": 5000}}, "until": "2026-04-20T06:00:00Z",
        "limits": {"total": 3}, "repeatable": true, "priority": 5, "arm": {"variant": "short"},
        "content": {
            "lang": "uk",
            "headline": "Безкоштовна доставка",
            "body": [["Лише ", {"strong": ["сьогодні"]}, ". ", {"link": ["Що саме?"], "href": "/goods"}]],
            "picture": {"address": "https://cdn.example/spring.webp", "alt": "Тюльпани"},
            "button": {"label": "Хочу"},
            "countdown": "2026-04-20T06:00:00Z",
            "capture": {"kind": "email", "consent": "Я згодна отримувати листи."},
            "has_value": true,
        },
    }]);
    assert_eq!(sent, expected);
}

#[test]
fn all_texts_of_a_variant_are_in_one_language() {
    #[track_caller]
    fn check(change: fn(&mut Value), language: &str, expected: (&str, &str)) {
        let Ok(offers) = offers(&[changed(|o| change(&mut o["variants"]))]) else { panic!("the offer is sound") };
        let sent = sent(&offers, 3, "ana", language);
        let shown = sent[0].content.clone().unwrap();
        let consent = shown.capture.unwrap().consent;
        assert_eq!((shown.lang.as_str(), consent.as_str()), expected);
    }
    fn each(variants: &mut Value, change: fn(&mut Value)) {
        variants.as_array_mut().unwrap().iter_mut().for_each(|variant| change(&mut variant["content"]));
    }
    // The headline is there in Ukrainian, what is agreed to is not.
    check(|_| {}, "uk", ("en", "I agree to letters."));
    let whole: fn(&mut Value) = |variants| {
        each(variants, |content| {
            for text in ["/body", "/picture/alt", "/button/label"] {
                content.pointer_mut(text).unwrap()["uk"] = json!("Так");
            }
            content["capture"]["consent"]["UK"] = json!("Згода");
        });
    };
    check(whole, "uk-UA", ("uk", "Згода"));
    check(whole, "de,UK", ("uk", "Згода"));
    check(whole, "de", ("en", "I agree to letters."));
    // No language has them all: that of the headline, and each of the others as near as may be.
    let mixed: fn(&mut Value) =
        |variants| each(variants, |content| content["capture"]["consent"] = json!({"sl": "Soglašam"}));
    check(mixed, "uk", ("uk", "Soglašam"));
}

#[test]
fn what_is_used_up_is_not_sent() {
    let history = |claims: Value| -> OfferHistory { serde_json::from_value(json!({"claims": claims})).unwrap() };
    let claim = |offer: &str, at: &str| json!({"id": "c", "offer": offer, "arm": {"variant": "short"}, "at": at, "gave": {"points": {"points": 1, "reason": "x"}}});
    let (id, ten) = (CandidateId::new("spring").unwrap(), RewardId::new("ten").unwrap());
    let (none_left, one_left) = (Left::from([(ten.clone(), 0)]), Left::from([(ten, 1)]));
    let (nothing, spent) = (BTreeSet::new(), BTreeSet::from([id]));
    let limited = |change: fn(&mut Value)| changed(|o| change(&mut o["value"]));
    let weekly = limited(|v| v["limit_per_member"]["days"] = json!(7));
    let points = limited(|v| v["gives"] = json!({"points": {"points": 1, "reason": "Spring"}}));

    #[track_caller]
    fn check(document: &Value, change: fn(&mut Program), supply: Supply<'_>, history: &OfferHistory, is_sent: bool) {
        let Ok(offers) = offers(std::slice::from_ref(document)) else { panic!("the offer is sound") };
        let attributes: Attributes = serde_json::from_value(json!({"member": {"orders": 3}})).unwrap();
        let now = Instant::parse("2026-04-01T12:00:00Z").unwrap();
        let mut program = program();
        change(&mut program);
        let person = Person {
            attributes: &attributes,
            subject: "ana",
            language: "en",
            program: Some(&program),
            supply,
            now,
            history,
        };
        assert_eq!(!with(|context| offers.candidates(person, context)).is_empty(), is_sent);
        let why = with(|context| serde_json::to_value(offers.explain(person, context)).unwrap());
        assert_eq!(why[0]["why"]["code"], if is_sent { "sent" } else { "exhausted" });
    }
    let new = history(json!([]));
    let left = |left| Supply { left, spent: &nothing };
    let same: fn(&mut Program) = |_| {};
    check(&document(), same, left(&one_left), &new, true);
    check(&document(), same, left(&none_left), &new, false);
    check(&points, same, left(&none_left), &new, true);
    check(&points, same, Supply { left: &one_left, spent: &spent }, &new, false);
    check(&document(), |p| p.rewards[0].valid_from = Instant::parse("2026-04-01T12:00:01Z"), Supply::FULL, &new, false);
    check(
        &document(),
        |p| p.rewards[0].valid_until = Instant::parse("2026-04-01T12:00:00Z"),
        Supply::FULL,
        &new,
        false,
    );
    check(&document(), |p| p.rewards.clear(), Supply::FULL, &new, false);
    check(&document(), same, Supply::FULL, &history(json!([claim("spring", "2026-01-01T00:00:00Z")])), false);
    check(&document(), same, Supply::FULL, &history(json!([claim("autumn", "2026-01-01T00:00:00Z")])), true);
    check(&weekly, same, Supply::FULL, &history(json!([claim("spring", "2026-03-25T12:00:01Z")])), false);
    check(&weekly, same, Supply::FULL, &history(json!([claim("spring", "2026-03-25T12:00:00Z")])), true);
}

#[test]
fn what_is_known_at_the_edge_is_not_sent() {
    let private = changed(|o| {
        o["name"] = json!("win-back of the silent");
        o["condition"] = json!({
            "$or": [{"member.segments": {"$in": ["regulars"]}}, {"member.orders": {"$lt": 1}}],
            "request.country": "SI", "member.tags": {"$nin": ["press"]}, "cart.total": {"$gte": 5000},
        });
    });
    let Ok(offers) = offers(&[private]) else { panic!("the offer is sound") };
    let sent = sent(&offers, 3, "ana", "en");
    assert_eq!(sent.len(), 1);
    let sent = serde_json::to_string(&sent).unwrap();
    for private in ["segments", "regulars", "silent", "member", "request", "SI", "press", "orders", "budget", "ten\""] {
        assert!(!sent.contains(private), "{private} in {sent}");
    }
    assert!(sent.contains("cart.total"), "{sent}");
}

#[test]
fn what_can_never_be_shown_is_not_sent() {
    let here = |change: fn(&mut Value)| changed(change);
    check_ids(&[document()], &["spring"]);
    check_ids(&[here(|o| o["condition"] = json!({"member.segments": {"$in": ["silent"]}}))], &[]);
    check_ids(&[here(|o| o["schedule"]["until"] = json!("2026-04-01T14:00"))], &[]);
    check_ids(&[here(|o| o["schedule"]["from"] = json!("2026-04-01T14:31"))], &[]);
    check_ids(&[here(|o| o["schedule"]["from"] = json!("2026-04-01T14:30"))], &["spring"]);
    check_ids(&[here(|o| o["coverage"] = json!(0))], &[]);
    check_ids(&[here(|o| o["status"] = json!("archived"))], &[]);
    check_ids(&[here(|o| o["status"] = json!("draft"))], &[]);
}

#[test]
fn what_begins_soon_says_when() {
    let soon = changed(|o| o["schedule"]["from"] = json!("2026-04-01T14:30"));
    let Ok(offers) = offers(&[soon]) else { panic!("the offer is sound") };
    assert_eq!(sent(&offers, 3, "ana", "en")[0].from, Instant::parse("2026-04-01T12:30:00Z"));
}

#[test]
fn the_highest_priority_comes_first() {
    let offer = |id: &str, priority: i32| {
        changed(|o| {
            o["id"] = json!(id);
            o["priority"] = json!(priority);
        })
    };
    check_ids(&[offer("a", 0), offer("c", 7), offer("b", 7), offer("d", -1)], &["b", "c", "a", "d"]);
    let many: Vec<_> = (0..20).map(|n| offer(&format!("o{n:02}"), -n)).collect();
    let ids: Vec<_> = (0..CANDIDATES_MAX).map(|n| format!("o{n:02}")).collect();
    check_ids(&many, &ids.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_holdout_is_sent_without_content_and_counted() {
    let half = changed(|o| {
        o["holdout"] = json!(5_000);
        o["variants"][0]["weight"] = json!(2_500);
        o["variants"][1]["weight"] = json!(2_500);
    });
    let Ok(offers) = offers(&[half]) else { panic!("the offer is sound") };
    let mut arms = std::collections::BTreeMap::new();
    for n in 0..2_000 {
        let sent = sent(&offers, 3, &format!("person{n}"), "en");
        let [offer] = sent.as_slice() else { panic!("everybody is in the experiment") };
        let arm = serde_json::to_value(&offer.arm).unwrap();
        assert_eq!(offer.content.is_none(), arm == "holdout");
        *arms.entry(arm.to_string()).or_insert(0) += 1;
    }
    // Three standard deviations of a half are 67, of a quarter 58.
    let counts: Vec<(String, i32)> = arms.into_iter().collect();
    assert_eq!(counts.len(), 3, "{counts:?}");
    for (arm, count) in counts {
        let expected: i32 = if arm.contains("holdout") { 1_000 } else { 500 };
        assert!((count - expected).abs() < 67, "{arm}: {count}");
    }
    assert!(sent(&offers, 3, "", "en").is_empty(), "nobody without an id is in an experiment");
}

#[test]
fn a_trigger_makes_it_a_candidate() {
    let Ok(offers) = offers(&[document()]) else { panic!("the offer is sound") };
    let sent = sent(&offers, 3, "ana", "en");
    let candidate = sent[0].candidate(&Trigger::ExitIntent {});
    let expected = json!({"id": "spring", "kind": "offer", "display": "bar", "trigger": "signal", "priority": 5,
        "limits": {"total": 3}, "repeatable": true, "is_begun": false});
    assert_eq!(serde_json::to_value(&candidate).unwrap(), expected);
}

#[test]
fn five_hundred_offers_and_fifty_segments_are_a_few_kilobytes() {
    let offer = |n: usize| {
        changed(|o| {
            o["id"] = json!(format!("offer-{n}"));
            o["priority"] = json!(n % 7);
            o["variants"][0]["content"]["headline"]["en"] = json!(format!("Free delivery number {n}"));
            // Every other one is for those who do not buy.
            let segment = if n.is_multiple_of(2) { format!("segment-{}", n % 48) } else { "silent".to_owned() };
            o["condition"] = json!({"member.segments": {"$in": [segment]}, "cart.total": {"$gte": n}});
        })
    };
    let many: Vec<_> = (0..OFFERS_MAX).map(offer).collect();
    let Ok(all) = offers(&many) else { panic!("the offers are sound") };
    let sent = sent(&all, 3, "ana", "en");
    assert_eq!(sent.len(), CANDIDATES_MAX);
    let bytes = serde_json::to_vec(&sent).unwrap().len();
    assert!(bytes <= 8 * 1024, "{bytes} B, not compressed");
    let one_more: Vec<_> = (0..=OFFERS_MAX).map(offer).collect();
    let faults = offers(&one_more).err().unwrap();
    assert_eq!(crate::offers::told(&faults), ["offers has more than 500 published offers"]);
}

#[test]
fn long_texts_leave_room_for_fewer() {
    let long = |id: &str, priority: i32, length: usize| {
        changed(|o| {
            o["id"] = json!(id);
            o["priority"] = json!(priority);
            for variant in o["variants"].as_array_mut().unwrap() {
                variant["content"]["body"]["en"] = json!("я ".repeat(length / 2));
                variant["content"]["capture"]["consent"]["en"] = json!("я".repeat(length));
                variant["content"]["picture"]["alt"]["en"] = json!("я".repeat(length));
            }
        })
    };
    let mut documents: Vec<_> = (0..11).map(|n| long(&format!("long-{n:02}"), 9, 500)).collect();
    documents.push(long("short", 1, 10));
    let Ok(offers) = offers(&documents) else { panic!("the offers are sound") };
    let sent = sent(&offers, 3, "ana", "en");
    let last = sent.last().unwrap();
    assert!(sent.len() < 8 && last.id.as_str() == "short", "{} are sent", sent.len());
    for offer in &sent {
        let written = serde_json::to_vec(offer).unwrap().len();
        assert!(offer.bytes().abs_diff(written) < 300, "{} told, {written} written", offer.bytes());
    }
    assert!(sent.iter().map(ForPerson::bytes).sum::<usize>() <= CANDIDATES_BYTES_MAX);
}

/// Whoever is in the holdout of an offer is sent it exactly where the others are: else its arms would be of other people.
#[test]
fn an_offer_fits_in_every_arm_or_in_none() {
    let long = |id: &str, priority: i32, lengths: [usize; 2]| {
        changed(|o| {
            o["id"] = json!(id);
            o["priority"] = json!(priority);
            o["holdout"] = json!(3_000);
            for (index, length) in lengths.into_iter().enumerate() {
                o["variants"][index]["weight"] = json!(3_500);
                // A text has at most 500 characters: what is longer is spread, the last of it in letters of two bytes.
                let [consent, alt] = [length.saturating_sub(500).clamp(1, 500), length.saturating_sub(1_000) / 2];
                let content = &mut o["variants"][index]["content"];
                content["body"]["en"] = json!("a".repeat(length.min(500)));
                content["capture"]["consent"]["en"] = json!("a".repeat(consent));
                content["picture"]["alt"]["en"] = json!("я".repeat(alt.max(1)));
            }
        })
    };
    // Five long texts leave room for the holdout and for the short variant of `edge`, but not for its long one.
    let mut documents: Vec<_> = (0..5).map(|n| long(&format!("wide-{n}"), 9, [1_900, 1_900])).collect();
    documents.extend([long("edge", 5, [1_000, 10]), long("small", 1, [10, 10])]);
    let Ok(offers) = offers(&documents) else { panic!("the offers are sound") };
    let mut arms_of_small = BTreeSet::new();
    for subject in 0..60 {
        let sent = sent(&offers, 3, &format!("visitor-{subject}"), "en");
        let ids: Vec<_> = sent.iter().map(|offer| offer.id.as_str()).collect();
        assert_eq!(ids, ["wide-0", "wide-1", "wide-2", "wide-3", "wide-4", "small"], "{subject}");
        arms_of_small.insert(serde_json::to_string(&sent[5].arm).unwrap());
    }
    assert_eq!(arms_of_small.len(), 3, "every arm was tried");
}
